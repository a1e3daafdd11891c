import FoundationEssentials
import Glibc
import Storage

/// A model that is being made: a hidden folder beside the place where it will appear whole.
///
/// What was not finished is removed when this goes away, and what a killed program left is removed by the next draft
/// of the same name.
public final class ModelDraft {
  /// Where the model will appear.
  public let path: String

  private let folder: ModelFolder
  private let parent: String
  private let lock: FolderLock
  private var added: Set<String> = []
  private var isFinished = false

  /// Makes the hidden folder; `path` must be free and its folder there.
  init(at path: String) throws(ModelError) {
    let trimmed = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
    self.path = trimmed
    let parts = trimmed.split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.last ?? ""
    guard !name.isEmpty, name != ".", name != ".." else {
      throw ModelError(path, .storage(StorageError(path, .unwritable, reason: "names no model")))
    }
    parent =
      parts.count == 1
      ? "." : parts.count == 2 && trimmed.first == "/" ? "/" : parts.dropLast().joined(separator: "/")
    var status = stat()
    guard lstat(trimmed, &status) != 0 else { throw ModelError(trimmed, .exists) }
    // Short enough for a name of 255 bytes; of a longer one the kernel says so when the draft is finished.
    let stem = ".\(name.utf8.count <= 200 ? String(name) : String(name.prefix(40)))."
    Self.removeAbandoned(in: parent, stem: stem)
    let temporary = "\(parent)/\(stem)\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp"
    let folder = ModelFolder(path: temporary)
    lock = try ModelError.wrap(trimmed) { () throws(StorageError) in
      guard mkdir(temporary, 0o777) == 0 else { throw StorageError(path, .unwritable, code: errno) }
      do throws(StorageError) {
        let lock = try FolderLock(temporary)
        for part in [folder.blobs.path, folder.revisions] where mkdir(part, 0o777) != 0 {
          throw StorageError(path, .unwritable, code: errno)
        }
        return lock
      } catch {
        try? FileManager.default.removeItem(atPath: temporary)
        throw error
      }
    }
    self.folder = folder
  }

  deinit {
    if !isFinished { try? FileManager.default.removeItem(atPath: folder.path) }
  }

  /// Writes the arrays of an encoder, whose names begin with `encoder.`, as a blob; returns its SHA-256.
  ///
  /// The manifest names the blob by it. Equal arrays give one blob. The arrays must be finite.
  public func addEncoder(_ weights: WeightTable) throws(ModelError) -> String { try add(weights, .encoder) }

  /// Writes the arrays of a decoder, whose names begin with `decoder.`, all heads among them; returns its SHA-256.
  public func addDecoder(_ weights: WeightTable) throws(ModelError) -> String { try add(weights, .decoder) }

  private func add(_ weights: WeightTable, _ part: BlobFolder.Part) throws(ModelError) -> String {
    let hash = try place { () throws(ModelError) in try folder.blobs.write(weights, as: part).hash }
    added.insert(hash.description)
    return hash.description
  }

  /// Checks and writes the manifest as revision 1 and gives the model its name; once.
  ///
  /// Every blob that the manifest names must have been added, and every added blob be named.
  public func finish(_ manifest: ModelManifest) throws(ModelError) -> ModelBundle {
    var manifest = manifest
    manifest.formatVersion = ModelManifest.currentFormat
    manifest.revision = 1
    manifest.parent = nil
    do throws(ModelManifest.Flaw) {
      try manifest.validate()
      try checkBlobs(of: manifest)
    } catch { throw ModelError(path + "/model.json", .field(error.field, error.flaw)) }
    try place { () throws(ModelError) in
      try folder.write(manifest)
      try ModelError.wrap(path) { () throws(StorageError) in
        for part in [folder.blobs.path, folder.revisions, folder.path] { try ModelFolder.force(part) }
        var status = stat()
        // A folder takes the name of an empty folder without a word, so it is asked for once more.
        guard lstat(path, &status) != 0 else {
          throw StorageError(path, .unwritable, reason: "exists already")
        }
        guard rename(folder.path, path) == 0 else { throw StorageError(path, .unwritable, code: errno) }
        isFinished = true
        try ModelFolder.force(parent)
      }
    }
    return try ModelBundle.open(path)
  }

  private func checkBlobs(of manifest: ModelManifest) throws(ModelManifest.Flaw) {
    var named: Set<String> = []
    for (index, member) in manifest.members.enumerated() {
      named.formUnion(member.encoders)
      named.formUnion(member.decoders.flatMap(\.blobs))
      guard named.isSubset(of: added) else {
        throw ModelManifest.Flaw("members[\(index)]", "made of blobs that were added to the draft")
      }
    }
    guard named == added else { throw ModelManifest.Flaw("members", "made of all blobs that were added") }
  }

  /// Errors name the model, not the hidden folder, which will be gone when they are read.
  private func place<Result>(_ body: () throws(ModelError) -> Result) throws(ModelError) -> Result {
    do throws(ModelError) { return try body() } catch {
      guard case .storage(let cause) = error.problem else { throw ModelError(path, error.problem) }
      throw ModelError(path, .storage(cause.renamed(path)))
    }
  }

  /// Removes drafts that nobody holds any more.
  private static func removeAbandoned(in parent: String, stem: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    where name.hasPrefix(stem) && name.hasSuffix(".tmp") {
      let path = "\(parent)/\(name)"
      if let lock = FolderLock(ifFree: path) {
        withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: path) }
      }
    }
  }
}
