/// Buffers of voxels for files to be written.
public enum Voxels {
  /// An empty buffer.
  /// - Throws: `ImagingError` `.outOfMemory` naming the file it is for.
  public static func buffer(
    _ scalar: VoxelBuffer.Scalar, count: Int, file: String
  ) throws(ImagingError) -> VoxelBuffer {
    guard let buffer = VoxelBuffer(scalar: scalar, count: count) else {
      throw ImagingError(file: file, field: "voxels", problem: .outOfMemory(bytes: count * scalar.size))
    }
    return buffer
  }

  /// The same values held in another way.
  /// - Throws: `ImagingError` `.unsupported` for a value that the scalar cannot hold exactly.
  public static func stored(_ volume: Volume, as scalar: VoxelBuffer.Scalar, file: String) throws -> Volume {
    guard scalar != volume.voxels.scalar else { return volume }
    let from = volume.voxels
    let to = try buffer(scalar, count: from.count, file: file)
    for offset in 0..<from.count {
      let value = from[offset]
      guard put(value, into: to, at: offset) else {
        throw ImagingError(
          file: file, field: "voxels",
          problem: .unsupported("the value \(value) does not fit into \(scalar.rawValue)"))
      }
    }
    to.publish(to.count)
    return Volume(storedGeometry: volume.storedGeometry, voxels: to)
  }

  /// Ones where a label map has an id, zeros elsewhere.
  public static func mask(_ map: LabelMap, id: Int, file: String) throws(ImagingError) -> Volume {
    let ids = map.volume.voxels
    let mask = try buffer(.uint8, count: ids.count, file: file)
    let ones = mask.base.assumingMemoryBound(to: UInt8.self)
    withExtendedLifetime((ids, mask)) {
      if ids.scalar == .uint8 {
        let values = ids.base.assumingMemoryBound(to: UInt8.self)
        for offset in 0..<ids.count { ones[offset] = Int(values[offset]) == id ? 1 : 0 }
      } else {
        let values = ids.base.assumingMemoryBound(to: UInt16.self)
        for offset in 0..<ids.count { ones[offset] = Int(values[offset]) == id ? 1 : 0 }
      }
    }
    mask.publish(mask.count)
    return Volume(storedGeometry: map.volume.storedGeometry, voxels: mask)
  }

  private static func put(_ value: Float, into buffer: VoxelBuffer, at offset: Int) -> Bool {
    switch buffer.scalar {
    case .uint8:
      guard let exact = UInt8(exactly: value) else { return false }
      buffer.base.assumingMemoryBound(to: UInt8.self)[offset] = exact
    case .int16:
      guard let exact = Int16(exactly: value) else { return false }
      buffer.base.assumingMemoryBound(to: Int16.self)[offset] = exact
    case .uint16:
      guard let exact = UInt16(exactly: value) else { return false }
      buffer.base.assumingMemoryBound(to: UInt16.self)[offset] = exact
    case .float32: buffer.base.assumingMemoryBound(to: Float.self)[offset] = value
    }
    return true
  }
}
