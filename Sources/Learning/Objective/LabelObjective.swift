import Tensors

/// The labels alone, by Dice and cross-entropy: what nnU-Net minimises.
public struct LabelObjective: TrainingObjective, TrainingTargets {
  /// Its loss.
  public var loss = DiceCrossEntropy()

  /// The objective.
  public init() {}

  /// Itself.
  public func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) -> any TrainingTargets { self }

  /// Dice and cross-entropy.
  public func backward(
    _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> Double {
    try loss.backward(logits, labels: labels, on: engine)
  }
}
