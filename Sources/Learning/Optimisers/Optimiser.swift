/// How gradients move parameters.
public enum Optimiser: Hashable, Sendable, Codable {
  /// Stochastic gradient descent with Nesterov momentum, nnU-Net's: for long runs.
  case sgd(SGD)
  /// Adam with decoupled decay: for runs of hundreds of steps.
  case adamW(AdamW)

  /// Names of what it carries from step to step beside the parameters; each has their form and begins as zeros.
  var moments: [String] {
    switch self {
    case .sgd: ["velocity"]
    case .adamW: ["mean", "square"]
    }
  }

  /// What it is called.
  public var name: String {
    switch self {
    case .sgd: "SGD"
    case .adamW: "AdamW"
    }
  }

  /// What no run can be made with; nil when it can.
  var flaw: String? {
    func isShare(_ value: Double) -> Bool { (0..<1).contains(value) }
    switch self {
    case .sgd(let own):
      if !isShare(Double(own.momentum)) { return "the momentum must be from 0 to below 1" }
      if !(own.decay >= 0 && own.decay.isFinite) { return "the decay must be 0 or more" }
    case .adamW(let own):
      if !isShare(own.momentum) || !isShare(own.memory) { return "the moments must be from 0 to below 1" }
      if !(own.decay >= 0 && own.decay.isFinite) { return "the decay must be 0 or more" }
      if !(own.epsilon > 0 && own.epsilon.isFinite) { return "epsilon must be above 0" }
    }
    return nil
  }

  /// Moves parameters by one step.
  /// - Parameters:
  ///   - gradients: of the loss; each is multiplied by `factor` first (clipping). What has none is not moved.
  ///   - moments: as many as there are names; carried from step to step.
  ///   - number: of the step, from 0.
  func step(
    _ parameters: inout NetworkParameters, _ gradients: NetworkParameters, factor: Float,
    moments: inout [NetworkParameters], rate: Double, number: Int
  ) {
    switch self {
    case .sgd(let own):
      own.step(&parameters, gradients, factor: factor, moments: &moments, rate: Float(rate))
    case .adamW(let own):
      own.step(&parameters, gradients, factor: factor, moments: &moments, rate: rate, number: number)
    }
  }
}
