/// What suits a number of steps: one rule for all data (the measurements are in Documentation/Results.md).
extension TrainingSettings {
  /// Settings of a recipe for a number of steps.
  public init(_ recipe: TrainingRecipe, steps: Int) {
    let optimiser = recipe.optimiser(steps: steps)
    self.init(
      steps: steps, batch: recipe.batch, seed: recipe.seed, optimiser: optimiser,
      rate: recipe.rate ?? optimiser.usualRate, warmUp: optimiser.warmUp(steps: steps),
      checkpointInterval: max(10, min(100, steps / 20)), validationInterval: max(20, min(200, steps / 10)))
  }
}

extension TrainingRecipe {
  /// The optimiser of a run of so many steps: the reader's, or AdamW where SGD has no time to gain speed.
  func optimiser(steps: Int) -> Optimiser {
    if let optimiser { return optimiser }
    return steps < Self.longRun ? .adamW(AdamW()) : .sgd(SGD())
  }

  /// From so many steps on nnU-Net's SGD trains: its runs take 250000.
  static let longRun = 50_000
}

extension Optimiser {
  /// The highest learning rate where the reader names none.
  var usualRate: Double {
    switch self {
    case .sgd: 0.01
    case .adamW: 0.003
    }
  }

  /// Steps in which the rate rises: AdamW's second moment is the mean of few squares at first.
  func warmUp(steps: Int) -> Int {
    switch self {
    case .sgd: 0
    case .adamW: min(steps / 20, 100)
    }
  }
}
