import Imaging

/// A distance or an ellipse that the reader drew on a slice.
public struct Measurement: Sendable, Equatable {
  /// What is measured.
  public enum Kind: String, Sendable, Equatable {
    /// Between two points, in mm.
    case distance
    /// HU inside an ellipse.
    case ellipse
  }

  /// What is measured.
  public let kind: Kind
  /// The plane it was drawn on.
  public let plane: Plane
  /// One end, or one corner of the ellipse's box; canonical voxels.
  public let start: VoxelIndex
  /// The other end or corner.
  public let end: VoxelIndex
  /// The result as the reader sees it: "31.4 mm".
  public let text: String
}
