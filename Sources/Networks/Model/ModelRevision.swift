import Storage

/// One state of a model in its history.
public struct ModelRevision: Hashable, Sendable {
  /// Its number, from 1.
  public let number: Int
  /// The digest of its manifest.
  public let contentHash: SHA256
  /// The digest of the manifest it grew from.
  public let parent: SHA256?
  /// Whether it is the one that `model.json` holds.
  public let isCurrent: Bool
  /// Ids of decoders that the one it grew from has not; all in a first revision.
  public let added: [String]
  /// Ids of decoders that have other weights than in the one it grew from.
  public let replaced: [String]

  init(_ manifest: ModelManifest, hash: SHA256, parent: ModelManifest?, isCurrent: Bool) {
    number = manifest.revision
    contentHash = hash
    self.parent = manifest.parent.flatMap { SHA256($0) }
    self.isCurrent = isCurrent
    func weights(_ manifest: ModelManifest?) -> [(id: String, place: String, blobs: [String])] {
      (manifest?.members ?? []).flatMap { member in
        member.decoders.map { ($0.id, member.name(of: $0), $0.blobs) }
      }
    }
    let before = weights(parent)
    func earlier(_ place: String) -> [String]? { before.first { $0.place == place }?.blobs }
    let now = weights(manifest)
    added = now.filter { earlier($0.place) == nil }.map(\.id)
    replaced = now.filter { earlier($0.place) ?? $0.blobs != $0.blobs }.map(\.id)
  }
}
