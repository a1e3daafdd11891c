import Networks

/// A decoder's channels in order of importance, so that a narrower stage is the beginning of a wider one.
///
/// A channel counts as much as the scale of its normalisation (of an enlargement: the length of its weights) times the length
/// of the weights that read it. The network computes what it computed, but for the order of sums.
struct ChannelOrder {
  private let stages: [DecoderStage]
  private var table: WeightTable

  /// The weights of a decoder whose channels are sorted.
  static func sorted(_ architecture: UNetArchitecture, _ weights: WeightTable) -> WeightTable {
    var order = ChannelOrder(stages: architecture.decoderStages, table: weights)
    for stage in order.stages.indices { order.sort(stage) }
    return order.table
  }

  private init(stages: [DecoderStage], table: WeightTable) {
    self.stages = stages
    self.table = table
  }

  private mutating func sort(_ stage: Int) {
    let rise = "decoder.transpconvs.\(stage)", convolutions = stages[stage].kernels.indices
    func name(_ index: Int) -> String { "decoder.stages.\(stage).convs.\(index)" }
    if let weights = table["\(rise).weight"], let reader = table["\(name(0)).conv.weight"] {
      // The first channels that the first convolution reads are the enlarged ones.
      let features = stages[stage].features
      let order = Self.order(weights.norms(along: 1), Array(reader.norms(along: 1).prefix(features)))
      take(order, along: 1, ["\(rise).weight"])
      take(order, along: 0, ["\(rise).bias"])
      take(order + (features..<reader.shape[1]), along: 1, ["\(name(0)).conv.weight"])
    }
    for index in convolutions {
      guard let scale = table["\(name(index)).norm.weight"] else { continue }
      let isLast = index + 1 == convolutions.upperBound
      let readers: [(name: String, axis: Int)] =
        isLast
        ? [("decoder.seg_layers.\(stage).weight", 1), ("decoder.transpconvs.\(stage + 1).weight", 0)]
        : [("\(name(index + 1)).conv.weight", 1)]
      var lengths = [Double](repeating: 0, count: scale.values.count)
      for reader in readers {
        let own = table[reader.name]?.norms(along: reader.axis) ?? []
        for (channel, length) in own.enumerated() { lengths[channel] += length }
      }
      let order = Self.order(scale.values.map { Double(abs($0)) }, lengths)
      take(
        order, along: 0,
        ["conv.weight", "conv.bias", "norm.weight", "norm.bias"].map { "\(name(index)).\($0)" })
      for reader in readers { take(order, along: reader.axis, [reader.name]) }
    }
  }

  private mutating func take(_ order: [Int], along axis: Int, _ names: [String]) {
    for name in names { table[name] = table[name]?.taking(order, along: axis) }
  }

  /// Places by falling product, equal ones in their order.
  private static func order(_ own: [Double], _ readers: [Double]) -> [Int] {
    let weights = zip(own, readers).map { $0 * $1 }
    return weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
  }
}
