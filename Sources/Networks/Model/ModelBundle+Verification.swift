import Storage

/// Whether a model is what it was when it was written.
extension ModelBundle {
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
}

extension ModelManifest {
  /// Every blob that the manifest names, with what it is used for.
  var blobRoles: [(SHA256, BlobFact.Role)] {
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
