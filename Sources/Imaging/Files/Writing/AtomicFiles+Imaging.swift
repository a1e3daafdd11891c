import Storage

/// The writing of `AtomicFiles` with the errors of this room.
extension AtomicFiles {
  /// Writes pieces of memory, one after the other, into what will be the file at `path`.
  func stage(path: String, pieces: [UnsafeRawBufferPointer]) throws(ImagingError) {
    try Self.translated { () throws(StorageError) in try add(path: path, pieces: pieces) }
  }

  /// Writes a text into what will be the file at `path`.
  func stage(path: String, text: String) throws(ImagingError) {
    try Self.translated { () throws(StorageError) in try add(path: path, text: text) }
  }

  /// Lets `body` write the file at a temporary path.
  func stage(
    path: String, writer body: (String) throws(ImagingError) -> Void
  ) throws(ImagingError) {
    var temporary = ""
    try Self.translated { () throws(StorageError) in temporary = try place(for: path) }
    try body(temporary)
    try Self.translated { () throws(StorageError) in try force(temporary, path: path) }
  }

  /// Gives every file its name.
  func finish() throws(ImagingError) {
    try Self.translated { () throws(StorageError) in try commit() }
  }

  private static func translated(_ body: () throws(StorageError) -> Void) throws(ImagingError) {
    do { try body() } catch {
      throw ImagingError(file: error.file, field: "file", problem: .unwritable(error.reason))
    }
  }
}
