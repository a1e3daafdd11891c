/// An ellipse on a slice with its axes along the slice's, as a reader draws one to read a mean density.
public struct EllipseMeasure: Sendable, Hashable {
  /// The plane it lies in.
  public let plane: Plane
  /// The slice.
  public let index: Int
  /// Its centre along the plane's two axes, canonical voxel coordinates.
  public let centerX: Double
  /// See `centerX`.
  public let centerY: Double
  /// Half its extent along each, in voxels.
  public let radiusX: Double
  /// See `radiusX`.
  public let radiusY: Double

  /// The values under an ellipse.
  public struct Reading: Sendable, Hashable {
    /// Voxels whose centres lie inside, that are numbers.
    public let voxels: Int
    /// Their mean.
    public let mean: Double
    /// Their standard deviation, over n.
    public let standardDeviation: Double
    /// The smallest.
    public let minimum: Double
    /// The largest.
    public let maximum: Double
  }

  /// The ellipse that fills the rectangle between two opposite corners, in canonical voxel coordinates.
  public init(
    plane: Plane, index: Int, corner: (horizontal: Double, vertical: Double),
    opposite: (horizontal: Double, vertical: Double)
  ) {
    self.plane = plane
    self.index = index
    centerX = (corner.horizontal + opposite.horizontal) / 2
    centerY = (corner.vertical + opposite.vertical) / 2
    radiusX = abs(corner.horizontal - opposite.horizontal) / 2
    radiusY = abs(corner.vertical - opposite.vertical) / 2
  }

  /// Its area in mm^2, of the ellipse itself and not of the voxels in it; `geometry` is the canonical one.
  public func area(in geometry: Geometry) -> Double {
    let u = geometry.affine.column(plane.horizontalAxis)
    let v = geometry.affine.column(plane.verticalAxis)
    let cross = Vector3(x: u.y * v.z - u.z * v.y, y: u.z * v.x - u.x * v.z, z: u.x * v.y - u.y * v.x)
    return Double.pi * radiusX * radiusY * cross.length
  }

  /// Whether a place on the slice lies inside or on the edge.
  public func contains(horizontal: Double, vertical: Double) -> Bool {
    guard radiusX > 0, radiusY > 0 else { return false }
    let x = (horizontal - centerX) / radiusX
    let y = (vertical - centerY) / radiusY
    return x * x + y * y <= 1
  }

  /// Reads a volume under the ellipse; nil when no voxel's centre lies inside.
  public func read(_ volume: Volume) -> Reading? {
    let shape = volume.geometry.shape
    guard index >= 0, index < shape[plane.normalAxis] else { return nil }
    let across = Self.voxels(centerX, radiusX, count: shape[plane.horizontalAxis])
    let down = Self.voxels(centerY, radiusY, count: shape[plane.verticalAxis])
    var values: [Double] = []
    for v in down {
      for h in across where contains(horizontal: Double(h), vertical: Double(v)) {
        var voxel = VoxelIndex(x: 0, y: 0, z: 0)
        voxel[plane.normalAxis] = index
        voxel[plane.horizontalAxis] = h
        voxel[plane.verticalAxis] = v
        let value = Double(volume.value(at: voxel))
        if value.isFinite { values.append(value) }
      }
    }
    guard let minimum = values.min(), let maximum = values.max() else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return Reading(
      voxels: values.count, mean: mean, standardDeviation: square.squareRoot(), minimum: minimum,
      maximum: maximum)
  }

  private static func voxels(_ center: Double, _ radius: Double, count: Int) -> Range<Int> {
    let low = min(max((center - radius).rounded(.up), 0), Double(count))
    let high = min(max((center + radius).rounded(.down) + 1, 0), Double(count))
    guard low < high else { return 0..<0 }
    return Int(low)..<Int(high)
  }
}
