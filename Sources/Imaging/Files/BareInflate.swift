import CDeflate
import Glibc

/// The yardstick of `fabrica bench look`: a gzip file through libdeflate in one piece, and nothing else.
///
/// It holds the whole file and the whole result in memory, which is why opening a scan does not work this way.
public enum BareInflate {
  /// Decompresses the first member of a file and returns how many bytes came out.
  /// - Throws: `ImagingError` when the file cannot be read or libdeflate refuses it.
  public static func inflate(path: String) throws(ImagingError) -> Int {
    let compressed = try contents(of: path)
    guard compressed.count > 18 else {
      throw ImagingError(
        file: path, field: "gzip trailer",
        problem: .truncated(expectedBytes: 18, actualBytes: compressed.count))
    }
    let size = compressed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard let output = VoxelBuffer(scalar: .uint8, count: max(1, size)),
      let inflater = libdeflate_alloc_decompressor()
    else { throw ImagingError(file: path, field: "gzip size", problem: .outOfMemory(bytes: size)) }
    defer { libdeflate_free_decompressor(inflater) }
    var written = 0
    let result = compressed.withUnsafeBytes {
      libdeflate_gzip_decompress(inflater, $0.baseAddress, $0.count, output.base, size, &written)
    }
    guard result == LIBDEFLATE_SUCCESS else {
      throw ImagingError(
        file: path, field: "gzip stream", problem: .corrupt("libdeflate result \(result.rawValue)"))
    }
    return written
  }

  private static func contents(of path: String) throws(ImagingError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ImagingError(file: path, field: "file", problem: .unreadable(String(cString: strerror(errno))))
    }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    lseek(descriptor, 0, SEEK_SET)
    return [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, count in
      count = 0
      while count < size {
        let got = read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        guard got > 0 else { break }
        count += got
      }
    }
  }
}
