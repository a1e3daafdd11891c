/// How far the segmentation of one scan has come.
public struct SegmentationProgress: Hashable, Sendable {
  /// What is being done.
  public enum Step: String, Sendable {
    /// The scan is resampled and normalised.
    case preparing
    /// Weights are brought into the order of the kernels.
    case loading
    /// Tiles are computed, and labels appear.
    case tiles
    /// Labels of several decoders become one label map.
    case merging
  }

  /// The step.
  public var step: Step
  /// Tiles done and in all, of the member that runs.
  public var tilesDone = 0, tiles = 0
  /// All of the work, 0...1, by what each step usually takes.
  public var fraction: Double
}

/// What a finished segmentation did.
public struct SegmentationSummary: Hashable, Sendable {
  /// Tiles in all, and those left out as air.
  public var tiles = 0, skippedTiles = 0
  /// Seconds of resampling and normalising.
  public var preparing = 0.0
  /// Seconds of networks and sums of logits, weights made ready among them.
  public var network = 0.0
  /// Seconds of bringing labels to the scan's grid.
  public var answer = 0.0
  /// Bytes that were planned before tiles ran, the largest of all members.
  public var plannedBytes = 0
  /// What is odd about the scan, one sentence each.
  public var warnings: [String] = []
}
