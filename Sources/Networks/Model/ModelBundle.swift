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

  private init(path: String, manifest: ModelManifest) throws(ModelError) {
    self.path = path
    self.manifest = manifest
    contentHash = try manifest.contentHash(file: ModelFolder(path: path).manifest)
  }

  private var folder: ModelFolder { ModelFolder(path: path) }

  /// Opens the current revision of a model; reads and checks the manifest, and no weights.
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
    return try ModelBundle(path: trimmed, manifest: try ModelManifest.read(file: folder.manifest))
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

/// History.
extension ModelBundle {
  /// Adds a decoder behind the others of a member as a new revision, and returns the model at that revision.
  ///
  /// `weights` holds the decoder's arrays `decoder.*` of every fold; `decoder.blobs` is filled in from them. On any
  /// failure the model is what it was. A model that changed since it was opened is not changed.
  public func append(
    _ decoder: ModelManifest.Decoder, toMember member: String, weights: [WeightTable], program: String
  ) throws(ModelError) -> ModelBundle {
    _ = try self.member(member)
    return try locked { () throws(ModelError) in
      let blobs = folder.blobs
      var decoder = decoder
      decoder.blobs = []
      for table in weights { decoder.blobs.append(try blobs.hash(of: table, as: .decoder).description) }
      var next = manifest
      next.program = program
      next.parent = contentHash.description
      next.revision = max(manifest.revision, folder.revisionNumbers().last ?? 0) + 1
      for index in next.members.indices where next.members[index].id == member {
        next.members[index].decoders.append(decoder)
      }
      do throws(ModelManifest.Flaw) { try next.validate() } catch {
        throw ModelError(folder.manifest, .field(error.field, error.flaw))
      }
      var new: [SHA256] = []
      do throws(ModelError) {
        for table in weights {
          let (hash, isNew) = try blobs.write(table, as: .decoder)
          if isNew { new.append(hash) }
        }
        try folder.write(next)
      } catch {
        // Unless the revision stands, which then names them.
        if !folder.revisionNumbers().contains(next.revision) { for hash in new { unlink(blobs.file(hash)) } }
        throw error
      }
      return try ModelBundle(path: path, manifest: next)
    }
  }

  /// The revisions on disk, oldest first.
  public func revisions() throws(ModelError) -> [ModelRevision] {
    var result: [ModelRevision] = []
    for number in folder.revisionNumbers() {
      let manifest = try revision(number)
      let hash = try manifest.contentHash(file: folder.revision(number))
      result.append(
        ModelRevision(
          number: number, contentHash: hash, parent: manifest.parent.flatMap { SHA256($0) },
          isCurrent: hash == contentHash))
    }
    return result
  }

  /// Makes another revision the current one: roll-back to an earlier one, or back again. Nothing is lost by it.
  ///
  /// The revision's blobs must be there; their content is verified when they are loaded.
  public func select(revision number: Int) throws(ModelError) -> ModelBundle {
    guard folder.revisionNumbers().contains(number) else { throw ModelError(path, .noRevision(number)) }
    let chosen = try revision(number)
    for (hash, _) in chosen.blobRoles where !folder.blobs.hasFile(hash) {
      throw ModelError(folder.blobs.file(hash), .missingBlob)
    }
    return try locked { () throws(ModelError) in
      try folder.select(chosen)
      return try ModelBundle(path: path, manifest: chosen)
    }
  }

  private func revision(_ number: Int) throws(ModelError) -> ModelManifest {
    let file = folder.revision(number)
    let manifest = try ModelManifest.read(file: file)
    guard manifest.revision == number else {
      throw ModelError(file, .field("revision", .invalid(expected: "\(number), the file's name")))
    }
    return manifest
  }

  /// Reads every blob of every revision and checks that the revisions grew from one another; costs reading the model.
  ///
  /// A blob's flaw is a fact among others. A history that does not hold is thrown: a revision that cannot be read,
  /// whose parent is none of the revisions before it, or a current manifest that is no revision.
  public func verify() throws(ModelError) -> [BlobFact] {
    var known: Set<SHA256> = []
    var roles: [SHA256: [BlobFact.Role]] = [:]
    for entry in try revisions() {
      let manifest = try revision(entry.number)
      if let parent = entry.parent, !known.contains(parent) {
        throw ModelError(
          folder.revision(entry.number),
          .field("parent", .invalid(expected: "the digest of an earlier revision")))
      }
      known.insert(entry.contentHash)
      for (hash, role) in manifest.blobRoles where !roles[hash, default: []].contains(role) {
        roles[hash, default: []].append(role)
      }
    }
    guard known.contains(contentHash) else {
      throw ModelError(folder.manifest, .field("revision", .invalid(expected: "one of those in revisions/")))
    }
    for hash in folder.blobHashes() where roles[hash] == nil { roles[hash] = [] }
    return roles.sorted { $0.key.description < $1.key.description }.map { hash, roles in
      BlobFact(
        hash: hash, roles: roles, bytes: folder.blobs.size(of: hash), state: state(of: hash, roles.first))
    }
  }

  private func state(of hash: SHA256, _ role: BlobFact.Role?) -> BlobFact.State {
    guard let role else { return .unused }
    do throws(ModelError) {
      return .sound(parameters: try folder.blobs.read(hash, as: role.part).parameterCount)
    } catch { return .flawed(error) }
  }

  /// Runs `body` while no other program changes the model, if it is still the one that was opened.
  private func locked(_ body: () throws(ModelError) -> ModelBundle) throws(ModelError) -> ModelBundle {
    let lock = try ModelError.wrap(path) { () throws(StorageError) in try FolderLock(path) }
    defer { withExtendedLifetime(lock) {} }
    guard try ModelBundle.open(path).contentHash == contentHash else { throw ModelError(path, .changed) }
    return try body()
  }
}

extension ModelManifest {
  /// Every blob that the manifest names, with what it is used for.
  fileprivate var blobRoles: [(SHA256, BlobFact.Role)] {
    members.flatMap { member in
      let encoders = member.encoders.enumerated().map { fold, text in
        (text, BlobFact.Role.encoder(member: member.id, fold: fold))
      }
      let decoders = member.decoders.flatMap { decoder in
        decoder.blobs.enumerated().map { fold, text in
          (text, BlobFact.Role.decoder(member: member.id, decoder: decoder.id, fold: fold))
        }
      }
      return (encoders + decoders).compactMap { text, role in SHA256(text).map { ($0, role) } }
    }
  }
}

extension BlobFact.Role {
  fileprivate var part: BlobFolder.Part {
    switch self {
    case .encoder: .encoder
    case .decoder: .decoder
    }
  }
}
