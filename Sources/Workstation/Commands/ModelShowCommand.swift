import Networks

/// Makes `ModelReport`s.
public enum ModelShowCommand {
  /// What a model is made of; no weights are read.
  /// - Throws: `ModelError`.
  public static func report(_ path: String) throws -> ModelReport {
    try ModelReport(ModelBundle.open(path))
  }
}
