import Tensors

/// How far a run has come.
public struct TilingProgress: Hashable, Sendable {
  /// Tiles done, skipped ones among them, and in all.
  public var tilesDone: Int, tiles: Int
  /// Planes of the scan (network axis z) whose labels are there, and in all.
  public var planesDone: Int, planes: Int
}

/// How a run tells of itself and is told to stop. Both closures are called on the thread that runs it.
public struct TilingMonitor {
  /// Called after every tile and every few planes.
  public var progress: (TilingProgress) -> Void
  /// Asked before every tile and every few planes.
  public var isCancelled: () -> Bool

  /// A monitor; see the properties.
  public init(
    progress: @escaping (TilingProgress) -> Void = { _ in }, isCancelled: @escaping () -> Bool = { false }
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
  }
}

/// What a finished run did.
public struct TilingSummary: Hashable, Sendable {
  /// Tiles in all, and those skipped as air.
  public var tiles: Int, skipped: Int
  /// Voxels of the box that tiles covered.
  public var box: Axes
  /// Seconds in the network and the sums of its logits, and in bringing labels (and probabilities) back.
  public var networkSeconds: Double, answerSeconds: Double
}
