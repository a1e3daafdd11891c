/// The ids of a label map while it is read: uint8 until an id above 255 turns up, then uint16.
struct LabelBuffer {
  /// The ids so far.
  private(set) var voxels: VoxelBuffer
  private let file: String
  private var isPresent = [Bool](repeating: false, count: 65536)

  /// Room for `count` ids, all 0. Throws `.outOfMemory`.
  init(count: Int, scalar: VoxelBuffer.Scalar = .uint8, file: String) throws(ImagingError) {
    self.file = file
    voxels = try Self.buffer(scalar, count: count, file: file)
  }

  /// Stores ids from voxel `offset` on; `most` is the largest of them.
  mutating func store(
    _ ids: UnsafeBufferPointer<UInt16>, at offset: Int, most: Int
  ) throws(ImagingError) {
    if most > 255, voxels.scalar == .uint8 { try widen(upTo: offset) }
    if voxels.scalar == .uint8 {
      let target = (voxels.base + offset).assumingMemoryBound(to: UInt8.self)
      for i in 0..<ids.count { target[i] = UInt8(truncatingIfNeeded: ids[i]) }
    } else {
      let target = (voxels.base + offset * 2).assumingMemoryBound(to: UInt16.self)
      for i in 0..<ids.count { target[i] = ids[i] }
    }
    isPresent.withUnsafeMutableBufferPointer { present in
      for id in ids { present[Int(id)] = true }
    }
    voxels.publish(offset + ids.count)
  }

  /// The ids met so far, background apart, ascending.
  var presentIDs: [Int] { isPresent.indices.filter { $0 > 0 && isPresent[$0] } }

  private mutating func widen(upTo count: Int) throws(ImagingError) {
    let wider = try Self.buffer(.uint16, count: voxels.count, file: file)
    let from = voxels.base.assumingMemoryBound(to: UInt8.self)
    let to = wider.base.assumingMemoryBound(to: UInt16.self)
    for i in 0..<count { to[i] = UInt16(from[i]) }
    voxels = wider
  }

  static func buffer(
    _ scalar: VoxelBuffer.Scalar, count: Int, file: String
  ) throws(ImagingError) -> VoxelBuffer {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: scalar.size)
    try MemoryRoom.require(overflow ? .max : bytes, file: file)
    guard let buffer = VoxelBuffer(scalar: scalar, count: count) else {
      throw ImagingError(file: file, field: "dim", problem: .outOfMemory(bytes: bytes))
    }
    return buffer
  }
}
