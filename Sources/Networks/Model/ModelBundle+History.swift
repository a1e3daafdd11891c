import Glibc
import Storage

/// What was and what becomes of a model.
extension ModelBundle {
  /// Adds a decoder behind the others of a member as a new revision, and returns the model at that revision.
  ///
  /// `weights` holds the decoder's arrays `decoder.*` of every fold; `decoder.blobs` is filled in from them. On any
  /// failure the model is what it was. A model that changed since it was opened is not changed.
  public func append(
    _ decoder: ModelManifest.Decoder, toMember member: String, weights: [WeightTable], program: String
  ) throws(ModelError) -> ModelBundle {
    _ = try self.member(member)
    return try grown(decoder, weights: weights, program: program) { manifest, decoder in
      for index in manifest.members.indices where manifest.members[index].id == member {
        manifest.members[index].decoders.append(decoder)
      }
    }
  }

  /// Puts another decoder in the place of the one of its id as a new revision, and returns the model at that revision; the
  /// earlier one keeps the old weights for a roll-back.
  ///
  /// One whose logits other decoders read cannot be replaced: their answers would change. Certificates of other decoders
  /// about the replaced one end with it. `decoder.blobs` is filled in from `weights`. On any
  /// failure the model is what it was.
  public func replace(
    _ decoder: ModelManifest.Decoder, ofMember member: String, weights: [WeightTable], program: String
  ) throws(ModelError) -> ModelBundle {
    try checkReplaceable(decoder.id, ofMember: member)
    return try grown(decoder, weights: weights, program: program) { manifest, decoder in
      for index in manifest.members.indices where manifest.members[index].id == member {
        manifest.members[index].decoders = manifest.members[index].decoders.map { old in
          guard old.id != decoder.id else { return decoder }
          var other = old
          other.certificates.removeAll { $0.decoder == decoder.id }
          return other
        }
      }
    }
  }

  /// Refuses a decoder that is not there or that others read.
  /// - Throws: `ModelError`.
  public func checkReplaceable(_ decoder: String, ofMember member: String) throws(ModelError) {
    let decoders = try self.member(member).decoders
    guard decoders.contains(where: { $0.id == decoder }) else {
      throw ModelError(path, .noDecoder(Sanitizer.clean(decoder, limit: 256)))
    }
    let readers = decoders.filter { $0.supports.contains(decoder) }.map(\.id)
    guard readers.isEmpty else { throw ModelError(path, .supports(decoder: decoder, readers: readers)) }
  }

  /// Makes the next revision: `place` puts the decoder, its blobs filled in, into the manifest.
  private func grown(
    _ decoder: ModelManifest.Decoder, weights: [WeightTable], program: String,
    _ place: (inout ModelManifest, ModelManifest.Decoder) -> Void
  ) throws(ModelError) -> ModelBundle {
    try locked { () throws(ModelError) in
      let blobs = folder.blobs
      var decoder = decoder
      decoder.blobs = []
      for table in weights { decoder.blobs.append(try blobs.hash(of: table, as: .decoder).description) }
      var next = manifest
      next.program = program
      next.parent = contentHash.description
      next.revision = max(manifest.revision, folder.revisionNumbers().last ?? 0) + 1
      place(&next, decoder)
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
    var result: [ModelRevision] = [], known: [String: ModelManifest] = [:]
    for number in folder.revisionNumbers() {
      let manifest = try revision(number)
      let hash = try manifest.contentHash(file: folder.revision(number))
      known[hash.description] = manifest
      result.append(
        ModelRevision(
          manifest, hash: hash, parent: manifest.parent.flatMap { known[$0] }, isCurrent: hash == contentHash)
      )
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

  func revision(_ number: Int) throws(ModelError) -> ModelManifest {
    let file = folder.revision(number)
    let manifest = try ModelManifest.read(file: file)
    guard manifest.revision == number else {
      throw ModelError(file, .field("revision", .invalid(expected: "\(number), the file's name")))
    }
    return manifest
  }

  /// Runs `body` while no other program changes the model, if it is still the one that was opened.
  private func locked(_ body: () throws(ModelError) -> ModelBundle) throws(ModelError) -> ModelBundle {
    let lock = try ModelError.wrap(path) { () throws(StorageError) in try FolderLock(path) }
    defer { withExtendedLifetime(lock) {} }
    guard try ModelBundle.open(path).contentHash == contentHash else { throw ModelError(path, .changed) }
    return try body()
  }
}
