/// A few rows of one plane of logits, voxel by voxel: the classes of a voxel lie side by side.
///
/// The memory belongs to whoever hands it out and is used again afterwards.
public struct LogitRows {
  /// Logits of a voxel.
  public let classes: Int
  /// The plane.
  public let z: Int
  /// The rows (y).
  public let rows: Range<Int>
  /// Voxels of a row, from x = 0.
  public let width: Int
  /// Floats from a voxel to the next: `classes` rounded up to 16, the rest zeros.
  public let stride: Int
  /// The logit of class c at (z, y, x) is `base[((y - rows.lowerBound) * width + x) * stride + c]`.
  public let base: UnsafePointer<Float>

  /// Rows of logits; see the properties.
  public init(
    classes: Int, z: Int, rows: Range<Int>, width: Int, stride: Int, base: UnsafePointer<Float>
  ) {
    self.classes = classes
    self.z = z
    self.rows = rows
    self.width = width
    self.stride = stride
    self.base = base
  }
}
