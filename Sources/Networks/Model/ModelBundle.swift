import Glibc
import Storage

/// A model on disk: a folder `NAME.fabrica` with `model.json`, `blobs/` and `revisions/`.
///
/// Append-only: a step adds blobs and a revision, and nothing that exists is rewritten. `model.json` is a copy of the
/// revision that is in use, so roll-back is choosing an earlier one. Whoever writes holds the folder's lock.
public struct ModelBundle: Sendable {
  /// The folder.
  public let path: String
  /// What the model is made of, at the revision that was opened.
  public let manifest: ModelManifest
  /// The SHA-256 of the manifest's canonical JSON, which are the bytes of `model.json`: what reports name a model by.
  public let contentHash: SHA256

  init(path: String, manifest: ModelManifest) throws(ModelError) {
    self.path = path
    self.manifest = manifest
    contentHash = try manifest.contentHash(file: ModelFolder(path: path).manifest)
  }

  var folder: ModelFolder { ModelFolder(path: path) }

  /// Opens the current revision of a model; reads and checks the manifest twice over, and no weights.
  public static func open(_ path: String) throws(ModelError) -> ModelBundle {
    let trimmed = path.count > 1 && path.last == "/" ? String(path.dropLast()) : path
    let folder = ModelFolder(path: trimmed)
    var status = stat()
    guard stat(folder.manifest, &status) == 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw ModelError(trimmed, .noModel)
      case let code: throw ModelError(trimmed, .storage(StorageError(trimmed, .unreadable, code: code)))
      }
    }
    let manifest = try ModelManifest.read(file: folder.manifest)
    // Two copies of one thing: a damaged or edited manifest is told from the one that was written.
    guard try ModelManifest.read(file: folder.revision(manifest.revision)) == manifest else {
      throw ModelError(
        folder.manifest,
        .field("revision", .invalid(expected: "that of an equal revisions/\(manifest.revision).json")))
    }
    return try ModelBundle(path: trimmed, manifest: manifest)
  }

  /// Begins a new model that will appear at `path` when the draft is finished.
  public static func create(at path: String) throws(ModelError) -> ModelDraft {
    try ModelDraft(at: path)
  }

  /// The member of an id.
  public func member(_ id: String) throws(ModelError) -> ModelManifest.Member {
    guard let member = manifest.members.first(where: { $0.id == id }) else {
      throw ModelError(path, .noMember(Sanitizer.clean(id, limit: 256)))
    }
    return member
  }

  /// The weights `encoder.*` of a fold (counted from 0), read once and given out only if their digest is right.
  public func encoderWeights(member: String, fold: Int) throws(ModelError) -> WeightTable {
    try weights(try self.member(member).encoders, fold: fold, as: .encoder)
  }

  /// The weights `decoder.*` of a fold, as `encoderWeights`; the heads of deep supervision are there too, finest last.
  public func decoderWeights(member: String, decoder: String, fold: Int) throws(ModelError) -> WeightTable {
    let decoders = try self.member(member).decoders
    guard let decoder = decoders.first(where: { $0.id == decoder }) else {
      throw ModelError(path, .noDecoder(Sanitizer.clean(decoder, limit: 256)))
    }
    return try weights(decoder.blobs, fold: fold, as: .decoder)
  }

  private func weights(
    _ blobs: [String], fold: Int, as part: BlobFolder.Part
  ) throws(ModelError) -> WeightTable {
    guard blobs.indices.contains(fold), let hash = SHA256(blobs[fold]) else {
      throw ModelError(path, .noFold(fold))
    }
    return try folder.blobs.read(hash, as: part)
  }
}
