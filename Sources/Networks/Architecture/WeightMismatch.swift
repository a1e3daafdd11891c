import Storage

/// How a table of weights differs from what an architecture needs.
public enum WeightMismatch: Hashable, Sendable, CustomStringConvertible {
  /// An array of the network is missing.
  case missing(name: String, expected: [Int])
  /// An array that the network does not have.
  case extra(name: String, found: [Int])
  /// An array has other extents than the network's.
  case shape(name: String, found: [Int], expected: [Int])

  /// One sentence, the tensor named.
  public var description: String {
    switch self {
    case .missing(let name, let expected):
      "tensor \(name) is missing; the plans need it with shape \(expected)"
    case .extra(let name, let found):
      "tensor \(Sanitizer.clean(name, limit: 200)) of shape \(found) is not in the network that the plans describe"
    case .shape(let name, let found, let expected):
      "tensor \(name) has shape \(found), the plans need \(expected)"
    }
  }
}

extension UNetArchitecture {
  /// The first array that a table lacks, has beside those of this network, or has with other extents; nil when it fits.
  public func mismatch(_ weights: WeightTable) -> WeightMismatch? {
    var expected: Set<String> = []
    for shape in weightShapes {
      expected.insert(shape.name)
      guard let tensor = weights[shape.name] else {
        return .missing(name: shape.name, expected: shape.shape)
      }
      guard tensor.shape == shape.shape else {
        return .shape(name: shape.name, found: tensor.shape, expected: shape.shape)
      }
    }
    guard let extra = weights.names.first(where: { !expected.contains($0) }) else { return nil }
    return .extra(name: extra, found: weights[extra]?.shape ?? [])
  }
}
