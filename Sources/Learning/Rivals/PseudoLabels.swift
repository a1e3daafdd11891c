import Tensors

/// Labels of a new task whose background an old network has filled with the organs that it knows.
///
/// A labelled voxel keeps its label. A background voxel takes the class that the old network gives it where that is sure
/// of it, and counts nowhere where it is not. A class that the new task labels itself is not taken from the old network:
/// there the labels say that it is something else.
struct PseudoLabels {
  /// In the network's classes.
  private(set) var labels: [UInt16]
  /// By sample the share of its background voxels that count; 1 where there is no background.
  private(set) var confidence: [Double]

  /// The labels of a head's grid.
  /// - Parameters:
  ///   - labels: batch x grid of the logits.
  ///   - teacher: the old network's logits.
  ///   - thresholds: one a class of the old network.
  ///   - labelled: the classes that the new task labels, without the background.
  init(
    _ labels: [UInt16], teacher: Tensor, thresholds: EntropyThresholds, labelled: Set<Int>, on engine: Engine
  ) throws(TensorError) {
    let shape = teacher.shape
    guard labels.count == shape.batch * shape.voxels else {
      throw .parameters(
        operator: "pseudo-labels", name: "labels", given: labels.count, expected: shape.batch * shape.voxels)
    }
    guard thresholds.values.count == shape.channels else {
      throw .parameters(
        operator: "pseudo-labels", name: "thresholds", given: thresholds.values.count,
        expected: shape.channels)
    }
    let found = try Argmax().forward(teacher, on: engine).label
    let entropies = try PredictiveEntropy().forward(teacher, on: engine)
    self.labels = labels
    confidence = []
    for n in 0..<shape.batch {
      var background = 0, sure = 0
      for voxel in (n * shape.voxels)..<((n + 1) * shape.voxels) where labels[voxel] == 0 {
        background += 1
        let own = Int(found[voxel])
        if entropies[voxel] < thresholds.values[own], !labelled.contains(own) {
          sure += 1
          self.labels[voxel] = found[voxel]
        } else {
          self.labels[voxel] = DiceCrossEntropy.ignored
        }
      }
      confidence.append(background > 0 ? Double(sure) / Double(background) : 1)
    }
  }
}
