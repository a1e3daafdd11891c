import Networks

extension FisherPenalty {
  private static let format = "fisher-1"

  /// Writes anchor and information as arrays in nnU-Net's names to a safetensors file.
  /// - Parameter network: one of the form that the penalty holds.
  /// - Throws: `SafetensorsError`.
  public func write(to path: String, of network: TrainingNetwork) throws {
    var all = WeightTable()
    all.graft(network.table(of: anchor), as: "anchor")
    all.graft(network.table(of: information), as: "information")
    try SafetensorsFile(weights: all, metadata: ["format": Self.format, "strength": "\(strength)"])
      .write(to: path)
  }

  /// Reads what was written for a network of the same form.
  /// - Throws: `SafetensorsError`, `NetworkError`, or `TrainingError.otherRun` for another kind of file.
  public init(_ path: String, of network: TrainingNetwork) throws {
    let file = try SafetensorsFile.read(path: path)
    guard file.metadata["format"] == Self.format,
      let strength = file.metadata["strength"].flatMap(Double.init)
    else { throw TrainingError.otherRun(file: path, field: "format") }
    func part(_ prefix: String) throws -> NetworkParameters {
      try TrainingNetwork(network.architecture, weights: file.weights.branch(prefix)).parameters
    }
    self.init(
      anchor: try part("anchor"), information: try part("information"), strength: strength)
  }
}
