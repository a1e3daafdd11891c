import Networks
import Tensors

/// A model of an encoder and its first decoder, from nothing.
struct EncoderGoal: NewModelGoal {
  /// Where the model will appear.
  let path: String
  let recipe: TrainingRecipe

  var encoder: String? { nil }

  func plan(_ fingerprint: DatasetFingerprint, memoryLimit: Int) throws -> TrainingPlan {
    try planner(memoryLimit).plan(fingerprint)
  }

  private func planner(_ limit: Int) -> TrainingPlanner {
    TrainingPlanner(memoryLimit: limit, spacing: recipe.spacing, size: recipe.size, batch: recipe.batch)
  }

  func network(_ plan: TrainingPlan) throws -> TrainingNetwork {
    let architecture = plan.plan.architecture
    var weights = InitialWeights(seed: recipe.seed).weights(architecture)
    weights.startHeads(at: plan.classShares)
    return try TrainingNetwork(architecture, weights: weights)
  }
}

extension EncoderGoal {
  /// Fewer steps than these teach little, however large the patch.
  private static let leastSteps = 400.0
  /// Bytes of a step whose speed is measured.
  private static let probe = 192 << 20

  /// Bytes a step may take so that the budget holds enough of them: time goes about with what a step holds, and how fast
  /// this machine is a small step tells.
  func memoryLimit(_ fingerprint: DatasetFingerprint, _ pool: ThreadPool) throws -> Int {
    guard recipe.steps == nil else { return recipe.memoryLimit }
    guard let small = try? planner(min(Self.probe, recipe.memoryLimit)).plan(fingerprint) else {
      return recipe.memoryLimit
    }
    let architecture = small.plan.architecture, patch = small.plan.patch
    let network = try TrainingNetwork(
      architecture, weights: InitialWeights(seed: recipe.seed).weights(architecture))
    let seconds = try network.secondsOfStep(on: Engine(forSteps: pool)) { step in
      TrainingBatch(
        (0..<recipe.batch).map { number in
          var random = SampleRandom(
            seed: recipe.seed, index: step * recipe.batch + number, purpose: "speed")
          return TrainingSample(
            channels: 1, extent: patch, image: (0..<patch.product).map { _ in Float(random.normal()) },
            labels: (0..<patch.product).map { _ in UInt16(random.integer(below: architecture.classes)) })
        })
    }
    let bytes = Double(small.memory.bytes) * 0.9 * recipe.budget / (Self.leastSteps * seconds)
    return min(recipe.memoryLimit, max(small.memory.bytes, Int(bytes)))
  }
}
