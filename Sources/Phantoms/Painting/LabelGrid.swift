import Anatomy
import Imaging

/// The ids of a label map along canonical axes (x to the right fastest, then anterior, then superior).
struct LabelGrid: Sendable {
  let geometry: Geometry
  let shape: GridShape
  let spacing: Vector3
  /// 0 is background; ids without an entry of the table stay what they are.
  let ids: [UInt16]
  /// Where a voxel lies in storage order.
  let layout: VoxelLayout

  init(_ map: LabelMap) {
    let volume = map.volume
    geometry = volume.geometry
    shape = volume.geometry.shape
    spacing = volume.geometry.spacing
    layout = volume.layout
    let (voxels, layout, shape) = (volume.voxels, layout, shape)
    ids = [UInt16](unsafeUninitializedCapacity: shape.count) { ids, count in
      var i = 0
      for z in 0..<shape.z {
        for y in 0..<shape.y {
          var from = layout.origin + z * layout.strideZ + y * layout.strideY
          for _ in 0..<shape.x {
            ids[i] =
              voxels.scalar == .uint8
              ? UInt16(voxels.base.load(fromByteOffset: from, as: UInt8.self))
              : voxels.base.load(fromByteOffset: from * 2, as: UInt16.self)
            i += 1
            from += layout.strideX
          }
        }
      }
      count = shape.count
    }
  }

  /// A voxel's number along canonical axes.
  func index(_ x: Int, _ y: Int, _ z: Int) -> Int { (z * shape.y + y) * shape.x + x }

  /// A voxel's middle, mm from the middle of the first voxel.
  func point(_ x: Int, _ y: Int, _ z: Int) -> Point3 {
    Point3(Double(x) * spacing.x, Double(y) * spacing.y, Double(z) * spacing.z)
  }

  /// Where a voxel lies in storage order.
  func stored(_ x: Int, _ y: Int, _ z: Int) -> Int {
    layout.origin + x * layout.strideX + y * layout.strideY + z * layout.strideZ
  }
}

/// The voxels of one label: how many, where.
struct LabelExtent: Sendable {
  var count = 0
  var low = (x: Int.max, y: Int.max, z: Int.max)
  var high = (x: -1, y: -1, z: -1)
  private var sum = (x: 0, y: 0, z: 0)

  mutating func add(_ x: Int, _ y: Int, _ z: Int) {
    count += 1
    low = (min(low.x, x), min(low.y, y), min(low.z, z))
    high = (max(high.x, x), max(high.y, y), max(high.z, z))
    sum = (sum.x + x, sum.y + y, sum.z + z)
  }

  mutating func add(_ other: LabelExtent) {
    count += other.count
    low = (min(low.x, other.low.x), min(low.y, other.low.y), min(low.z, other.low.z))
    high = (max(high.x, other.high.x), max(high.y, other.high.y), max(high.z, other.high.z))
    sum = (sum.x + other.sum.x, sum.y + other.sum.y, sum.z + other.sum.z)
  }

  /// The mean place of its voxels, mm.
  func centre(_ spacing: Vector3) -> Point3 {
    let n = Double(max(count, 1))
    return Point3(Double(sum.x) / n * spacing.x, Double(sum.y) / n * spacing.y, Double(sum.z) / n * spacing.z)
  }
}
