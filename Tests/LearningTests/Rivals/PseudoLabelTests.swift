import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// An old network labels what the new task leaves open, and only that.
@Suite struct PseudoLabelTests {
  private let engine: Engine

  init() throws { engine = try Engine(pool: ThreadPool(threads: 2)) }

  private static let shape = Shape(batch: 2, channels: 3, Axes(6))

  private func filled(_ labels: [UInt16], _ thresholds: [Float], labelled: Set<Int> = [3, 4]) throws
    -> PseudoLabels
  {
    try PseudoLabels(
      labels, teacher: RivalScene.logits(Self.shape, "pseudo"), thresholds: EntropyThresholds(thresholds),
      labelled: labelled, on: engine)
  }

  private static let labels = RivalScene.labels(
    2 * 216, of: [0, 0, 0, 3, 4, DiceCrossEntropy.ignored], "pseudo")

  @Test(arguments: [[0, 0, 0], [0.5, 0.7, 0.6], [2, 2, 2]] as [[Float]])
  func trueLabelsAreNeverOverridden(_ thresholds: [Float]) throws {
    let result = try filled(Self.labels, thresholds)
    for (own, label) in zip(result.labels, Self.labels) where label != 0 { #expect(own == label) }
  }

  @Test func onlyWhatIsSureIsBelieved() throws {
    let teacher = try RivalScene.logits(Self.shape, "pseudo")
    let found = try Argmax().forward(teacher, on: engine).label
    let entropies = try PredictiveEntropy().forward(teacher, on: engine)
    let thresholds: [Float] = [0.5, 0.7, 0.6], result = try filled(Self.labels, thresholds)
    var sure = [0, 0], background = [0, 0]
    for (voxel, label) in Self.labels.enumerated() where label == 0 {
      let isSure = entropies[voxel] < thresholds[Int(found[voxel])]
      #expect(result.labels[voxel] == (isSure ? found[voxel] : DiceCrossEntropy.ignored))
      background[voxel / 216] += 1
      sure[voxel / 216] += isSure ? 1 : 0
    }
    #expect(sure.allSatisfy { $0 > 10 } && sure != background)
    #expect(result.confidence == zip(sure, background).map { Double($0) / Double($1) })
    #expect(try filled(Self.labels, [0, 0, 0]).confidence == [0, 0])
    #expect(try filled(Self.labels, [2, 2, 2]).confidence == [1, 1])
    #expect(try filled(Self.labels.map { _ in 3 }, [0, 0, 0]).confidence == [1, 1])
  }

  /// Where the new task labels an organ itself, its background is not that organ, whatever the old network says.
  @Test func aLabelledOrganIsNotTakenFromTheOldNetwork() throws {
    let result = try filled(Self.labels, [2, 2, 2], labelled: [2, 3, 4])
    let found = try Argmax().forward(RivalScene.logits(Self.shape, "pseudo"), on: engine).label
    for (voxel, label) in Self.labels.enumerated() where label == 0 {
      #expect(result.labels[voxel] == (found[voxel] == 2 ? DiceCrossEntropy.ignored : found[voxel]))
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    #expect(throws: TensorError.self) { try filled(Self.labels, [1, 1]) }
    #expect(throws: TensorError.self) { try filled(Array(Self.labels.dropLast()), [1, 1, 1]) }
  }

  /// Half of the voxels that a class gets lie below its threshold, to within a bin.
  @Test func thresholdsAreMedians() throws {
    let teacher = try RivalScene.teacher(), source = TwoBalls(classes: [3, 0])
    let thresholds = try EntropyThresholds(of: teacher, samples: source, count: 3, on: engine)
    var entropies = [[Float]](repeating: [], count: 3)
    for index in 0..<3 {
      let sample = source.sample(index)
      let skips = try teacher.inputs(TrainingBatch([sample]), on: engine)
      let logits = try #require(try teacher.outputs(behind: skips, on: engine).logits.last)
      let found = try Argmax().forward(logits, on: engine).label
      let values = try PredictiveEntropy().forward(logits, on: engine)
      for (voxel, label) in sample.labels.enumerated() where label == 0 {
        entropies[Int(found[voxel])].append(values[voxel])
      }
    }
    let width = Float(log(3.0) / 1000)
    #expect(entropies.contains { $0.count > 1000 })
    for (threshold, values) in zip(thresholds.values, entropies) {
      guard !values.isEmpty else {
        #expect(abs(threshold - width) < 1e-6)
        continue
      }
      #expect(2 * values.count { $0 <= threshold + 1e-6 } >= values.count)
      #expect(2 * values.count { $0 < threshold - width - 1e-6 } <= values.count)
    }
    let again = try JSONDecoder().decode(EntropyThresholds.self, from: JSONEncoder().encode(thresholds))
    #expect(again == thresholds)
  }
}
