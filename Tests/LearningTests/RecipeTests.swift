import Testing

@testable import Learning

/// Optimiser, rate and averaging follow from the number of steps by one rule, and the reader may overrule it.
@Suite struct RecipeTests {
  private static func settings(_ steps: Int, _ recipe: TrainingRecipe = TrainingRecipe()) -> TrainingSettings
  {
    TrainingSettings(recipe, steps: steps)
  }

  @Test func shortRunsTakeAdamWAndLongOnesSGD() {
    let short = Self.settings(300), long = Self.settings(250_000)
    #expect(short.optimiser == .adamW(AdamW()) && short.decay.rate == 0.003 && short.decay.warmUp == 15)
    #expect(long.optimiser == .sgd(SGD()) && long.decay.rate == 0.01 && long.decay.warmUp == 0)
    #expect(long.averaging == 0.999)
  }

  @Test func theReaderMayOverruleIt() {
    let recipe = TrainingRecipe(optimiser: .sgd(SGD(momentum: 0.9)), rate: 0.05)
    let own = Self.settings(300, recipe)
    #expect(own.optimiser == .sgd(SGD(momentum: 0.9)) && own.decay.rate == 0.05 && own.decay.warmUp == 0)
    #expect(Self.settings(300, TrainingRecipe(optimiser: .adamW(AdamW()))).decay.rate == 0.003)
    #expect(Self.settings(250_000, TrainingRecipe(optimiser: .adamW(AdamW()))).optimiser.name == "AdamW")
  }

  /// However short a run is, its settings are sound.
  @Test(arguments: [1, 7, 20, 99, 100, 1000, 49_999, 50_000]) func everyNumberOfStepsHasSoundSettings(
    _ steps: Int
  ) {
    let own = Self.settings(steps)
    #expect(own.flaw == nil)
    #expect(own.decay.warmUp <= steps / 10)
  }
}
