import Foundation
import Tensors

/// How sure an old network must be of a class before its word is taken for a label.
///
/// By class the median entropy of its softmax over the voxels that it gives the class and that the new task's labels call
/// background (Douillard et al. 2021, arXiv 2011.11390, section 3.2).
public struct EntropyThresholds: Hashable, Sendable, Codable {
  /// Bins of the histograms that medians are read from.
  private static let bins = 1000

  /// In nats by class, the background's first; a class is believed below its own.
  public let values: [Float]

  /// Thresholds; see the property.
  public init(_ values: [Float]) { self.values = values }

  /// The thresholds of a network on samples of a new task, number 0 up to `count`.
  ///
  /// A median is the upper edge of its bin, a thousandth of ln(classes) wide; a class that the network never gives has the
  /// lowest edge. Cost: a forward pass for every sample.
  /// - Throws: `TensorError`, and what samples throw.
  public init(of teacher: TrainingNetwork, samples: any SampleSource, count: Int, on engine: Engine) throws {
    let classes = teacher.architecture.classes, width = log(Double(max(classes, 2))) / Double(Self.bins)
    var histograms = [[Int]](repeating: [Int](repeating: 0, count: Self.bins), count: classes)
    for index in 0..<count {
      let sample = try samples.sample(index)
      let inputs = try teacher.inputs(TrainingBatch([sample]), on: engine)
      guard let logits = try teacher.outputs(behind: inputs, on: engine).logits.last else { continue }
      let found = try Argmax().forward(logits, on: engine).label
      let entropies = try PredictiveEntropy().forward(logits, on: engine)
      for (voxel, label) in sample.labels.enumerated() where label == 0 {
        let bin = min(Self.bins - 1, max(0, Int(Double(entropies[voxel]) / width)))
        histograms[Int(found[voxel])][bin] += 1
      }
    }
    values = histograms.map { Float(Double(Self.median($0) + 1) * width) }
  }

  /// The bin that holds the middle one of what was counted; 0 without any.
  private static func median(_ histogram: [Int]) -> Int {
    let half = (histogram.reduce(0, +) + 1) / 2
    var seen = 0
    for (bin, count) in histogram.enumerated() {
      seen += count
      if seen >= half { return bin }
    }
    return 0
  }
}
