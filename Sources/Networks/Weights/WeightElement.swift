/// How a file stores the elements of a weight array, least significant byte first.
enum WeightElement {
  case float16
  case bfloat16
  case float32
  case float64

  /// Bytes of an element.
  var size: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  /// The type of a PyTorch storage class.
  init?(torchStorage kind: String) {
    switch kind {
    case "HalfStorage": self = .float16
    case "BFloat16Storage": self = .bfloat16
    case "FloatStorage": self = .float32
    case "DoubleStorage": self = .float64
    default: return nil
    }
  }

  /// The type of a safetensors `dtype`.
  init?(safetensors name: String) {
    switch name {
    case "F16": self = .float16
    case "BF16": self = .bfloat16
    case "F32": self = .float32
    case "F64": self = .float64
    default: return nil
    }
  }

  /// The element that begins at `byte`, rounded to single precision.
  func value(_ bytes: UnsafeRawBufferPointer, at byte: Int) -> Float {
    switch self {
    case .float16: Float(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: byte, as: UInt16.self)))
    case .bfloat16:
      Float(bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: byte, as: UInt16.self)) << 16)
    case .float32: bytes.loadUnaligned(fromByteOffset: byte, as: Float.self)
    case .float64: Float(bytes.loadUnaligned(fromByteOffset: byte, as: Double.self))
    }
  }

  /// Elements that lie one after the other from the first byte on, as single precision.
  func values(_ bytes: UnsafeRawBufferPointer, count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { target, filled in
      if self == .float32 {
        UnsafeMutableRawBufferPointer(target).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * 4)]))
      } else {
        for index in 0..<count { target.initializeElement(at: index, to: value(bytes, at: index * size)) }
      }
      filled = count
    }
  }
}

extension [Float] {
  /// Whether no value is a NaN or an infinity.
  var areFinite: Bool {
    withUnsafeBufferPointer { values in
      var flawed: UInt32 = 0
      for value in values {
        // An exponent of all ones carries into the sign.
        flawed |= (value.bitPattern & 0x7fff_ffff) &+ 0x0080_0000
      }
      return flawed & 0x8000_0000 == 0
    }
  }
}

/// The product of extents; nil if one is negative or the product is no Int.
func elementCount(_ shape: [Int]) -> Int? {
  var count = 1
  for extent in shape {
    let (product, overflows) = count.multipliedReportingOverflow(by: extent)
    guard extent >= 0, !overflows else { return nil }
    count = product
  }
  return count
}

/// Whether a name can name a weight array here: 1 to 256 printable ASCII characters without spaces.
func isWeightName(_ name: String) -> Bool {
  (1...256).contains(name.utf8.count) && name.utf8.allSatisfy { (0x21...0x7e).contains($0) }
}
