import Foundation
import Networks

extension TrainingNetwork {
  /// What the rows of a head begin with that are new.
  public enum NewRows: Hashable, Sendable {
    /// What a new network begins with, by its seed and the shares of the classes, of which those known are not asked.
    case initial(seed: UInt64, shares: [Double]? = nil)
    /// The background's, whose probability they share: what the network says of the old classes stays the same
    /// (Cermelli et al. 2020, arXiv 2002.00718, section 3.4).
    case background
  }

  /// The same network with heads of more classes, of which the first are its own.
  /// - Throws: `NetworkError` for an architecture that cannot be.
  public func grown(to classes: Int, rows: NewRows) throws(NetworkError) -> TrainingNetwork {
    var wider = architecture
    wider.classes = max(classes, architecture.classes)
    var table = weights
    for (head, own) in zip(heads, parameters.heads) {
      let name = "decoder.seg_layers.\(head.stage)"
      let features = head.operation.sourceChannels
      let grown: LayerParameters
      switch rows {
      case .background:
        grown = own.sharingBackground(with: wider.classes - architecture.classes)
      case .initial(let seed, let shares):
        let shape = WeightShape("\(name).weight", [wider.classes, features, 1, 1, 1])
        let fresh = InitialWeights(seed: seed).tensor(shape, slope: architecture.slope)
        var values = own.padded(toRows: wider.classes)
        values.weights.replaceSubrange(own.weights.count..., with: fresh.values[own.weights.count...])
        if let shares {
          for row in own.bias.count..<wider.classes { values.bias[row] = Float(log(shares[row])) }
        }
        grown = values
      }
      table["\(name).weight"] = WeightTensor(
        shape: [wider.classes, features, 1, 1, 1], values: grown.weights)
      table["\(name).bias"] = WeightTensor(shape: [wider.classes], values: grown.bias)
    }
    var result = try TrainingNetwork(wider, weights: table)
    result.learnsEncoder = learnsEncoder
    return result
  }
}

extension LayerParameters {
  /// A head of so many rows, of which the new ones are zeros.
  func padded(toRows rows: Int) -> LayerParameters {
    let more = max(0, rows - bias.count), features = bias.isEmpty ? 0 : weights.count / bias.count
    return LayerParameters(
      weights: weights + [Float](repeating: 0, count: more * features),
      bias: bias + [Float](repeating: 0, count: more), gamma: gamma, beta: beta)
  }

  /// A head of `count` more rows that share the background's probability with it, each the same part.
  func sharingBackground(with count: Int) -> LayerParameters {
    guard let background = bias.first, count > 0 else { return self }
    let features = weights.count / bias.count, row = weights[..<features]
    let shared = Float(Double(background) - log(Double(count + 1)))
    var result = self
    result.bias[0] = shared
    for _ in 0..<count {
      result.weights += row
      result.bias.append(shared)
    }
    return result
  }
}

extension NetworkParameters {
  /// Parameters of a network whose heads have so many classes; what is new is zero.
  func padded(toClasses classes: Int) -> NetworkParameters {
    var result = self
    result.heads = heads.map { $0.padded(toRows: classes) }
    return result
  }
}
