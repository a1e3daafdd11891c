/// The same scan with its voxels stored along other axes; values and places in the body stay as they are.
public enum StorageOrder {
  /// The orientation that three letters name, such as "LPS"; nil when they name none.
  public static func orientation(named code: String) -> Orientation? {
    var columns: [Vector3] = []
    for letter in code.uppercased() {
      switch letter {
      case "R": columns.append(Vector3(x: 1, y: 0, z: 0))
      case "L": columns.append(Vector3(x: -1, y: 0, z: 0))
      case "A": columns.append(Vector3(x: 0, y: 1, z: 0))
      case "P": columns.append(Vector3(x: 0, y: -1, z: 0))
      case "S": columns.append(Vector3(x: 0, y: 0, z: 1))
      case "I": columns.append(Vector3(x: 0, y: 0, z: -1))
      default: return nil
      }
    }
    guard columns.count == 3 else { return nil }
    let affine = Affine(
      columnX: columns[0], columnY: columns[1], columnZ: columns[2], origin: Vector3(x: 0, y: 0, z: 0))
    return abs(affine.determinant) > 0.5 ? Orientation(of: affine) : nil
  }

  /// A copy stored in another orientation. Cost: one pass, and the memory of a second volume.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public static func reordered(_ volume: Volume, to target: Orientation, file: String) throws(ImagingError)
    -> Volume
  {
    guard target != volume.orientation else { return volume }
    let canonical = volume.geometry
    var extents = [1, 1, 1]
    for c in 0..<3 { extents[target.axes[c]] = canonical.shape[c] }
    let shape = GridShape(x: extents[0], y: extents[1], z: extents[2])
    let first = target.canonicalIndex(of: VoxelIndex(x: 0, y: 0, z: 0), shape: shape)
    var columns = [Vector3](repeating: Vector3(x: 0, y: 0, z: 0), count: 3)
    var strides = [0, 0, 0]
    let layout = volume.layout
    for c in 0..<3 {
      let sign = target.reversed[c] ? -1 : 1
      columns[target.axes[c]] = canonical.affine.column(c) * Double(sign)
      strides[target.axes[c]] = [layout.strideX, layout.strideY, layout.strideZ][c] * sign
    }
    let geometry = Geometry(
      shape: shape,
      affine: Affine(
        columnX: columns[0], columnY: columns[1], columnZ: columns[2], origin: canonical.position(of: first)))
    let buffer = try Voxels.buffer(volume.voxels.scalar, count: shape.count, file: file)
    let walk = Walk(shape: shape, start: layout.offset(of: first), strides: strides)
    switch volume.voxels.scalar {
    case .uint8: walk.copy(volume.voxels, to: buffer, as: UInt8.self)
    case .int16: walk.copy(volume.voxels, to: buffer, as: Int16.self)
    case .uint16: walk.copy(volume.voxels, to: buffer, as: UInt16.self)
    case .float32: walk.copy(volume.voxels, to: buffer, as: Float.self)
    }
    buffer.publish(buffer.count)
    return Volume(storedGeometry: geometry, voxels: buffer)
  }

  /// Steps through a source in the order of the target's storage.
  private struct Walk {
    let shape: GridShape
    let start: Int
    let strides: [Int]

    func copy<T>(_ source: VoxelBuffer, to target: VoxelBuffer, as type: T.Type) {
      let from = source.base.assumingMemoryBound(to: type)
      let to = target.base.assumingMemoryBound(to: type)
      withExtendedLifetime((source, target)) {
        var next = 0
        for z in 0..<shape.z {
          for y in 0..<shape.y {
            var offset = start + z * strides[2] + y * strides[1]
            for _ in 0..<shape.x {
              to[next] = from[offset]
              next += 1
              offset += strides[0]
            }
          }
        }
      }
    }
  }
}
