/// A 3-D grid of values (HU for CT) with its place in the patient.
///
/// Voxels stay in the order of the file (x fastest); everything that shows or measures reads them through
/// `layout`, in canonical axes: x to the patient's right, y to anterior, z to superior.
public struct Volume: Sendable {
  /// The stored grid: shape and affine as the file has them.
  public let storedGeometry: Geometry
  /// The voxels, in storage order.
  public let voxels: VoxelBuffer
  /// How the storage axes lie in the patient.
  public let orientation: Orientation
  /// The same voxels with axes R, A, S.
  public let geometry: Geometry
  /// How to walk the storage in canonical axes.
  public let layout: VoxelLayout

  /// A volume over voxels in storage order; `voxels.count` must be the shape's.
  public init(storedGeometry: Geometry, voxels: VoxelBuffer) {
    precondition(voxels.count == storedGeometry.shape.count)
    let orientation = Orientation(of: storedGeometry.affine)
    self.storedGeometry = storedGeometry
    self.voxels = voxels
    self.orientation = orientation
    self.geometry = orientation.canonicalGeometry(of: storedGeometry)
    self.layout = VoxelLayout(orientation: orientation, shape: storedGeometry.shape)
  }

  /// The value at a canonical index inside the grid; 0 where nothing has been loaded yet.
  public func value(at index: VoxelIndex) -> Float { voxels[layout.offset(of: index)] }
}

/// Strides that read a stored grid in canonical axes: `offset + x * strideX + y * strideY + z * strideZ`, in voxels.
public struct VoxelLayout: Sendable, Hashable {
  /// Offset of canonical voxel (0, 0, 0).
  public let origin: Int
  /// A step to the patient's right.
  public let strideX: Int
  /// A step to anterior.
  public let strideY: Int
  /// A step to superior.
  public let strideZ: Int

  /// The layout of a stored grid under an orientation.
  public init(orientation: Orientation, shape: GridShape) {
    let storageStride = [1, shape.x, shape.x * shape.y]
    func stride(_ c: Int) -> Int { storageStride[orientation.axes[c]] * (orientation.reversed[c] ? -1 : 1) }
    let first = orientation.storageIndex(of: VoxelIndex(x: 0, y: 0, z: 0), shape: shape)
    origin = first.x * storageStride[0] + first.y * storageStride[1] + first.z * storageStride[2]
    strideX = stride(0)
    strideY = stride(1)
    strideZ = stride(2)
  }

  /// The storage offset of a canonical index.
  public func offset(of index: VoxelIndex) -> Int {
    origin + index.x * strideX + index.y * strideY + index.z * strideZ
  }
}
