import Storage

/// A model on disk: a folder `NAME.fabrica` with `model.json`, `blobs/` and `revisions/`.
public struct ModelBundle: Sendable {
  /// The folder.
  public let path: String
  /// What the model is made of, at the revision that was opened.
  public let manifest: ModelManifest
  /// The SHA-256 of the manifest's canonical JSON: what a report names the model by.
  public let contentHash: SHA256

  /// Opens the current revision of a model; reads the manifest and no weights.
  public static func open(_ path: String) throws(ModelError) -> ModelBundle {
    throw ModelError(path, .noModel)
  }

  /// Begins a new model that will appear at `path`.
  public static func create(at path: String) throws(ModelError) -> ModelDraft {
    try ModelDraft(at: path)
  }

  /// The weights `encoder.*` of a fold, their digest verified.
  public func encoderWeights(member: String, fold: Int) throws(ModelError) -> WeightTable {
    throw ModelError(path, .noMember(member))
  }

  /// The weights `decoder.*` of a fold, their digest verified; all deep-supervision heads are there.
  public func decoderWeights(member: String, decoder: String, fold: Int) throws(ModelError) -> WeightTable {
    throw ModelError(path, .noMember(member))
  }

  /// Adds a decoder as a new revision; `weights` holds its `decoder.*` arrays of every fold.
  ///
  /// `decoder.blobs` is filled in from the weights.
  public func append(
    _ decoder: ModelManifest.Decoder, toMember member: String, weights: [WeightTable], program: String
  ) throws(ModelError) -> ModelBundle {
    throw ModelError(path, .noMember(member))
  }

  /// The revisions on disk, oldest first.
  public func revisions() throws(ModelError) -> [ModelRevision] { [] }

  /// Makes an earlier or later revision the current one: roll-back, and its undoing.
  public func select(revision: Int) throws(ModelError) -> ModelBundle {
    throw ModelError(path, .noRevision(revision))
  }

  /// Reads every blob that a revision names and says what was found.
  public func verify() throws(ModelError) -> [BlobFact] { [] }
}
