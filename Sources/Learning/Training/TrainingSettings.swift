import Networks
import Tensors

/// How a network is trained, apart from the data: everything a run's bits follow from, besides its samples.
public struct TrainingSettings: Codable, Hashable, Sendable {
  /// Steps of the optimiser in all.
  public var steps: Int
  /// Samples of a step.
  public var batch: Int
  /// Chooses and augments the samples.
  public var seed: UInt64
  /// How gradients move parameters.
  public var optimiser: Optimiser
  /// The learning rate.
  public var decay: PolynomialDecay
  /// Limits gradients.
  public var clipping: GradientClipping
  /// Share of the old average that a step keeps; nil for no average. The average starts young: min(this, (1+t)/(10+t)).
  public var averaging: Double?
  /// The same share for the encoder alone, from the first step on: where it goes on from an average that earlier tasks
  /// left. Nil where it is averaged like the rest.
  public var encoderAveraging: Double?
  /// A checkpoint after so many steps.
  public var checkpointInterval: Int
  /// A validation after so many steps.
  public var validationInterval: Int

  /// Settings; nnU-Net's where nothing else is said.
  public init(
    steps: Int, batch: Int = 2, seed: UInt64 = 1, optimiser: Optimiser = .sgd(SGD()), rate: Double = 0.01,
    warmUp: Int = 0, clipping: GradientClipping = GradientClipping(), averaging: Double? = 0.999,
    checkpointInterval: Int = 50, validationInterval: Int = 100
  ) {
    self.steps = steps
    self.batch = batch
    self.seed = seed
    self.optimiser = optimiser
    decay = PolynomialDecay(rate: rate, steps: steps, warmUp: warmUp)
    self.clipping = clipping
    self.averaging = averaging
    self.checkpointInterval = checkpointInterval
    self.validationInterval = validationInterval
  }

  /// What no run can be made with; nil when it can.
  public var flaw: String? {
    if steps < 1 { return "steps must be at least 1" }
    if batch < 1 { return "the batch must hold at least 1 sample" }
    if checkpointInterval < 1 || validationInterval < 1 { return "intervals must be at least 1" }
    if !(decay.rate > 0 && decay.rate.isFinite) { return "the learning rate must be above 0" }
    if decay.warmUp < 0 { return "the warm-up must take 0 steps or more" }
    if let flaw = optimiser.flaw { return flaw }
    if let averaging, !(0..<1).contains(averaging) { return "the averaging must be from 0 to below 1" }
    if let encoderAveraging, averaging == nil || !(0..<1).contains(encoderAveraging) {
      return "the encoder's averaging must be from 0 to below 1, beside one of the rest"
    }
    return nil
  }
}
