/// A safetensors file: named arrays and a few texts.
public struct SafetensorsFile: Equatable, Sendable {
  /// The arrays, as single-precision values whatever the file has.
  public var weights: WeightTable
  /// Texts about them (`__metadata__`).
  public var metadata: [String: String]

  /// A file's content.
  public init(weights: WeightTable, metadata: [String: String] = [:]) {
    self.weights = weights
    self.metadata = metadata
  }
}
