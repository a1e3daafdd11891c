import Networks
import Tensors

/// Every student of a space in one network: the branches of a slot run side by side and are summed by their shares.
///
/// Shares multiply scale and shift of each branch's last normalisation, which multiplies the branch itself, for a leaky ReLU
/// keeps factors above zero; widths multiply channels in the same way (and those of the enlargement), so that no operator
/// exists for the search alone. A slot that may be empty keeps a shortcut beside its branches.
/// Cost of a step: about as many times the teacher's as a slot has operators, in time and memory.
struct SearchNetwork {
  /// The last convolution of an operator, or an earlier one of it, or an enlargement.
  private struct Part {
    /// The step of the decoder's walk.
    let step: Int
    let stage: Int
    /// The slot and choice whose share it carries; nil where the width alone does.
    let share: (slot: Int, choice: Int)?
  }

  let space: TrimmingSpace
  /// Its parameters are without shares.
  var network: TrainingNetwork
  private let parts: [Part]

  /// The network around a teacher.
  /// - Parameters:
  ///   - weights: the teacher's, channels in order of importance (`ChannelOrder`); its operators begin with them.
  ///   - seed: of the weights of all other operators.
  init(
    _ teacher: UNetArchitecture, weights: WeightTable, space: TrimmingSpace, seed: UInt64
  ) throws(NetworkError) {
    self.space = space
    let (walk, parts) = try NetworkError.adopting { () throws(TensorError) in
      try Self.walk(teacher, space)
    }
    self.parts = parts
    let fresh = InitialWeights(seed: seed)
    var table = weights
    for part in parts {
      let step = walk.steps[part.step], slots = space.stages[part.stage].slots
      guard let name = step.name, case .convolution = step.operation else { continue }
      let teachers = part.share.flatMap { share in
        slots[share.slot][share.choice] == space.stages[part.stage].own
          ? "decoder.stages.\(part.stage).convs.\(share.slot)" : nil
      }
      for array in step.arrays.map(\.shape) {
        table[array.name] =
          teachers.map { weights[$0 + array.name.dropFirst(name.count)] }
          ?? fresh.tensor(array, slope: teacher.slope)
      }
    }
    network = try TrainingNetwork(teacher, weights: table, decoder: walk)
    network.learnsEncoder = false
  }

  private static func walk(
    _ teacher: UNetArchitecture, _ space: TrimmingSpace
  ) throws(TensorError) -> (NetworkWalk, [Part]) {
    var walk = NetworkWalk(inputs: teacher.stages.count), parts: [Part] = []
    var last = teacher.stages.count - 1
    for (number, stage) in teacher.decoderStages.enumerated() {
      let rise = try TransposedConvolution(stage.below, stage.features, stride: stage.stride)
      parts.append(Part(step: walk.steps.count, stage: number, share: nil))
      last = walk.add(
        "decoder.transpconvs.\(number)", .transposed(rise, biased: teacher.convolutionBias), last)
      for (j, slot) in space.stages[number].slots.enumerated() {
        var sum = j == 0 ? nil : last
        for (k, choice) in slot.enumerated() {
          guard let choice else { continue }
          var value = last
          for (place, kernel) in choice.kernels.enumerated() {
            let reads = j == 0 && place == 0 ? [stage.features, stage.skip] : [stage.features]
            let operation = NetworkWalk.Operation.convolution(
              try Convolution(reads, stage.features, kernel: kernel),
              try InstanceNorm(stage.features, epsilon: teacher.epsilon, slope: teacher.slope))
            let name = "decoder.stages.\(number).slots.\(j).\(choice.rawValue).\(place)"
            let isLast = place == choice.kernels.count - 1
            parts.append(Part(step: walk.steps.count, stage: number, share: isLast ? (j, k) : nil))
            value =
              reads.count == 2
              ? walk.add(name, operation, value, teacher.stages.count - 2 - number)
              : walk.add(name, operation, value)
          }
          sum = sum.map { walk.add(nil, .sum(ResidualAdd(slope: 1)), $0, value) } ?? value
        }
        last = sum ?? last
      }
    }
    walk.keep(last)
    return (walk, parts)
  }

