import Storage

/// Where a zip archive's central directory lies and what it lists.
struct ArchiveDirectory {
  /// Its first byte.
  let start: Int
  private let size: Int
  private let count: Int

  private static let sizeLimit = 1 << 26

  /// Finds the directory by the records at the file's end.
  init(_ file: RandomAccessFile) throws(CheckpointError) {
    let tailLength = min(file.size, 22 + 0xffff + 20 + 56)
    let tailStart = file.size - tailLength
    let tail: [UInt8]
    do throws(StorageError) { tail = try file.bytes(at: tailStart, count: tailLength) } catch {
      throw CheckpointError(file.path, .unreadable(error))
    }
    guard let end = Self.endRecord(in: tail) else { throw CheckpointError(file.path, .notAnArchive) }
    var fields = LittleEndianReader(tail[(end + 4)...])
    guard let disk = fields.int(2), let firstDisk = fields.int(2), let onDisk = fields.int(2),
      let count = fields.int(2), let size = fields.int(4), let start = fields.int(4)
    else { throw CheckpointError(file.path, .notAnArchive) }
    guard disk == 0, firstDisk == 0, onDisk == count else {
      throw CheckpointError(file.path, .archive(entry: "", .spanned))
    }
    let narrow = (count, size, start)
    var found = narrow
    var limit = tailStart + end
    if let wide = try Self.wideRecord(in: tail[..<end], tailStart: tailStart, file: file) {
      found = (wide.count, wide.size, wide.start)
      limit = wide.position
      let agrees =
        (narrow.0 == found.0 || narrow.0 == 0xffff) && (narrow.1 == found.1 || narrow.1 == 0xffff_ffff)
        && (narrow.2 == found.2 || narrow.2 == 0xffff_ffff)
      guard agrees else { throw CheckpointError(file.path, .archive(entry: "", .headersDiffer)) }
    }
    (self.count, self.size, self.start) = found
    let (end64, overflows) = self.start.addingReportingOverflow(self.size)
    guard !overflows, end64 == limit else { throw CheckpointError(file.path, .notAnArchive) }
    for (found, most) in [(self.count, StoredArchive.entryLimit), (self.size, Self.sizeLimit)]
    where found > most {
      throw CheckpointError(file.path, .archive(entry: "", .tooLarge(found: found, limit: most)))
    }
  }

  /// The entries as the directory lists them; their local headers are not read yet.
  func entries(of file: RandomAccessFile) throws(CheckpointError) -> [StoredArchive.Entry] {
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try file.bytes(at: start, count: size) } catch {
      throw CheckpointError(file.path, .unreadable(error))
    }
    var fields = LittleEndianReader(bytes[...])
    var result: [StoredArchive.Entry] = []
    for _ in 0..<count { result.append(try Self.entry(&fields, path: file.path)) }
    guard fields.remaining == 0 else { throw CheckpointError(file.path, .notAnArchive) }
    return result
  }

  private static func entry(
    _ fields: inout LittleEndianReader, path: String
  ) throws(CheckpointError) -> StoredArchive.Entry {
    guard fields.int(4) == 0x0201_4b50, fields.int(4) != nil, let flags = fields.int(2),
      let method = fields.int(2), fields.int(4) != nil, let checksum = fields.int(4),
      let stored = fields.int(4), let size = fields.int(4), let nameLength = fields.int(2),
      let extraLength = fields.int(2), let commentLength = fields.int(2), let disk = fields.int(2),
      fields.take(6) != nil, let header = fields.int(4), let nameBytes = fields.take(nameLength),
      let extra = fields.take(extraLength), fields.take(commentLength) != nil
    else { throw CheckpointError(path, .notAnArchive) }
    let shown = Sanitizer.clean(String(decoding: nameBytes, as: UTF8.self), limit: 256)
    guard let name = safeName(nameBytes) else {
      throw CheckpointError(path, .archive(entry: shown, .unsafeName))
    }
    guard disk == 0 else { throw CheckpointError(path, .archive(entry: shown, .spanned)) }
    var sizes = ArchiveSizes(size: size, stored: stored, header: header)
    guard sizes.widen(by: extra) else { throw CheckpointError(path, .archive(entry: shown, .headersDiffer)) }
    // Of the flags only "sizes follow the content" and "the name is UTF-8" leave the content as it is.
    guard method == 0, flags & ~0x808 == 0, sizes.size == sizes.stored, let crc = UInt32(exactly: checksum)
    else { throw CheckpointError(path, .archive(entry: shown, .notStored)) }
    return StoredArchive.Entry(
      name: name, flags: flags, checksum: crc, size: sizes.size, header: sizes.header)
  }

  /// The name, if it can be shown and stays inside of the archive.
  private static func safeName(_ bytes: ArraySlice<UInt8>) -> String? {
    guard !bytes.isEmpty, let name = String(validating: bytes, as: UTF8.self),
      name.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != 0x5c }), name.first != "/",
      !name.split(separator: "/").contains("..")
    else { return nil }
    return name
  }

  /// Where the end record begins: the last one whose comment reaches exactly to the end.
  private static func endRecord(in tail: [UInt8]) -> Int? {
    guard tail.count >= 22 else { return nil }
    for start in stride(from: tail.count - 22, through: max(0, tail.count - 22 - 0xffff), by: -1)
    where tail[start] == 0x50 && tail[start + 1] == 0x4b && tail[start + 2] == 5 && tail[start + 3] == 6 {
      let comment = Int(tail[start + 20]) | Int(tail[start + 21]) << 8
      if start + 22 + comment == tail.count { return start }
    }
    return nil
  }

  /// The zip64 end record, if a locator stands right before the end record.
  private static func wideRecord(
    in tail: ArraySlice<UInt8>, tailStart: Int, file: RandomAccessFile
  ) throws(CheckpointError) -> (count: Int, size: Int, start: Int, position: Int)? {
    var locator = LittleEndianReader(tail.suffix(20))
    guard tail.count >= 20, locator.int(4) == 0x0706_4b50 else { return nil }
    let broken = CheckpointError(file.path, .archive(entry: "", .headersDiffer))
    let locatorStart = tailStart + tail.count - 20
    guard locator.int(4) == 0, let position = locator.int(8), locator.int(4) == 1,
      position >= 0, position <= locatorStart - 56
    else { throw broken }
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try file.bytes(at: position, count: 56) } catch {
      throw CheckpointError(file.path, .unreadable(error))
    }
    var fields = LittleEndianReader(bytes[...])
    guard fields.int(4) == 0x0606_4b50, let length = fields.int(8), length == locatorStart - position - 12,
      fields.take(4) != nil, fields.int(4) == 0, fields.int(4) == 0, let onDisk = fields.int(8),
      let count = fields.int(8), onDisk == count, let size = fields.int(8), let start = fields.int(8)
    else { throw broken }
    return (count, size, start, position)
  }
}
