/// Turns stored values into label ids: whole numbers from 0 to 65535, in whatever type they are stored.
struct LabelDecoder: StoredChunkVisitor {
  /// The file's name, cleaned, for errors.
  let file: String
  /// The header's `scl_slope`, 1 without scaling.
  let slope: Double
  /// The header's `scl_inter`.
  let inter: Double
  private var destination: UnsafeMutablePointer<UInt16>?

  init(_ header: NIfTIHeader, file: String) {
    self.file = file
    slope = header.slope
    inter = header.inter
  }

  /// Writes a chunk's ids. Throws `.invalid` for a value that is no id; returns the largest.
  mutating func decode(
    _ chunk: StoredChunk, into destination: UnsafeMutablePointer<UInt16>
  ) throws(ImagingError) -> Int {
    self.destination = destination
    return try chunk.visit(&self)
  }

  mutating func integers<Value: FixedWidthInteger>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Int {
    guard slope == 1, inter == 0 else { return try general(values) { Double($0) } }
    let ends = extremes(values)
    guard let destination, ends.least >= 0, let most = UInt16(exactly: ends.most) else {
      throw noLabel("\(ends.least < 0 ? ends.least : ends.most)")
    }
    for i in 0..<values.count { destination[i] = UInt16(truncatingIfNeeded: values[i]) }
    return Int(most)
  }

  mutating func reals<Value: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Int {
    try general(values) { Double($0) }
  }

  @inline(__always)
  private func general<Value>(
    _ values: UnsafeBufferPointer<Value>, _ double: (Value) -> Double
  ) throws(ImagingError) -> Int {
    guard let destination else { return 0 }
    var most: UInt16 = 0
    for i in 0..<values.count {
      let value = double(values[i]) * slope + inter
      guard value >= 0, value <= 65535 else { throw noLabel("\(value)") }
      let id = UInt16(value)
      guard Double(id) == value else { throw noLabel("\(value)") }
      destination[i] = id
      most = max(most, id)
    }
    return Int(most)
  }

  private func noLabel(_ value: String) -> ImagingError {
    ImagingError(
      file: file, field: "voxels",
      problem: .invalid("\(value) is no label; ids are whole numbers from 0 to 65535"))
  }
}
