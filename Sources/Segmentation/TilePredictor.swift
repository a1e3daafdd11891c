import Tensors

/// What turns a patch of a prepared scan into logits: an encoder with its decoders, or a stand-in for tests.
///
/// The encoder runs once a patch whatever the number of decoders. Not for several threads at once; it computes on
/// threads of its own.
public protocol TilePredictor: AnyObject {
  /// Logits per voxel of each decoder, the background's among them.
  var classes: [Int] { get }
  /// Voxels of a patch along network axes z, y, x.
  var patch: Axes { get }
  /// The logits of a dense patch (x fastest): a tensor of 1 x classes x patch for each decoder. Throws
  /// `TensorError`, `.notFinite` among them.
  func logits(of patch: [Float]) throws(TensorError) -> [Tensor]
}
