import Tensors
import Testing

@testable import Learning

/// Samples fall where they should, as often as they should, and hang on their number alone.
@Suite struct DataSampleTests {
  private static func outline(_ extent: Axes, _ labels: [(Axes, UInt16)], classes: Int) -> CaseOutline {
    var own = [UInt16](repeating: 0, count: extent.product)
    for (voxel, label) in labels {
      own[(voxel.depth * extent.height + voxel.height) * extent.width + voxel.width] = label
    }
    return CaseOutline(
      TrainingCase(
        name: "a", channels: 1, extent: extent, image: [Float](repeating: 0, count: extent.product),
        labels: own,
        foreground: ForegroundVoxels.chosen(own, classes: classes)))
  }

  private let cases = [
    outline(
      Axes(20, 30, 40), [(Axes(10, 15, 20), 1), (Axes(0, 29, 39), 2), (Axes(0, 28, 39), 2)], classes: 4),
    outline(Axes(6, 30, 8), [(Axes(5, 3, 7), 3)], classes: 4),
    outline(Axes(9, 9, 9), [], classes: 4),
  ]

  @Test func choicesHangOnSeedAndNumberAlone() {
    let chooser = SampleChooser(cases: cases, patch: Axes(8), batch: 2, seed: 4)
    let forward = (0..<200).map(chooser.choice), backward = (0..<200).reversed().map(chooser.choice)
    #expect(forward == backward.reversed())
    #expect(forward != (0..<200).map(SampleChooser(cases: cases, patch: Axes(8), batch: 2, seed: 5).choice))
  }

  @Test func aThirdOfABatchShowsAClass() {
    for (batch, forced) in [(1, 0), (2, 1), (3, 1), (6, 2), (12, 4)] {
      let chooser = SampleChooser(cases: [cases[0]], patch: Axes(8), batch: batch, seed: 1)
      #expect(
        (0..<(batch * 10)).map(chooser.choice).count { $0.forced != nil } == forced * 10, "batch \(batch)")
    }
  }

  /// Case and class evenly, though class 2 has twice the voxels of class 1, and case 2 has none.
  @Test func casesAndClassesComeEvenly() {
    let chooser = SampleChooser(cases: cases, patch: Axes(8), batch: 1, share: 1, seed: 9)
    let choices = (0..<3000).map(chooser.choice)
    for place in 0..<3 { #expect((900...1100).contains(choices.count { $0.place == place })) }
    #expect((430...570).contains(choices.count { $0.forced == 1 }))
    #expect((430...570).contains(choices.count { $0.forced == 2 }))
    #expect(
      choices.allSatisfy { ($0.forced == 3) == ($0.place == 1) && ($0.forced == nil) == ($0.place == 2) })
  }

  @Test func patchesLieInTheCaseAndShowTheirVoxel() {
    let patch = Axes(8, 8, 10)
    let chooser = SampleChooser(cases: cases, patch: patch, batch: 2, seed: 2)
    var corners: Set<Int> = []
    for choice in (0..<4000).map(chooser.choice) {
      let extent = cases[choice.place].extent, corner = choice.centre.zip(patch) { $0 - $1 / 2 }
      for axis in 0..<3 {
        let room = extent.values[axis] - patch.values[axis]
        if room >= 0 {
          #expect((0...room).contains(corner.values[axis]))
        } else {
          #expect(corner.values[axis] == room / 2)
        }
      }
      if choice.forced == 1 { #expect(choice.centre == Axes(10, 15, 20)) }
      // In the last corner of the case: the patch lies as near as it can.
      if choice.forced == 2 { #expect(choice.centre == Axes(4, 26, 35)) }
      if choice.place == 0, choice.forced == nil { corners.insert(corner.width) }
    }
    #expect(corners == Set(0...30))
  }
}
