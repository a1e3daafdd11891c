import Anatomy

/// Reads label maps: one file with many labels, or a folder with one file per organ.
///
/// Ids may be stored in any integer or floating type as long as they are whole numbers from 0 to 65535; in memory
/// they are uint8 when all are below 256, else uint16. Names come from, in this order: the file given; the header
/// extension that TotalSegmentator writes; a file beside the label map (`<base>.ctbl`, `<base>_itksnap.txt`,
/// `<base>.label`, `<base>.json`, `dataset.json` in the same folder or the one above); else "label 5".
public enum LabelMapReader {
  /// A label map with the facts of how it was read.
  public struct Reading: Sendable {
    /// The label map.
    public let map: LabelMap
    /// What the (first) file says about itself.
    public let source: ScanSource
    /// The cleaned path of the file that the names are from; nil when no file names the ids.
    public let namesFrom: String?
    /// What is odd, one sentence each.
    public let warnings: [String]
  }

  /// Reads a label map.
  ///
  /// `names` is a file of names in any known format; a folder's organs are named by their files. Throws
  /// `ImagingError`: as `VolumeLoader`, `.invalid` for values that are no ids or a names file that cannot be
  /// understood, `.gridMismatch` for files of a folder on different grids.
  public static func read(path: String, names: String? = nil) throws -> LabelMap {
    try open(path: path, names: names).map
  }

  /// Reads a label map and keeps what was learned on the way. Throws as `read` does.
  ///
  /// `isCancelled` is asked after every MiB; true makes this throw `CancellationError`.
  public static func open(
    path: String, names: String? = nil, isCancelled: () -> Bool = { false }
  ) throws -> Reading {
    if LabelFolder.isFolder(path) {
      return try LabelFolder(path: path).read(names: names, isCancelled: isCancelled)
    }
    let file = try VoxelFile(path: path)
    var buffer = try LabelBuffer(count: file.header.shape.count, file: file.name)
    try forEachPiece(of: file, isCancelled: isCancelled) { ids, offset, most in
      try buffer.store(ids, at: offset, most: most)
    }
    var warnings = file.source.warnings + (try file.finish())
    let found = try LabelNamesSearch(path: path, extensions: file.extensions).run(
      explicit: names, warnings: &warnings)
    let table = LabelTable.build(found.names, present: buffer.presentIDs)
    let volume = Volume(storedGeometry: file.geometry, voxels: buffer.voxels)
    return Reading(
      map: LabelMap(volume: volume, table: table), source: file.source, namesFrom: found.file,
      warnings: warnings)
  }

  /// Decodes a file's ids piece by piece: `body` gets ids, the offset of the first, and the largest.
  static func forEachPiece(
    of file: VoxelFile, isCancelled: () -> Bool,
    body: (UnsafeBufferPointer<UInt16>, _ offset: Int, _ most: Int) throws -> Void
  ) throws {
    let header = file.header
    let total = header.shape.count
    let piece = RawPiece(valueSize: header.datatype.size)
    let ids = UnsafeMutablePointer<UInt16>.allocate(capacity: piece.capacity)
    defer { ids.deallocate() }
    var decoder = LabelDecoder(header, file: file.name)
    var done = 0
    while done < total {
      if isCancelled() { throw CancellationError() }
      let count = min(piece.capacity, total - done)
      try file.read(
        into: piece.base, count: count * header.datatype.size, after: done * header.datatype.size)
      let chunk = StoredChunk(piece.base, count: count, datatype: header.datatype, order: header.order)
      let most = try decoder.decode(chunk, into: ids)
      try body(UnsafeBufferPointer(start: ids, count: count), done, most)
      done += count
    }
  }
}
