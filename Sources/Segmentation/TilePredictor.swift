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
  /// Threads that may hand out rows at once: `worker` below stays under it.
  var threads: Int { get }
  /// Hands out the logits of a dense patch (x fastest) row by row, so that they are never held all at once.
  ///
  /// `each` is called on the predictor's threads, several at once, over disjoint rows; every voxel of the patch once
  /// for every decoder. Rows are valid during the call only. Throws `TensorError`; `.notFinite` for a logit may come
  /// after rows were handed out, which are then worthless.
  func logits(
    of patch: [Float], each: (_ decoder: Int, _ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError)
}
