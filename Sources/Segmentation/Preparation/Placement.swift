import Tensors

/// How a prepared grid lies in the scan it came from: everything that is needed to bring labels back.
///
/// All triples are in network axes z, y, x.
public struct Placement: Hashable, Sendable {
  /// Voxels of the whole scan.
  public var scanShape: Axes
  /// Millimetres between voxels of the scan.
  public var scanSpacing: [Double]
  /// The first voxel of the scan that was kept by cropping.
  public var cropOrigin: Axes
  /// Voxels kept by cropping.
  public var cropShape: Axes
  /// Voxels of the prepared grid.
  public var preparedShape: Axes
  /// The grid that the prepared one was cut out of after the scan was zoomed; nil when the scan itself was cropped.
  public var zoomed: ZoomedGrid?
  /// Storage offset of the scan's voxel (0, 0, 0) in network axes.
  public var storageOrigin: Int
  /// Storage offsets of a step along z, y, x.
  public var storageStrides: Axes

  /// The whole scan at the plan's spacing: TotalSegmentator zooms first, and nnU-Net crops what it gets.
  public struct ZoomedGrid: Hashable, Sendable {
    /// Voxels of the whole scan at the plan's spacing.
    public var shape: Axes
    /// Its voxel that is the first of the prepared grid; outside the prepared grid all is background.
    public var origin: Axes

    /// A zoomed grid; see the properties.
    public init(shape: Axes, origin: Axes) {
      self.shape = shape
      self.origin = origin
    }
  }

  /// A placement; see the properties.
  public init(
    scanShape: Axes, scanSpacing: [Double], cropOrigin: Axes, cropShape: Axes, preparedShape: Axes,
    storageOrigin: Int, storageStrides: Axes, zoomed: ZoomedGrid? = nil
  ) {
    self.scanShape = scanShape
    self.scanSpacing = scanSpacing
    self.cropOrigin = cropOrigin
    self.cropShape = cropShape
    self.preparedShape = preparedShape
    self.storageOrigin = storageOrigin
    self.storageStrides = storageStrides
    self.zoomed = zoomed
  }

  /// The storage offset of a voxel of the cropped scan.
  public func storageOffset(_ z: Int, _ y: Int, _ x: Int) -> Int {
    storageOrigin + (z + cropOrigin.depth) * storageStrides.depth + (y + cropOrigin.height)
      * storageStrides.height
      + (x + cropOrigin.width) * storageStrides.width
  }
}
