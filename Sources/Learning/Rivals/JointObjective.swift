import Tensors

/// All tasks at once, each data set with the labels it has: what learning task by task is measured against.
///
/// The background of a data set may be any class that it does not label (`PartialLabels`). Samples say by their `origin`
/// which data set they come from; their labels are the network's classes.
public struct JointObjective: TrainingObjective {
  /// By data set what it labels.
  public let labels: [PartialLabels]

  /// The objective of a network of all classes of a union, whose tasks are the data sets.
  /// - Parameter tasks: of the union, which all take part.
  /// - Throws: `TensorError` for a union without organs.
  public init(_ union: UnionClasses, tasks: Int) throws(TensorError) {
    let classes = union.classes(after: tasks)
    var labels: [PartialLabels] = []
    for task in 0..<tasks {
      labels.append(try PartialLabels(classes: classes, labelled: union.labelled(by: task)))
    }
    self.labels = labels
  }

  /// What each sample's data set labels.
  /// - Throws: `TensorError.parameters` for an origin that is no data set.
  public func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> any TrainingTargets {
    for origin in batch.origins where !labels.indices.contains(origin) {
      throw .parameters(
        operator: "joint objective", name: "origin", given: origin, expected: labels.count - 1)
    }
    return Targets(parts: batch.origins.map { labels[$0] })
  }

  private struct Targets: TrainingTargets {
    /// By sample.
    let parts: [PartialLabels]

    func backward(
      _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
    ) throws(TensorError) -> Double {
      guard labels.count == logits.shape.batch * logits.shape.voxels, parts.count == logits.shape.batch else {
        throw .parameters(
          operator: "joint objective", name: "labels", given: labels.count,
          expected: logits.shape.batch * logits.shape.voxels)
      }
      var loss = 0.0
      for (n, part) in parts.enumerated() {
        loss += try part.backward(
          logits, samples: n..<(n + 1),
          labels: labels[(n * logits.shape.voxels)..<((n + 1) * logits.shape.voxels)],
          weight: 1 / Double(parts.count), into: logits, on: engine)
      }
      return loss
    }
  }
}
