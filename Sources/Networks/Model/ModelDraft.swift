import Storage

/// A model that is being made: a hidden folder beside the place where it will appear whole.
///
/// What was not finished is removed when this goes away.
public final class ModelDraft {
  /// Where the model will appear.
  public let path: String

  init(at path: String) throws(ModelError) {
    self.path = path
  }

  /// Writes arrays as a blob and returns its SHA-256, which the manifest names it by.
  ///
  /// Names begin with `encoder.` in an encoder's blob and with `decoder.` in a decoder's. Equal arrays give one blob.
  public func add(_ weights: WeightTable) throws(ModelError) -> String {
    throw ModelError(path, .noModel)
  }

  /// Writes the manifest and gives the model its name.
  public func finish(_ manifest: ModelManifest) throws(ModelError) -> ModelBundle {
    throw ModelError(path, .noModel)
  }
}
