/// Turns stored values into CT voxels: int16 while every value is integral and fits, else float32.
///
/// A voxel that is not a number, or infinite, becomes -1024, the HU of air: what scanners and tools put where
/// nothing was measured. They are counted, for a warning.
struct ScanDecoder {
  /// What stands in for a value that is no number.
  static let substitute = -1024.0

  /// The header's `scl_slope`, 1 without scaling.
  let slope: Double
  /// The header's `scl_inter`.
  let inter: Double
  /// Values so far that were no number.
  private(set) var notFinite = 0
  /// The smallest value so far; infinite before the first.
  private(set) var least = Double.infinity
  /// The largest value so far.
  private(set) var most = -Double.infinity

  init(slope: Double, inter: Double) {
    self.slope = slope
    self.inter = inter
  }

  /// Writes a chunk as int16; false, with `destination` undefined and nothing counted, when a value does not fit.
  mutating func decode(_ chunk: StoredChunk, into destination: UnsafeMutablePointer<Int16>) -> Bool {
    var visitor = ToInt16(slope: slope, inter: inter, destination: destination)
    guard let found = try? chunk.visit(&visitor) else { return false }
    note(found)
    return true
  }

  /// Writes a chunk as float32.
  mutating func decode(_ chunk: StoredChunk, into destination: UnsafeMutablePointer<Float>) {
    var visitor = ToFloat(slope: slope, inter: inter, destination: destination)
    if let found = try? chunk.visit(&visitor) { note(found) }
  }

  /// Takes note of int16 voxels that needed no decoding.
  mutating func note(_ values: UnsafeBufferPointer<Int16>) {
    let (least, most) = extremes(values)
    note(Found(least: Double(least), most: Double(most), notFinite: 0))
  }

  private mutating func note(_ found: Found) {
    least = min(least, found.least)
    most = max(most, found.most)
    notFinite += found.notFinite
  }

  /// What a scan's values say about it, one sentence each.
  var warnings: [String] {
    var result: [String] = []
    if notFinite > 0 {
      result.append("\(notFinite) voxels are not a number or infinite; they are shown as -1024 HU")
    }
    if least >= 0 || most <= 255 {
      let range = least <= most ? "\(Self.short(least)) to \(Self.short(most))" : "nothing finite"
      result.append("the values run from \(range): this is probably not a CT in HU")
    }
    return result
  }

  private static func short(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(Float(value))"
  }
}

/// Extremes of the finite values of a chunk, and how many were not.
private struct Found {
  var least = Double.infinity
  var most = -Double.infinity
  var notFinite = 0
}

/// Thrown inside this file alone, where a value has no place in int16.
private func unfit() -> ImagingError {
  ImagingError(file: "", field: "voxels", problem: .unsupported("int16"))
}

private struct ToInt16: StoredChunkVisitor {
  let slope: Double
  let inter: Double
  let destination: UnsafeMutablePointer<Int16>

  mutating func integers<Value: FixedWidthInteger>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Found {
    guard slope == slope.rounded(), inter == inter.rounded() else {
      return try general(values) { Double($0) }
    }
    // A linear map has its extremes at the ends, so checking two values checks all.
    let ends = extremes(values)
    let first = Double(ends.least) * slope + inter
    let last = Double(ends.most) * slope + inter
    guard min(first, last) >= -32768, max(first, last) <= 32767 else { throw unfit() }
    if slope == 1, inter == 0 {
      for i in 0..<values.count { destination[i] = Int16(truncatingIfNeeded: values[i]) }
    } else {
      let factor = Int(slope)
      let offset = Int(inter)
      for i in 0..<values.count {
        destination[i] = Int16(truncatingIfNeeded: Int(truncatingIfNeeded: values[i]) &* factor &+ offset)
      }
    }
    return Found(least: min(first, last), most: max(first, last))
  }

  mutating func reals<Value: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Found {
    try general(values) { Double($0) }
  }

  @inline(__always)
  private func general<Value>(
    _ values: UnsafeBufferPointer<Value>, _ double: (Value) -> Double
  ) throws(ImagingError) -> Found {
    var found = Found()
    for i in 0..<values.count {
      let value = double(values[i]) * slope + inter
      guard value.isFinite else {
        found.notFinite += 1
        destination[i] = Int16(ScanDecoder.substitute)
        continue
      }
      let whole = Int32(min(max(value, -32768), 32767))
      guard Double(whole) == value else { throw unfit() }
      destination[i] = Int16(truncatingIfNeeded: whole)
      found.least = min(found.least, value)
      found.most = max(found.most, value)
    }
    return found
  }
}

private struct ToFloat: StoredChunkVisitor {
  let slope: Double
  let inter: Double
  let destination: UnsafeMutablePointer<Float>

  mutating func integers<Value: FixedWidthInteger>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Found {
    general(values) { Double($0) }
  }

  mutating func reals<Value: BinaryFloatingPoint>(
    _ values: UnsafeBufferPointer<Value>
  ) throws(ImagingError) -> Found {
    general(values) { Double($0) }
  }

  @inline(__always)
  private func general<Value>(_ values: UnsafeBufferPointer<Value>, _ double: (Value) -> Double) -> Found {
    var found = Found()
    for i in 0..<values.count {
      let value = Float(double(values[i]) * slope + inter)
      guard value.isFinite else {
        found.notFinite += 1
        destination[i] = Float(ScanDecoder.substitute)
        continue
      }
      destination[i] = value
      found.least = min(found.least, Double(value))
      found.most = max(found.most, Double(value))
    }
    return found
  }
}
