import Networks
import Tensors

/// What a step of training holds at its fullest, estimated from the architecture alone.
///
/// A trace keeps the output of every layer once, before its normalisation, in single precision with channels in blocks of
/// 16; readers normalise as they read. To these come, at the fuller of two moments, the logits of the finest head with
/// the gradient of its source, or the gradients of all heads with those of the finest stage. Weights count five times
/// (themselves, gradients, two moments, their average), and the largest layer's once more as prepared for its products.
/// Of a frozen encoder a step keeps one output a stage, no gradients, and all weights as prepared; of decoders that support
/// the one that learns their logits, and weights as if each were of its size.
public struct TrainingMemory: Hashable, Sendable, Codable {
  /// Bytes of layer outputs that are kept for the backward pass.
  public let activations: Int
  /// Bytes of logits and gradients at the fullest moment.
  public let gradients: Int
  /// Bytes of weights in all their copies.
  public let weights: Int

  /// All of it.
  public var bytes: Int { activations + gradients + weights }

  /// The memory of a plain network on a batch of patches, whose edges are multiples of the strides.
  /// - Parameter learnsEncoder: whether the encoder learns with the decoder or is frozen.
  /// - Throws: `TensorError` for extents that no tensor has.
  public init(
    _ architecture: UNetArchitecture, patch: Axes, batch: Int, learnsEncoder: Bool = true
  ) throws(TensorError) {
    func bytes(_ channels: Int, _ extent: Axes) throws(TensorError) -> Int {
      try Tensor.bytes(of: Shape(batch: batch, channels: channels, extent))
    }
    var extents: [Axes] = [], extent = patch
    for stage in architecture.stages {
      extent = extent.zip(stage.stride, /)
      extents.append(extent)
    }
    var kept = learnsEncoder ? try bytes(architecture.inputChannels, patch) : 0, heads = 0
    for (level, stage) in architecture.stages.enumerated() {
      kept += (learnsEncoder ? stage.blocks : 1) * (try bytes(stage.features, extents[level]))
    }
    let upward = architecture.decoderStages
    for (number, stage) in upward.enumerated() {
      let one = try bytes(stage.features, extents[upward.count - 1 - number])
      kept += (1 + stage.kernels.count) * one
      if architecture.deepSupervision || number == upward.count - 1 { heads += one }
    }
    let finest = try bytes(architecture.finestFeatures, patch)
    let logits = try bytes(architecture.classes, patch)
    let supports = architecture.support?.classes ?? []
    // The convolution that reads their logits, and the sum.
    if !supports.isEmpty { kept += 2 * finest }
    for classes in supports { kept += try bytes(classes, patch) }
    activations = kept
    gradients = max(logits + finest, heads + 2 * finest)
    let shapes = architecture.weightShapes
    let learning = shapes.filter { learnsEncoder || !$0.name.hasPrefix("encoder.") }.map(\.count)
    let all = shapes.reduce(0) { $0 + $1.count }
    let frozen = all - learning.reduce(0, +) * (1 - supports.count)
    // A kernel of 3^3 becomes at most 6^3 values where it is prepared.
    weights = 4 * (5 * all + 8 * frozen + 8 * (learning.max() ?? 0))
  }
}
