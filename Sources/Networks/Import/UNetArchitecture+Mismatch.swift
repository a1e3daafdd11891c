extension UNetArchitecture {
  /// The first array that a table lacks, has beside those of this network, or has with other extents; nil when it fits.
  func mismatch(_ weights: WeightTable) -> ImportError.Problem? {
    var expected: Set<String> = []
    for shape in weightShapes {
      expected.insert(shape.name)
      guard let tensor = weights[shape.name] else {
        return .missingTensor(name: shape.name, expected: shape.shape)
      }
      guard tensor.shape == shape.shape else {
        return .shape(name: shape.name, found: tensor.shape, expected: shape.shape)
      }
    }
    guard let extra = weights.names.first(where: { !expected.contains($0) }) else { return nil }
    return .extraTensor(name: extra, found: weights[extra]?.shape ?? [])
  }
}
