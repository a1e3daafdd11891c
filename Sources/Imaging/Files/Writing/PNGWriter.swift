import CPNG
import Storage

/// Writes a picture as an 8-bit RGB PNG.
public enum PNGWriter {
  /// Writes a picture; the file appears whole or not at all.
  ///
  /// `texts` become the file's text entries, keys of 1 to 79 Latin letters such as "Title" or "Description".
  /// Throws `ImagingError` `.invalid` for an empty picture or a key that PNG does not allow, `.unwritable`.
  public static func write(
    _ image: PixelImage, to path: String, texts: [(key: String, value: String)] = []
  ) throws {
    let file = Sanitizer.clean(path)
    guard let width = UInt32(exactly: image.width), let height = UInt32(exactly: image.height),
      (1...limit).contains(width), (1...limit).contains(height)
    else {
      throw ImagingError(
        file: file, field: "size", problem: .invalid("\(image.width)x\(image.height) pixels"))
    }
    for text in texts where !isKey(text.key) {
      throw ImagingError(
        file: file, field: "text key", problem: .invalid(Sanitizer.clean(text.key, limit: 80)))
    }
    let rgb = image.pixels.flatMap { [UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
    let entries = texts.map { (key: $0.key, value: Sanitizer.clean($0.value, limit: 4096)) }
    let files = AtomicFiles()
    try files.stage(path: path) { temporary throws(ImagingError) in
      guard let reason = encode(rgb, width, height, entries, to: temporary) else { return }
      throw ImagingError(file: file, field: "PNG", problem: .unwritable(Sanitizer.clean(reason)))
    }
    try files.finish()
  }

  /// libpng's own limit on either side.
  private static let limit: UInt32 = 1_000_000

  private static func isKey(_ key: String) -> Bool {
    (1...79).contains(key.utf8.count) && key.utf8.allSatisfy { (0x20...0x7e).contains($0) }
      && !key.hasPrefix(" ") && !key.hasSuffix(" ") && !key.contains("  ")
  }

  /// Returns nil, or what went wrong.
  private static func encode(
    _ rgb: [UInt8], _ width: UInt32, _ height: UInt32, _ texts: [(key: String, value: String)],
    to path: String
  ) -> String? {
    let strings = texts.flatMap { [$0.key, $0.value] }.map { Array($0.utf8CString) }
    let copies = strings.map { characters in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
      copy.initialize(from: characters, count: characters.count)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    let entries = texts.indices.map { cpng_text(key: copies[$0 * 2], text: copies[$0 * 2 + 1]) }
    var message = [CChar](repeating: 0, count: 200)
    let result = cpng_write(path, width, height, rgb, entries, entries.count, &message, message.count)
    guard result != 0 else { return nil }
    return String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
