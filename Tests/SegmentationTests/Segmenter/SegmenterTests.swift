import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// One scan after the other, several members, wishes and refusals.
@Suite struct SegmenterTests {
  @Test func labelsAreTheSameBitsOnAnyNumberOfThreads() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let model = try LikenessFixture.model(["tiny-plain"], in: models)
    let results = try [1, 2, 5].map { threads in
      try Segmenter(model, .init(threads: threads)).segment(scan, file: "scan").labels.volume.voxels.ids
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func aSecondScanGetsTheAnswerOfAFirst() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let segmenter = try Segmenter(LikenessFixture.model(["tiny-residual"], in: models), .init(threads: 2))
    let first = try segmenter.segment(scan, file: "scan").labels.volume.voxels.ids
    #expect(try segmenter.segment(scan, file: "scan").labels.volume.voxels.ids == first)
  }

  @Test func laterMembersLieOverEarlierOnesWithIdsOfTheirOwn() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let names = ["tiny-plain", "tiny-residual"]
    let single = try names.map { name in
      try Segmenter(LikenessFixture.model([name], in: models), .init(threads: 2))
        .segment(scan, file: "scan").labels.volume.voxels.ids
    }
    let both = try Segmenter(LikenessFixture.model(names, in: models), .init(threads: 2))
    #expect(both.table.entries.map(\.id) == [1, 2, 3, 4, 5])
    #expect(both.decoders.count == 2)
    var shown = 0
    let (labels, _) = try both.segment(scan, file: "scan", show: { _ in shown += 1 })
    let expected = zip(single[0], single[1]).map { first, second in second > 0 ? second + 2 : first }
    #expect(labels.volume.voxels.ids == expected)
    #expect(shown == 2 && labels.volume.voxels.isComplete)
  }

  @Test func onlyWantedOrgansAreLeft() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let model = try LikenessFixture.model(["tiny-plain", "tiny-residual"], in: models)
    let all = try Segmenter(LikenessFixture.model(["tiny-residual"], in: models), .init(threads: 2))
      .segment(scan, file: "scan").labels.volume.voxels.ids
    let segmenter = try Segmenter(model, .init(threads: 2, organs: ["Aorta"]))
    #expect(segmenter.decoders == ["tiny-residual/tiny-residual"] || segmenter.decoders.count == 1)
    let ids = try segmenter.segment(scan, file: "scan").labels.volume.voxels.ids
    #expect(ids == all.map { $0 == 2 ? 4 : 0 })
    #expect(segmenter.table.entries.map(\.name) == ["aorta"])
  }

  @Test func aDecoderHeardAloneKeepsItsChannels() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let model = try LikenessFixture.model(["tiny-plain", "tiny-residual"], in: models)
    let all = try Segmenter(model, .init(threads: 2)).decoders
    let alone = try Segmenter(LikenessFixture.model(["tiny-residual"], in: models), .init(threads: 2))
      .segment(scan, file: "scan").labels
    let heard = try Segmenter(model, .init(threads: 2, decoders: [all[1]])).segment(scan, file: "scan").labels
    #expect(heard.volume.voxels.ids == alone.volume.voxels.ids && heard.table == alone.table)
    #expect(throws: SegmenterError.noSuchDecoder("x/y", model: "fixture", known: all)) {
      try Segmenter(model, .init(decoders: ["x/y"]))
    }
  }

  @Test func anUnknownOrganIsRefusedWithWhatIsNear() throws {
    let models = try TemporaryModels()
    let model = try LikenessFixture.model(["tiny-plain"], in: models)
    let error = #expect(throws: SegmenterError.self) {
      try Segmenter(model, .init(organs: ["left liver"]))
    }
    #expect(error == .noSuchOrgan("left liver", model: "fixture", similar: ["liver"]))
  }

  @Test func aCancelledRunEndsAtTheNextTile() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let segmenter = try Segmenter(LikenessFixture.model(["tiny-plain"], in: models), .init(threads: 2))
    var tiles = 0
    #expect(throws: CancellationError.self) {
      try segmenter.segment(
        scan, file: "scan", progress: { if $0.step == .tiles { tiles = $0.tilesDone } },
        isCancelled: { tiles >= 2 })
    }
    #expect(tiles == 2)
  }

  @Test func progressOnlyGrows() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let segmenter = try Segmenter(
      LikenessFixture.model(["tiny-plain", "tiny-residual"], in: models), .init(threads: 2))
    var fractions: [Double] = []
    _ = try segmenter.segment(scan, file: "scan", progress: { fractions.append($0.fraction) })
    #expect(zip(fractions, fractions.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
    #expect(fractions.allSatisfy { (0...1).contains($0) } && (fractions.last ?? 0) > 0.95)
  }

  @Test func probabilitiesOfAllLabelsAndBackgroundAreOne() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let segmenter = try Segmenter(LikenessFixture.model(["tiny-plain"], in: models), .init(threads: 2))
    var planes = 0, low = Float.infinity, high = -Float.infinity
    let wish = ProbabilityWish(names: ["liver", "spleen"]) { names, plane, placement in
      #expect(names == ["liver", "spleen"] && plane.width == placement.cropShape.width)
      planes += 1
      let size = plane.height * plane.width
      for voxel in 0..<size {
        let sum = plane.values[voxel] + plane.values[size + voxel]
        low = min(low, sum)
        high = max(high, sum)
      }
    }
    _ = try segmenter.segment(scan, file: "scan", probabilities: wish)
    #expect(planes == 20 && low >= 0 && high <= 1.0001 && high > 0.5)
  }

  @Test func fastLabelsOfAScanWithoutAirAreTheExactOnes() throws {
    let models = try TemporaryModels(), scan = try LikenessFixture.scan()
    let model = try LikenessFixture.model(["tiny-plain"], in: models)
    let exact = try Segmenter(model, .init(threads: 2)).segment(scan, file: "scan")
    let fast = try Segmenter(model, .init(threads: 2, tiling: .fast)).segment(scan, file: "scan")
    #expect(fast.labels.volume.voxels.ids == exact.labels.volume.voxels.ids)
    #expect(fast.summary.skippedTiles == 0)
  }
}
