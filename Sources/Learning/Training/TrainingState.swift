import Networks

/// Where a run stands after a step: everything that the next step reads besides its samples.
public struct TrainingState: Equatable, Sendable {
  /// Steps done.
  public var step: Int
  /// What the network is made of.
  public var parameters: NetworkParameters
  /// What the optimiser carries from step to step, in its order: SGD a velocity, AdamW two moments.
  public var moments: [NetworkParameters]
  /// The running average of the parameters; nil without averaging.
  public var average: NetworkParameters?

  /// The beginning of a run.
  public init(of parameters: NetworkParameters, _ settings: TrainingSettings) {
    step = 0
    self.parameters = parameters
    moments = settings.optimiser.moments.map { _ in parameters.zeroed }
    average = settings.averaging == nil ? nil : parameters
  }

  /// What a trained network is made of: the average where there is one.
  public var result: NetworkParameters { average ?? parameters }

  /// Moves everything by one step.
  mutating func advance(by gradients: NetworkParameters, norm: inout Double, _ settings: TrainingSettings) {
    let (length, factor) = settings.clipping.factor(for: gradients)
    norm = length
    settings.optimiser.step(
      &parameters, gradients, factor: Float(factor), moments: &moments, rate: settings.decay.rate(at: step),
      number: step)
    if let averaging = settings.averaging, var average {
      let kept = Float(min(averaging, Double(1 + step) / Double(10 + step)))
      self.average = nil
      average.follow(
        parameters, keeping: kept, ofEncoder: settings.encoderAveraging.map { Float($0) } ?? kept)
      self.average = average
    }
    step += 1
  }
}

extension NetworkParameters {
  /// Becomes `kept` times itself and the rest `other`, the encoder `encoderKept` times itself; what is equal stays so to
  /// the last bit, as of a frozen encoder.
  mutating func follow(_ other: NetworkParameters, keeping kept: Float, ofEncoder encoderKept: Float) {
    var front = NetworkParameters(encoder: encoder, decoder: [], heads: [])
    var back = NetworkParameters(encoder: [], decoder: decoder, heads: heads)
    self = NetworkParameters(encoder: [], decoder: [], heads: [])
    front.follow(NetworkParameters(encoder: other.encoder, decoder: [], heads: []), keeping: encoderKept)
    back.follow(NetworkParameters(encoder: [], decoder: other.decoder, heads: other.heads), keeping: kept)
    self = NetworkParameters(encoder: front.encoder, decoder: back.decoder, heads: back.heads)
  }

  private mutating func follow(_ other: NetworkParameters, keeping kept: Float) {
    var none: [NetworkParameters] = []
    update(with: other, &none) { own, other, _, _ in
      for index in own.indices where own[index] != other[index] {
        own[index] = kept * own[index] + (1 - kept) * other[index]
      }
    }
  }
}
