/// One extension of a NIfTI header: a code that says who wrote it, and bytes.
struct NIfTIExtension: Sendable, Hashable {
  /// `ecode`: 0 unknown, 6 comment, 30 Caret, ...
  let code: Int32
  /// The content without its eight bytes of size and code; may end in NULs.
  let content: [UInt8]

  /// Extensions larger than this in all are refused; the largest in use hold a DICOM header.
  static let largestTotal = 64 << 20

  /// More extensions than this are refused; files in use have one or two.
  static let largestCount = 256

  /// The extensions behind a header.
  ///
  /// `bytes` are everything between the header and the voxels: four flag bytes, then the extensions. Throws
  /// `.invalid` for one whose size cannot be right.
  static func parse(_ bytes: [UInt8], order: ByteOrder, file: String) throws(ImagingError) -> [NIfTIExtension]
  {
    guard bytes.count >= 4, bytes[0] != 0 else { return [] }
    let fields = HeaderBytes(bytes: bytes, order: order)
    var result: [NIfTIExtension] = []
    var offset = 4
    while bytes.count - offset >= 16 {
      let size = fields.integer(at: offset, width: 4)
      let code = Int32(truncatingIfNeeded: fields.integer(at: offset + 4, width: 4))
      guard size >= 16, size <= bytes.count - offset else {
        throw ImagingError(
          file: file, field: "extension \(result.count + 1) esize",
          problem: .invalid("\(size) bytes, \(bytes.count - offset) lie before the voxels"))
      }
      guard result.count < largestCount else {
        throw ImagingError(
          file: file, field: "extension \(result.count + 1)",
          problem: .unsupported("more than \(largestCount) extensions"))
      }
      result.append(NIfTIExtension(code: code, content: Array(bytes[offset + 8..<offset + size])))
      offset += size
    }
    return result
  }
}
