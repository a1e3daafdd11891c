import Networks
import Tensors

/// What a step of training minimises.
///
/// An objective hangs on nothing that a step changes, so that a run that goes on from a checkpoint takes the same steps.
public protocol TrainingObjective: Sendable {
  /// What a batch is held to; teachers run here.
  /// - Parameter inputs: what the learning network's decoder reads, skips finest first, which a teacher behind the same
  ///   encoder may read; it must not free them.
  func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> any TrainingTargets
}

/// What one batch is held to.
public protocol TrainingTargets {
  /// The loss of a head's logits (batch x classes x the head's grid), which become its gradient.
  /// - Parameter labels: batch x the head's grid.
  func backward(
    _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
  ) throws(TensorError) -> Double

  /// A loss on the features in which the decoder's stages end, coarsest first, as their readers see them; nil where there
  /// is none.
  func backward(features: [Operand], on engine: Engine) throws(TensorError) -> FeatureLoss?
}

extension TrainingTargets {
  /// No loss on features.
  public func backward(features: [Operand], on engine: Engine) throws(TensorError) -> FeatureLoss? { nil }
}

/// A loss on features.
public struct FeatureLoss {
  /// Its value; no head's weight is applied to it.
  public let value: Double
  /// Its gradients by decoder stage, coarsest first; nil for a stage that it does not read.
  public let gradients: [Tensor?]

  /// A loss; see the properties.
  public init(value: Double, gradients: [Tensor?]) {
    self.value = value
    self.gradients = gradients
  }
}

/// A head of a decoder in training.
public struct TrainingHead: Hashable, Sendable {
  /// The decoder stage whose features it reads, coarsest first.
  public let stage: Int
  /// Its part in the loss.
  public let weight: Double
  /// How much coarser its grid is than the patch's.
  public let stride: Axes
  /// From features to logits, 1x1x1.
  let operation: Convolution
}
