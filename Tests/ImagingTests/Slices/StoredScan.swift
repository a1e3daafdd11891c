import Anatomy

@testable import Imaging

/// One scan and its labels given in canonical axes, to be stored in any of the 48 ways a file may hold it.
struct StoredScan: Sendable {
  let shape: GridShape
  let spacing: Vector3
  let value: @Sendable (VoxelIndex) -> Float
  let id: @Sendable (VoxelIndex) -> UInt16

  /// The six orders of the storage axes with the eight ways to turn each around.
  static let storages: [Storage] = {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    return orders.flatMap { order in
      (0..<8).map { bits in Storage(axes: order, reversed: (0..<3).map { bits >> $0 & 1 == 1 }) }
    }
  }()

  /// `axes[c]` is the storage axis of canonical axis `c`, `reversed[c]` whether it runs backwards.
  struct Storage: Sendable, CustomStringConvertible {
    let axes: [Int]
    let reversed: [Bool]

    var description: String { "\(axes) \(reversed)" }
  }

  func geometry(_ storage: Storage) -> Geometry {
    var extents = [0, 0, 0]
    var columns = [Vector3](repeating: Vector3(x: 0, y: 0, z: 0), count: 3)
    var origin = Vector3(x: -20, y: 35, z: 110)
    let units = [Vector3(x: 1, y: 0, z: 0), Vector3(x: 0, y: 1, z: 0), Vector3(x: 0, y: 0, z: 1)]
    for c in 0..<3 {
      extents[storage.axes[c]] = shape[c]
      columns[storage.axes[c]] = units[c] * (storage.reversed[c] ? -spacing[c] : spacing[c])
      if storage.reversed[c] { origin = origin + units[c] * (spacing[c] * Double(shape[c] - 1)) }
    }
    return Geometry(
      shape: GridShape(x: extents[0], y: extents[1], z: extents[2]),
      affine: Affine(columnX: columns[0], columnY: columns[1], columnZ: columns[2], origin: origin))
  }

  func volume(_ storage: Storage, scalar: VoxelBuffer.Scalar = .int16) -> Volume {
    stored(storage, scalar: scalar, value)
  }

  func labels(_ storage: Storage, scalar: VoxelBuffer.Scalar = .uint8, table: LabelTable = LabelTable([]))
    -> LabelMap
  {
    LabelMap(volume: stored(storage, scalar: scalar) { Float(id($0)) }, table: table)
  }

  private func stored(
    _ storage: Storage, scalar: VoxelBuffer.Scalar, _ value: (VoxelIndex) -> Float
  ) -> Volume {
    guard let buffer = VoxelBuffer(scalar: scalar, count: shape.count) else { fatalError("no memory") }
    let volume = Volume(storedGeometry: geometry(storage), voxels: buffer)
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let canonical = VoxelIndex(x: x, y: y, z: z)
          buffer.store(value(canonical), at: volume.layout.offset(of: canonical))
        }
      }
    }
    buffer.publish(shape.count)
    return volume
  }

  /// Stored as R, A, S.
  static let ras = Storage(axes: [0, 1, 2], reversed: [false, false, false])
}

extension VoxelBuffer {
  /// Writes one voxel; for tests, before anyone reads.
  func store(_ value: Float, at offset: Int) {
    switch scalar {
    case .uint8: base.storeBytes(of: UInt8(value), toByteOffset: offset, as: UInt8.self)
    case .int16: base.storeBytes(of: Int16(value), toByteOffset: offset * 2, as: Int16.self)
    case .uint16: base.storeBytes(of: UInt16(value), toByteOffset: offset * 2, as: UInt16.self)
    case .float32: base.storeBytes(of: value, toByteOffset: offset * 4, as: Float.self)
    }
  }
}

/// Numbers that are the same in every run: a 64-bit mix of a voxel's place (splitmix64).
func scrambled(_ index: VoxelIndex, seed: UInt64 = 0) -> UInt64 {
  var z = seed &+ UInt64(index.x * 73_856_093 ^ index.y * 19_349_663 ^ index.z * 83_492_791)
  z = (z &+ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

extension StoredScan {
  /// Noise of 4096 HU around 0 with blocks of six organs in it, in anisotropic voxels.
  static let noise = StoredScan(
    shape: GridShape(x: 23, y: 17, z: 11), spacing: Vector3(x: 0.8, y: 1.1, z: 2.5),
    value: { Float(Int(scrambled($0) % 4096) - 2048) },
    id: { index in
      let block = VoxelIndex(x: index.x / 4, y: index.y / 3, z: index.z / 3)
      return UInt16(scrambled(block, seed: 7) % 7)
    })
}
