import Foundation
import Networks
import Storage
import Tensors

/// A run of training in a folder: `checkpoint.safetensors` and `progress.jsonl`.
///
/// The same network, settings and samples give the same bits on one machine, for any number of threads, and whether or
/// not the run was killed in between: it goes on from its last checkpoint and takes the same steps.
public struct Trainer {
  /// The network before the first step.
  public let network: TrainingNetwork
  /// How it is trained.
  public let settings: TrainingSettings
  /// Samples to learn from; sample i of a run is number i.
  public let samples: any SampleSource
  /// Samples to measure Dice on, the same each time.
  public let validation: [TrainingSample]
  /// The folder of the run.
  public let folder: String
  /// What a step minimises.
  public var objective: any TrainingObjective = LabelObjective()
  /// A price on where the parameters are.
  public var penalty: (any ParameterPenalty)?
  /// The parameters that stay zero.
  public var mask: WeightMask?

  /// A run; see the properties.
  /// - Throws: `TrainingError.settings`.
  public init(
    _ network: TrainingNetwork, _ settings: TrainingSettings, samples: any SampleSource,
    validation: [TrainingSample] = [], in folder: String
  ) throws {
    if let flaw = settings.flaw { throw TrainingError.settings(flaw) }
    self.network = network
    self.settings = settings
    self.samples = samples
    self.validation = validation
    self.folder = folder
  }

  private var checkpoint: String { folder + "/" + TrainingCheckpoint.name }

  /// Trains to the last step, from the last checkpoint where there is one.
  /// - Parameters:
  ///   - threads: for arithmetic; as many make samples.
  ///   - progress: called after every step.
  ///   - isCancelled: asked before every step; a checkpoint is written before the run ends.
  /// - Returns: the network with the averaged parameters, or the last where there is no average.
  /// - Throws: `TrainingError`, `TensorError`, `SafetensorsError`, `StorageError`, and what samples throw.
  public func run(
    threads: Int, progress: (ProgressLog.Entry) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> TrainingNetwork {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var state = try resumed()
    let engine = try Engine(forSteps: ThreadPool(threads: threads)), frozen = network.frozenEncoder
    var own = network
    let loop = TrainingLoop(settings: settings, samples: samples, folder: folder)
    try loop.run(
      from: state.step, threads: threads, save: { try save(state) }, progress: progress,
      isCancelled: isCancelled,
      validate: { number in
        guard !validation.isEmpty, number == settings.steps || number % settings.validationInterval == 0
        else {
          return nil
        }
        own.parameters = state.result
        return try own.dice(on: validation, engine)
      },
      step: { batch, _ in
        own.parameters = state.parameters
        let outcome = try own.step(batch, objective, behind: frozen, on: engine)
        var norm = 0.0, loss = outcome.loss, gradients = outcome.gradients
        if let penalty { loss += penalty.add(to: &gradients, at: state.parameters) }
        mask?.apply(to: &gradients)
        state.advance(by: gradients, norm: &norm, settings)
        mask?.apply(to: &state)
        return TrainingLoop.Step(loss: loss, finestLoss: outcome.finestLoss, gradientNorm: norm)
      })
    own.parameters = state.result
    return own
  }

  private func resumed() throws -> TrainingState {
    guard FileManager.default.fileExists(atPath: checkpoint) else {
      var state = TrainingState(of: network.parameters, settings)
      mask?.apply(to: &state)
      return state
    }
    return try TrainingCheckpoint.read(checkpoint, of: network, settings: settings)
  }

  private func save(_ state: TrainingState) throws {
    try TrainingCheckpoint.write(state, of: network, settings: settings, to: checkpoint)
  }
}
