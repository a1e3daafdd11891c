import Foundation
import Networks
import Storage
import Tensors

/// A search among students by gradients: weights and leanings learn together, the teacher's answers before them and a price
/// on what they cost behind them.
///
/// For the first quarter of the steps the weights learn alone; then the price rises from nothing to its full weight. The
/// leanings move by Adam. One level, not two: there are too few cases to split them once more.
/// A run in a folder goes on from its last checkpoint and takes the same steps.
struct ArchitectureSearch {
  /// Of Adam for leanings.
  private static let firstDecay = 0.5, secondDecay = 0.99

  /// Before the first step.
  let network: SearchNetwork
  /// What choices cost, the teacher as the unit.
  let price: SearchPrice
  /// What a unit of the price weighs beside the loss.
  let priceWeight: Double
  let settings: TrainingSettings
  let samples: any SampleSource
  let objective: any TrainingObjective
  let folder: String

  /// Where a search stands.
  struct State: Equatable {
    var training: TrainingState
    var choices: SearchChoices
    var first: SearchChoices
    var second: SearchChoices
  }

  /// Searches to the last step; returns the search network with its weights, and the leanings.
  func run(
    threads: Int, progress: (ProgressLog.Entry) -> Void, isCancelled: () -> Bool
  ) throws -> (network: SearchNetwork, choices: SearchChoices) {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let checkpoint = SearchCheckpoint(path: folder + "/" + TrainingCheckpoint.name)
    var state = try checkpoint.read(like: initial, settings: settings) ?? initial
    let engine = try Engine(forSteps: ThreadPool(threads: threads)), frozen = network.network.frozenEncoder
    var own = network
    let loop = TrainingLoop(settings: settings, samples: samples, folder: folder)
    try loop.run(
      from: state.training.step, threads: threads, save: { try checkpoint.write(state, settings: settings) },
      progress: progress, isCancelled: isCancelled,
      step: { batch, _ in try step(batch, &own, &state, behind: frozen, engine) })
    own.network.parameters = state.training.parameters
    return (own, state.choices)
  }

  private var initial: State {
    let choices = SearchChoices(network.space)
    var training = TrainingState(of: network.network.parameters, settings)
    training.average = nil
    return State(training: training, choices: choices, first: choices.zeroed, second: choices.zeroed)
  }

  /// The weight of the price at a step: nothing for a quarter of them, then rising.
  private func priceWeight(at step: Int) -> Double {
    let quiet = settings.steps / 4
    return step < quiet ? 0 : priceWeight * Double(step - quiet + 1) / Double(max(1, settings.steps - quiet))
  }

  private func step(
    _ batch: TrainingBatch, _ own: inout SearchNetwork, _ state: inout State, behind frozen: FrozenEncoder?,
    _ engine: Engine
  ) throws -> TrainingLoop.Step {
    let number = state.training.step, shares = state.choices.shares
    own.network.parameters = state.training.parameters
    let outcome = try own.folded(shares).step(batch, objective, behind: frozen, on: engine)
    var gradients = outcome.gradients
    var ofShares = own.unfold(&gradients, shares)
    let weight = priceWeight(at: number), (cost, ofPrice) = price(shares)
    ofShares.add(ofPrice, times: weight)
    var norm = 0.0
    state.training.advance(by: gradients, norm: &norm, settings)
    if number >= settings.steps / 4 { move(&state, state.choices.gradient(ofShares: ofShares), number) }
    return TrainingLoop.Step(
      loss: outcome.loss + weight * cost, finestLoss: outcome.finestLoss, gradientNorm: norm)
  }

  /// What a step moves a leaning by: enough to go from one choice to another however few steps there are.
  private var rate: Double { min(0.5, max(0.04, 6 / Double(max(1, settings.steps - settings.steps / 4)))) }

  /// A step of Adam (Kingma & Ba 2015, arXiv 1412.6980).
  private func move(_ state: inout State, _ gradient: SearchChoices, _ number: Int) {
    let count = Double(number - settings.steps / 4 + 1)
    let firstShare = 1 - pow(Self.firstDecay, count), secondShare = 1 - pow(Self.secondDecay, count)
    state.choices.update(gradient, &state.first, &state.second) { value, gradient, first, second in
      first = Self.firstDecay * first + (1 - Self.firstDecay) * gradient
      second = Self.secondDecay * second + (1 - Self.secondDecay) * gradient * gradient
      value -= rate * (first / firstShare) / ((second / secondShare).squareRoot() + 1e-8)
    }
  }
}
