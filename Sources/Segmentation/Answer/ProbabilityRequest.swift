import Tensors

/// Probabilities wanted of a decoder: the softmax of the logits as they are brought to the answer's grid.
///
/// Cost: every class of every voxel is computed, some 10 times the labels alone; memory for one plane.
public struct ProbabilityRequest {
  /// The decoder.
  public var decoder: Int
  /// Classes, in the order they are handed out.
  public var classes: [Int]
  /// Whether the largest probability of each voxel is wanted.
  public var wantsLargest: Bool
  /// Receives planes in ascending z, on the thread that runs the tiles. An error it throws ends the run.
  public var receive: (ProbabilityPlane) throws -> Void

  /// A request; see the properties.
  public init(
    decoder: Int = 0, classes: [Int], wantsLargest: Bool = false,
    receive: @escaping (ProbabilityPlane) throws -> Void
  ) {
    self.decoder = decoder
    self.classes = classes
    self.wantsLargest = wantsLargest
    self.receive = receive
  }
}

/// Probabilities of a plane of the cropped scan (of the prepared grid in TotalSegmentator's pipeline), 0...1.
///
/// Where nothing was computed (air that `TilingOptions` leaves out) background has probability 1. Valid during the
/// call only.
public struct ProbabilityPlane {
  /// The plane along network axis z.
  public let z: Int
  /// Rows (y) and columns (x), network axes.
  public let height: Int, width: Int
  /// Class after class in the request's order, rows of x.
  public let values: UnsafeBufferPointer<Float>
  /// The largest probability of each voxel; empty unless wanted.
  public let largest: UnsafeBufferPointer<Float>
}