  /// How much of each channel of a stage is there.
  private func mask(_ stage: Int, _ shares: SearchChoices) -> [Float] {
    let widths = space.stages[stage].widths
    return (0..<(widths.last ?? 0)).map { channel in
      Float(zip(widths, shares.widths[stage]).reduce(0) { $0 + (channel < $1.0 ? $1.1 : 0) })
    }
  }

  /// The network with the shares in its parameters.
  func folded(_ shares: SearchChoices) -> TrainingNetwork {
    var result = network
    for part in parts {
      guard var layer = result.parameters.decoder[part.step] else { continue }
      let mask = mask(part.stage, shares)
      if layer.gamma.isEmpty {
        layer.scaleTargets(by: mask, taps: network.taps(part.step))
      } else {
        let share = part.share.map { Float(shares.operators[part.stage][$0.slot][$0.choice]) } ?? 1
        for c in mask.indices {
          layer.gamma[c] *= share * mask[c]
          layer.beta[c] *= share * mask[c]
        }
      }
      result.parameters.decoder[part.step] = layer
    }
    return result
  }

  /// Turns the gradients of folded parameters into those of its own, and returns those of the shares.
  func unfold(_ gradients: inout NetworkParameters, _ shares: SearchChoices) -> SearchChoices {
    var result = shares.zeroed
    for part in parts {
      guard let own = network.parameters.decoder[part.step], var layer = gradients.decoder[part.step] else {
        continue
      }
      let mask = mask(part.stage, shares)
      var ofMask = [Double](repeating: 0, count: mask.count)
      if layer.gamma.isEmpty {
        let taps = network.taps(part.step)
        ofMask = layer.products(with: own, taps: taps, targets: mask.count)
        layer.scaleTargets(by: mask, taps: taps)
      } else {
        let share = part.share.map { shares.operators[part.stage][$0.slot][$0.choice] } ?? 1
        var ofShare = 0.0
        for c in mask.indices {
          let product =
            Double(layer.gamma[c]) * Double(own.gamma[c]) + Double(layer.beta[c]) * Double(own.beta[c])
          ofShare += Double(mask[c]) * product
          ofMask[c] = share * product
          layer.gamma[c] *= Float(share) * mask[c]
          layer.beta[c] *= Float(share) * mask[c]
        }
        if let place = part.share { result.operators[part.stage][place.slot][place.choice] += ofShare }
      }
      for (w, width) in space.stages[part.stage].widths.enumerated() {
        result.widths[part.stage][w] += ofMask[..<width].reduce(0, +)
      }
      gradients.decoder[part.step] = layer
    }
    return result
  }
}

extension TrainingNetwork {
  /// Values of a transposed convolution's weights for each pair of channels.
  fileprivate func taps(_ step: Int) -> Int {
    if case .transposed(let operation, _) = decoderWalk.steps[step].operation {
      return operation.stride.product
    }
    return 1
  }
}

extension LayerParameters {
  /// Scales the target channels of a transposed convolution, whose weights are [source][target][tap].
  fileprivate mutating func scaleTargets(by factors: [Float], taps: Int) {
    for index in weights.indices { weights[index] *= factors[index / taps % factors.count] }
    for index in bias.indices { bias[index] *= factors[index] }
  }

  /// For every target channel of a transposed convolution the sum of its products with another's.
  fileprivate func products(with other: LayerParameters, taps: Int, targets: Int) -> [Double] {
    var result = [Double](repeating: 0, count: targets)
    for index in weights.indices {
      result[index / taps % targets] += Double(weights[index]) * Double(other.weights[index])
    }
    for index in bias.indices { result[index] += Double(bias[index]) * Double(other.bias[index]) }
    return result
  }
}
