import Imaging

extension VoxelBuffer {
  /// Copies voxels from `offset` on as floats.
  func copy(from offset: Int, count: Int, to target: UnsafeMutablePointer<Float>) {
    precondition(offset >= 0 && offset + count <= self.count)
    func convert<T>(_ type: T.Type, _ float: (T) -> Float) {
      let source = base.assumingMemoryBound(to: type) + offset
      for index in 0..<count { target[index] = float(source[index]) }
    }
    switch scalar {
    case .uint8: convert(UInt8.self) { Float($0) }
    case .int16: convert(Int16.self) { Float($0) }
    case .uint16: convert(UInt16.self) { Float($0) }
    case .float32: convert(Float.self) { $0 }
    }
  }

  /// Copies ids from `offset` on; the buffer holds uint8 or uint16, as label maps do.
  func copy(from offset: Int, count: Int, to target: UnsafeMutablePointer<UInt16>) {
    precondition(offset >= 0 && offset + count <= self.count)
    precondition(scalar == .uint8 || scalar == .uint16, "label maps hold uint8 or uint16")
    if scalar == .uint8 {
      let source = base.assumingMemoryBound(to: UInt8.self) + offset
      for index in 0..<count { target[index] = UInt16(source[index]) }
    } else {
      let source = base.assumingMemoryBound(to: UInt16.self) + offset
      for index in 0..<count { target[index] = source[index] }
    }
  }
}
