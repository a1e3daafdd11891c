import CDeflate
import Glibc

/// The bytes of a file front to back, inflated when the content is gzip.
///
/// Whether it is gzip is decided by its first two bytes, never by its name. Several members in a row are one
/// stream, and each member's CRC-32 and length are checked as it ends.
final class ByteStream {
  /// Deflate cannot grow data by more than this factor (RFC 1951: 258 bytes from two bits).
  static let largestRatio = 1032
  private static let chunk = 1 << 20

  /// The file read from.
  let file: InputFile
  /// Whether the content is gzip.
  let isGzip: Bool
  /// What is odd about the stream, known after `finish`.
  private(set) var warnings: [String] = []
  private let gzip: GzipMembers?
  private var position = 0

  /// Opens a file and looks at its first bytes.
  init(path: String) throws(ImagingError) {
    file = try InputFile(path: path)
    isGzip = try file.peek(2) == [0x1f, 0x8b]
    gzip = isGzip ? try GzipMembers(file: file, chunk: Self.chunk) : nil
  }

  /// More bytes than this the stream cannot hold; exact for a plain file.
  var largestLength: Int {
    guard isGzip else { return file.size }
    let (bound, overflow) = file.size.multipliedReportingOverflow(by: Self.largestRatio)
    return overflow ? .max : bound
  }

  /// Fills `destination`; fewer bytes only where the stream ends.
  func read(into destination: UnsafeMutableRawPointer, count: Int) throws(ImagingError) -> Int {
    let got =
      if let gzip { try gzip.read(into: destination, count: count) } else {
        try file.read(into: destination, count: count)
      }
    position += got
    return got
  }

  /// The next `count` bytes, or fewer at the end; for headers, not for voxels.
  func bytes(_ count: Int) throws(ImagingError) -> [UInt8] {
    var result: [UInt8] = []
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: min(count, Self.chunk), alignment: 64)
    defer { scratch.deallocate() }
    guard let base = scratch.baseAddress else { return [] }
    while result.count < count {
      let step = min(count - result.count, scratch.count)
      let got = try read(into: base, count: step)
      result.append(contentsOf: scratch.prefix(got))
      if got < step { break }
    }
    return result
  }

  /// Walks past `count` bytes; false when the stream ends before.
  func skip(_ count: Int) throws(ImagingError) -> Bool {
    var left = count
    while left > 0 {
      let step = min(left, Self.chunk)
      guard try bytes(step).count == step else { return false }
      left -= step
    }
    return true
  }

  /// Goes to the end, so that the last checksum is checked. At most 1 MiB may follow what was read: more is a
  /// file whose header lies, or a bomb.
  func finish() throws(ImagingError) {
    guard let gzip else {
      if file.size > position {
        warnings.append("\(file.size - position) bytes follow the voxels and are ignored")
      }
      return
    }
    let extra = try bytes(1 << 20).count
    if extra > 0 {
      guard extra < 1 << 20 else {
        throw ImagingError(
          file: file.name, field: "dim",
          problem: .invalid("more than 1 MiB follows the voxels that the header declares"))
      }
      warnings.append("\(extra) bytes follow the voxels and are ignored")
    }
    if gzip.hasTrailingGarbage { warnings.append("bytes that are not gzip follow the compressed data") }
  }
}
