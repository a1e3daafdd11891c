/// A run of voxels as the file stores them, in native byte order; x fastest.
///
/// Valid only while the memory it was made over is.
struct StoredChunk {
  /// The first value.
  let base: UnsafeMutableRawPointer
  /// Values.
  let count: Int
  /// How a value is stored.
  let datatype: NIfTIDatatype

  /// A chunk over bytes just read; turns the bytes of each value round when the file's order is not the machine's.
  init(_ base: UnsafeMutableRawPointer, count: Int, datatype: NIfTIDatatype, order: ByteOrder) {
    self.base = base
    self.count = count
    self.datatype = datatype
    guard order == .big else { return }
    switch datatype.size {
    case 2: swapBytes(UInt16.self)
    case 4: swapBytes(UInt32.self)
    case 8: swapBytes(UInt64.self)
    default: break
    }
  }

  private func swapBytes<Word: FixedWidthInteger>(_: Word.Type) {
    let words = base.assumingMemoryBound(to: Word.self)
    for i in 0..<count { words[i] = words[i].byteSwapped }
  }

  /// Hands the values to `visitor` with their type.
  @inline(__always)
  func visit<Visitor: StoredChunkVisitor>(_ visitor: inout Visitor) throws(ImagingError) -> Visitor.Result {
    switch datatype {
    case .uint8: try visitor.integers(typed(UInt8.self))
    case .int8: try visitor.integers(typed(Int8.self))
    case .int16: try visitor.integers(typed(Int16.self))
    case .uint16: try visitor.integers(typed(UInt16.self))
    case .int32: try visitor.integers(typed(Int32.self))
    case .uint32: try visitor.integers(typed(UInt32.self))
    case .int64: try visitor.integers(typed(Int64.self))
    case .uint64: try visitor.integers(typed(UInt64.self))
    case .float32: try visitor.reals(typed(Float.self))
    case .float64: try visitor.reals(typed(Double.self))
    }
  }

  @inline(__always)
  private func typed<Value>(_: Value.Type) -> UnsafeBufferPointer<Value> {
    UnsafeBufferPointer(start: base.assumingMemoryBound(to: Value.self), count: count)
  }
}

/// Something to do with a chunk for every way its values can be stored.
protocol StoredChunkVisitor {
  associatedtype Result
  mutating func integers<Value: FixedWidthInteger>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Result
  mutating func reals<Value: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Result
}

/// The smallest and the largest of some values.
@inline(__always)
func extremes<Value: FixedWidthInteger>(_ values: UnsafeBufferPointer<Value>) -> (least: Value, most: Value) {
  var least = Value.max
  var most = Value.min
  for value in values {
    least = min(least, value)
    most = max(most, value)
  }
  return (least, most)
}
