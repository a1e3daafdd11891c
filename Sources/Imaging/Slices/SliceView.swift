/// Which part of which slice is shown on how many pixels.
///
/// Two coordinate systems meet here. *Picture* coordinates count pixels from the upper left corner of the picture:
/// pixel `(i, j)` covers `i..<i+1` by `j..<j+1`, so its centre is `(i + 0.5, j + 0.5)` and the picture's centre is
/// `(width / 2, height / 2)`. *Voxel* coordinates are canonical (R, A, S) and count voxel centres: voxel `k` covers
/// `k - 0.5 ..< k + 0.5`. Everything below takes the canonical geometry, `Volume.geometry`.
///
/// On the screen, up is anterior (axial) or superior (coronal, sagittal); left is the patient's right for RAD and left
/// for NEURO on axial and coronal planes, and always anterior on the sagittal one.
public struct SliceView: Sendable, Hashable {
  /// The plane.
  public var plane: Plane
  /// The slice, counted along `plane.normalAxis` of the canonical grid.
  public var index: Int
  /// The voxel coordinate along `plane.horizontalAxis` at the picture's centre.
  public var centerX: Double
  /// The voxel coordinate along `plane.verticalAxis` at the picture's centre.
  public var centerY: Double
  /// Pixels across.
  public var width: Int
  /// Pixels down.
  public var height: Int
  /// Millimetres that a pixel spans across.
  public var mmPerPixelX: Double
  /// Millimetres that a pixel spans down.
  public var mmPerPixelY: Double
  /// Which side of the patient the screen's left shows.
  public var convention: DisplayConvention
  /// 0 shows one slice; n > 0 the maximum over the slices from `index - n` to `index + n`; `Int.max` over all.
  public var slab: Int

  /// A view; see the properties.
  public init(
    plane: Plane, index: Int, centerX: Double, centerY: Double, width: Int, height: Int,
    mmPerPixelX: Double, mmPerPixelY: Double, convention: DisplayConvention = .radiological, slab: Int = 0
  ) {
    self.plane = plane
    self.index = index
    self.centerX = centerX
    self.centerY = centerY
    self.width = width
    self.height = height
    self.mmPerPixelX = mmPerPixelX
    self.mmPerPixelY = mmPerPixelY
    self.convention = convention
    self.slab = slab
  }

  /// The whole slice as large as the picture allows (zoom 1) or a part of it, with the body's proportions kept.
  ///
  /// `pixelAspect` is the height of a pixel over its width as the reader sees it: 1 for half blocks in cells twice as
  /// high as wide. `centerX` and `centerY` are voxel coordinates; nil is the middle of the slice. A zoom, an aspect or
  /// a spacing that is not a positive number counts as 1.
  public static func fitting(
    _ geometry: Geometry, plane: Plane, index: Int, width: Int, height: Int, pixelAspect: Double = 1,
    zoom: Double = 1, centerX: Double? = nil, centerY: Double? = nil,
    convention: DisplayConvention = .radiological, slab: Int = 0
  ) -> SliceView {
    let shape = geometry.shape
    let across = Double(shape[plane.horizontalAxis])
    let down = Double(shape[plane.verticalAxis])
    let spacingX = positive(geometry.spacing[plane.horizontalAxis])
    let spacingY = positive(geometry.spacing[plane.verticalAxis])
    let aspect = positive(pixelAspect)
    let fit = max(
      across * spacingX / Double(max(1, width)), down * spacingY / (Double(max(1, height)) * aspect))
    let mmPerPixel = fit / positive(zoom)
    return SliceView(
      plane: plane, index: index, centerX: centerX ?? (across - 1) / 2, centerY: centerY ?? (down - 1) / 2,
      width: width, height: height, mmPerPixelX: mmPerPixel, mmPerPixelY: mmPerPixel * aspect,
      convention: convention, slab: slab)
  }

  /// The voxel coordinates under a point of the picture, inside the grid or not.
  public func voxel(atPixelX x: Double, y: Double, in geometry: Geometry) -> (
    horizontal: Double, vertical: Double
  ) {
    let step = voxelsPerPixel(in: geometry)
    return (
      horizontal: centerX + (x - Double(width) / 2) * step.x,
      vertical: centerY + (y - Double(height) / 2) * step.y
    )
  }

  /// The point of the picture that shows voxel coordinates: the inverse of `voxel(atPixelX:y:in:)`.
  public func pixel(horizontal: Double, vertical: Double, in geometry: Geometry) -> (x: Double, y: Double) {
    let step = voxelsPerPixel(in: geometry)
    return (
      x: (horizontal - centerX) / step.x + Double(width) / 2,
      y: (vertical - centerY) / step.y + Double(height) / 2
    )
  }

  /// The canonical voxel under a point of the picture; nil outside the grid.
  public func voxelIndex(atPixelX x: Double, y: Double, in geometry: Geometry) -> VoxelIndex? {
    let point = voxel(atPixelX: x, y: y, in: geometry)
    guard let horizontal = Int(exactly: (point.horizontal + 0.5).rounded(.down)),
      let vertical = Int(exactly: (point.vertical + 0.5).rounded(.down))
    else { return nil }
    let voxel = voxelIndex(horizontal: horizontal, vertical: vertical)
    return geometry.shape.contains(voxel) ? voxel : nil
  }

  /// What the four edges of the picture face: R, L, A, P, S or I.
  public var edgeLetters: (left: Character, right: Character, top: Character, bottom: Character) {
    let letters: [(grows: Character, falls: Character)] = [("R", "L"), ("A", "P"), ("S", "I")]
    let across = letters[plane.horizontalAxis]
    let up = letters[plane.verticalAxis]
    return showsGrowthOnTheLeft
      ? (across.grows, across.falls, up.grows, up.falls)
      : (across.falls, across.grows, up.grows, up.falls)
  }

  /// The canonical voxel of this slice with these coordinates in the plane.
  func voxelIndex(horizontal: Int, vertical: Int) -> VoxelIndex {
    var voxel = VoxelIndex(x: 0, y: 0, z: 0)
    voxel[plane.normalAxis] = index
    voxel[plane.horizontalAxis] = horizontal
    voxel[plane.verticalAxis] = vertical
    return voxel
  }

  /// Voxels per pixel to the right and down, with their signs; never zero.
  func voxelsPerPixel(in geometry: Geometry) -> (x: Double, y: Double) {
    let x = Self.positive(mmPerPixelX) / Self.positive(geometry.spacing[plane.horizontalAxis])
    let y = Self.positive(mmPerPixelY) / Self.positive(geometry.spacing[plane.verticalAxis])
    return (x: showsGrowthOnTheLeft ? -x : x, y: -y)
  }

  private var showsGrowthOnTheLeft: Bool { plane == .sagittal || convention == .radiological }

  private static func positive(_ value: Double) -> Double { value > 0 && value.isFinite ? value : 1 }
}
