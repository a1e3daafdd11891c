import CDeflate
import Storage

/// A zip archive whose entries are stored as they are, as `torch.save` writes it.
///
/// Everything that a scanner and a loader could understand differently is refused: entries that are compressed,
/// share a name or bytes, or have two headers that disagree (APPNOTE 6.3, sections 4.3 and 4.4). Sizes are compared
/// with the file before memory is asked for, so no archive makes a reader ask for more than its own length.
struct StoredArchive {
  /// A file of the archive.
  struct Entry {
    let name: String
    let flags: Int
    let checksum: UInt32
    let size: Int
    /// Where the local header begins.
    let header: Int
    /// Where the content begins.
    var start = 0
    /// Where the content and the descriptor behind it end.
    var end = 0

    /// The sizes and the CRC-32 stand behind the content, and zeros in the local header.
    var hasDescriptor: Bool { flags & 8 != 0 }
  }

  static let entryLimit = 100_000

  let file: RandomAccessFile
  private(set) var entries: [String: Entry] = [:]

  /// Reads the directory and every local header.
  init(_ file: RandomAccessFile) throws(CheckpointError) {
    self.file = file
    let directory = try ArchiveDirectory(file)
    var listed = try directory.entries(of: file)
    for index in listed.indices { try locate(&listed[index], before: directory.start) }
    listed.sort { $0.header < $1.header }
    var end = 0
    for entry in listed {
      // Bytes before the first entry could be another file for another reader.
      guard entry.header >= end, end > 0 || entry.header == 0 else { throw failure(entry.name, .misplaced) }
      end = entry.end
      guard entries.updateValue(entry, forKey: entry.name) == nil else {
        throw failure(entry.name, .duplicateName)
      }
    }
  }

  /// The content of an entry, its CRC-32 checked.
  func content(of name: String, limit: Int = .max) throws(CheckpointError) -> [UInt8] {
    guard let entry = entries[name] else { throw failure(name, .missing) }
    guard entry.size <= limit else { throw failure(name, .tooLarge(found: entry.size, limit: limit)) }
    let bytes = try read(at: entry.start, entry.size)
    let checksum = bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    guard checksum == entry.checksum else { throw failure(name, .wrongChecksum) }
    return bytes
  }

  /// Compares an entry's local header with the directory's and finds the content.
  private func locate(_ entry: inout Entry, before limit: Int) throws(CheckpointError) {
    guard entry.header <= limit - 30 else { throw failure(entry.name, .misplaced) }
    var fields = LittleEndianReader(try read(at: entry.header, 30)[...])
    guard let signature = fields.int(4), fields.int(2) != nil, let flags = fields.int(2),
      let method = fields.int(2), fields.int(4) != nil, let checksum = fields.int(4),
      let stored = fields.int(4), let size = fields.int(4), let nameLength = fields.int(2),
      let extraLength = fields.int(2)
    else { throw failure(entry.name, .misplaced) }
    guard signature == 0x0403_4b50, flags == entry.flags, method == 0 else {
      throw failure(entry.name, .headersDiffer)
    }
    let rest = limit - entry.header - 30 - nameLength - extraLength
    guard rest >= entry.size else { throw failure(entry.name, .misplaced) }
    let variable = try read(at: entry.header + 30, nameLength + extraLength)
    var local = ArchiveSizes(size: size, stored: stored, header: 0)
    guard Array(entry.name.utf8) == Array(variable.prefix(nameLength)),
      local.widen(by: variable.dropFirst(nameLength))
    else { throw failure(entry.name, .headersDiffer) }
    let isSame = local.size == entry.size && local.stored == entry.size && checksum == Int(entry.checksum)
    let isLater = entry.hasDescriptor && local.size == 0 && local.stored == 0 && checksum == 0
    guard isSame || isLater else { throw failure(entry.name, .headersDiffer) }
    entry.start = entry.header + 30 + nameLength + extraLength
    entry.end = entry.start + entry.size
    if entry.hasDescriptor { entry.end += try descriptorLength(of: entry, room: rest - entry.size) }
  }

  /// The bytes of the descriptor behind the content: 16, or 24 with sizes of 8 bytes.
  private func descriptorLength(of entry: Entry, room: Int) throws(CheckpointError) -> Int {
    for width in [4, 8] where room >= 8 + 2 * width {
      var fields = LittleEndianReader(try read(at: entry.end, 8 + 2 * width)[...])
      guard fields.int(4) == 0x0807_4b50, fields.int(4) == Int(entry.checksum) else { continue }
      if fields.int(width) == entry.size, fields.int(width) == entry.size { return 8 + 2 * width }
    }
    throw failure(entry.name, .headersDiffer)
  }

  private func read(at offset: Int, _ count: Int) throws(CheckpointError) -> [UInt8] {
    do throws(StorageError) { return try file.bytes(at: offset, count: count) } catch {
      throw CheckpointError(file.path, .unreadable(error))
    }
  }

  private func failure(_ entry: String, _ flaw: ArchiveFlaw) -> CheckpointError {
    CheckpointError(file.path, .archive(entry: Sanitizer.clean(entry, limit: 256), flaw))
  }
}

/// Sizes and place of an entry, widened by the zip64 field where 32 bits are too few.
struct ArchiveSizes {
  var size: Int
  var stored: Int
  var header: Int

  /// Reads the zip64 field among the extra fields; false if they are broken or lack what is needed.
  mutating func widen(by extra: ArraySlice<UInt8>) -> Bool {
    let full = 0xffff_ffff
    var fields = LittleEndianReader(extra)
    // Fewer than four bytes at the end are padding that writers leave.
    while fields.remaining >= 4 {
      guard let id = fields.int(2), let length = fields.int(2), let content = fields.take(length) else {
        return false
      }
      guard id == 1 else { continue }
      var wide = LittleEndianReader(content)
      for field in [\ArchiveSizes.size, \.stored, \.header] where self[keyPath: field] == full {
        guard let value = wide.int(8) else { return false }
        self[keyPath: field] = value
      }
      return true
    }
    return size != full && stored != full && header != full
  }
}
