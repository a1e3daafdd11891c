import Glibc
import Storage

extension SafetensorsFile {
  /// Writes the arrays as F32 in the order of their names; the file appears whole or not at all.
  ///
  /// Equal content gives equal bytes: keys are sorted and the header is filled with spaces to a multiple of 8.
  public func write(to path: String) throws(SafetensorsError) {
    try checkContent(path: path)
    let files = AtomicFiles()
    do throws(StorageError) {
      try write(to: path, in: files, mode: nil)
      try files.commit()
    } catch { throw SafetensorsError(path, .storage(error)) }
  }

  /// Whether the arrays can be written so that they can be read again.
  func checkContent(path: String) throws(SafetensorsError) {
    for name in weights.names {
      let shown = Sanitizer.clean(name, limit: 256)
      guard isWeightName(name), name != "__metadata__" else {
        throw SafetensorsError(path, .tensor(shown, .badName))
      }
      guard let tensor = weights[name], tensor.shape.count <= PickleHeap.rankLimit else {
        throw SafetensorsError(path, .tensor(shown, .badShape))
      }
      guard tensor.values.areFinite else { throw SafetensorsError(path, .tensor(shown, .notFinite)) }
    }
    guard header().count - 8 <= SafetensorsHeader.sizeLimit else {
      throw SafetensorsError(path, .headerTooLarge)
    }
  }

  /// The digest of the bytes that `write` writes.
  func digest() throws(StorageError) -> SHA256 {
    let digest = try SHA256.Stream()
    try forEachPiece { (piece) throws(StorageError) in digest.update(piece) }
    return try digest.finish()
  }

  /// Stages the file; `mode` sets its permissions, nil leaves those of a new file.
  func write(to path: String, in files: AtomicFiles, mode: mode_t?) throws(StorageError) {
    let temporary = try files.place(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw StorageError(path, .unwritable, code: errno) }
    defer { close(descriptor) }
    try forEachPiece { (piece) throws(StorageError) in
      try RandomAccessFile.write(piece, to: descriptor, path: path)
    }
    if let mode, fchmod(descriptor, mode) != 0 { throw StorageError(path, .unwritable, code: errno) }
    guard fsync(descriptor) == 0 else { throw StorageError(path, .unwritable, code: errno) }
  }

  /// Shows the file's bytes in order: the header, then every array.
  private func forEachPiece(
    _ body: (UnsafeRawBufferPointer) throws(StorageError) -> Void
  ) throws(StorageError) {
    try header().withRawBytes(body)
    for name in weights.names {
      if let tensor = weights[name] { try tensor.values.withRawBytes(body) }
    }
  }

  /// The header's length and the header.
  private func header() -> [UInt8] {
    var parts: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map {
        "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
      }
      parts.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var begin = 0
    for name in weights.names {
      guard let tensor = weights[name] else { continue }
      let end = begin + tensor.values.count * 4
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\(Self.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}")
      begin = end
    }
    var text = Array("{\(parts.joined(separator: ","))}".utf8)
    text += [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }

  /// A text as JSON.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Array {
  /// `withUnsafeBytes` for a body that throws an error of the system.
  fileprivate func withRawBytes(
    _ body: (UnsafeRawBufferPointer) throws(StorageError) -> Void
  ) throws(StorageError) {
    let result: Result<Void, StorageError> = withUnsafeBytes { bytes in
      do throws(StorageError) { return .success(try body(bytes)) } catch { return .failure(error) }
    }
    try result.get()
  }
}
