import Foundation
import Testing

/// A record of what nnU-Net or TotalSegmentator computed, from the file of Scripts/make-tiling-fixtures.
struct TilingRecord {
  var name: String
  var whole: [Int]
  var reals: [Double]
  var arrays: [Array]

  /// Values by their type.
  enum Array {
    case float32([Float])
    case bits16([UInt16])
    case uint8([UInt8])

    /// Whole numbers of any width.
    var whole: [Int] {
      switch self {
      case .float32(let values): values.map { Int($0) }
      case .bits16(let values): values.map { Int($0) }
      case .uint8(let values): values.map { Int($0) }
      }
    }

    var floats: [Float] {
      if case .float32(let values) = self { values } else { [] }
    }
  }

  enum Failure: Error, Equatable {
    /// Not a fixture of this version; remake it with Scripts/make-tiling-fixtures.
    case wrongMagic(String)
    case truncated
    case unknownType(Int)
    case missing(String)
  }

  static func all(_ name: String) throws -> [TilingRecord] {
    let found = try load().filter { $0.name == name }
    guard !found.isEmpty else { throw Failure.missing(name) }
    return found
  }

  private static func load() throws -> [TilingRecord] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/tiling", withExtension: "bin"))
    var reader = Reader(bytes: [UInt8](try Data(contentsOf: url)))
    let magic = String(decoding: try reader.take(8), as: UTF8.self)
    guard magic == "FABTIL01" else { throw Failure.wrongMagic(magic) }
    return try (0..<(try reader.count())).map { _ in try reader.record() }
  }

  /// Little-endian values one after the other.
  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
      guard count >= 0, at + count <= bytes.count else { throw Failure.truncated }
      defer { at += count }
      return bytes[at..<(at + count)]
    }

    mutating func count() throws -> Int { Int(try values(1, UInt32.self)[0]) }

    mutating func values<T: BitwiseCopyable>(_ count: Int, _ type: T.Type) throws -> [T] {
      let size = MemoryLayout<T>.size, raw = Swift.Array(try take(count * size))
      return raw.withUnsafeBytes { buffer in
        (0..<count).map { buffer.loadUnaligned(fromByteOffset: $0 * size, as: T.self) }
      }
    }

    mutating func record() throws -> TilingRecord {
      let name = String(decoding: try take(try count()), as: UTF8.self)
      let whole = try values(try count(), Int32.self).map(Int.init)
      let reals = try values(try count(), Double.self)
      return TilingRecord(
        name: name, whole: whole, reals: reals, arrays: try (0..<(try count())).map { _ in try array() })
    }

    mutating func array() throws -> Array {
      let type = try count(), size = try count()
      switch type {
      case 0: return .float32(try values(size, Float.self))
      case 1, 3: return .bits16(try values(size, UInt16.self))
      case 2: return .uint8(try values(size, UInt8.self))
      default: throw Failure.unknownType(type)
      }
    }
  }
}
