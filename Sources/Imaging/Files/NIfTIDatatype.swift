/// How NIfTI stores a value; the raw value is the header's `datatype` code.
public enum NIfTIDatatype: Int, Sendable, CaseIterable {
  /// Unsigned 8-bit.
  case uint8 = 2
  /// Signed 16-bit: the usual CT.
  case int16 = 4
  /// Signed 32-bit.
  case int32 = 8
  /// IEEE single.
  case float32 = 16
  /// IEEE double.
  case float64 = 64
  /// Signed 8-bit.
  case int8 = 256
  /// Unsigned 16-bit.
  case uint16 = 512
  /// Unsigned 32-bit.
  case uint32 = 768
  /// Signed 64-bit.
  case int64 = 1024
  /// Unsigned 64-bit.
  case uint64 = 1280

  /// Bytes of one value.
  public var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16, .uint16: 2
    case .int32, .float32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// "int16", "float64", ...
  public var name: String { String(describing: self) }

  /// What a valid code stands for that is no CT, nil for a code that NIfTI does not know.
  static func nameOfUnsupported(_ code: Int) -> String? {
    switch code {
    case 1: "1-bit values"
    case 32, 1792, 2048: "complex numbers"
    case 128: "an RGB picture"
    case 2304: "an RGBA picture"
    case 1536: "128-bit floating point"
    default: nil
    }
  }
}

/// The order of a value's bytes in a file.
public enum ByteOrder: String, Sendable {
  /// Least significant byte first.
  case little
  /// Most significant byte first.
  case big
}
