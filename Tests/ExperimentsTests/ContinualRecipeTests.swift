import Anatomy
import Learning
import Testing

@testable import Experiments

/// What is computed, in which order, and what makes a result another one.
@Suite struct ContinualRecipeTests {
  static func recipe(
    _ methods: [ContinualMethod] = ContinualMethod.allCases,
    orders: [[OrganTask]] = [[.total, .chest, .headNeck], [.total, .headNeck, .chest]]
  ) -> ContinualRecipe {
    ContinualRecipe(
      scans: [OrganTask.total, .chest, .headNeck].map { .init($0, training: 3, test: 1, spacing: 8) },
      orders: orders, methods: methods, training: TrainingRecipe(steps: 5), trimmingSteps: 9)
  }

  @Test(arguments: ContinualSize.allCases) func everySizeCanBeMade(_ size: ContinualSize) throws {
    let recipe = size.recipe()
    #expect(recipe.flaw == nil)
    #expect(recipe.scans.map(\.task) == OrganTask.allCases)
    #expect(Set(recipe.methods).isSuperset(of: [.separate, .ours, .fineTuning]))
    #expect(size.recipe(only: [.ours]).methods == [.ours])
  }

  @Test func everyPartComesOnceAndAfterWhatItNeeds() {
    let recipe = Self.recipe()
    var seen: Set<ContinualPart> = []
    for part in recipe.parts {
      #expect(seen.isSuperset(of: recipe.needs(part)), "\(part.name)")
      #expect(seen.insert(part).inserted, "\(part.name)")
    }
    #expect(Set(recipe.parts.map(\.name)).count == recipe.parts.count)
  }

  @Test func methodsAndOrdersThatBeginAlikeShareTheirFirstNetworks() {
    let first = ContinualNetwork(.ours, after: [.total])
    #expect(first == ContinualNetwork(.fineTuning, after: [.total]))
    #expect(first == ContinualNetwork(.separate, after: [.chest, .total]))
    #expect(ContinualNetwork(.ours, after: [.total, .chest]).previous == first)
    func trained(_ methods: [ContinualMethod]) -> Int {
      Self.recipe(methods).parts.count { if case .train = $0 { true } else { false } }
    }
    // Three separate ones; two steps of each of two methods in each of two orders.
    #expect(trained([.separate, .ours, .fineTuning]) == 3 + 2 * 2 * 2)
    // Students of every step, the first of which both orders share, and their teachers.
    #expect(trained([.trimmed]) == (1 + 2 * 2) + (1 + 2 * 2))
    #expect(ContinualNetwork(.trimmed, after: [.total]).teacher == first)
  }

  @Test func aSharedDecoderIsScoredOnAllItHasLearned() {
    let recipe = Self.recipe()
    #expect(recipe.scored(ContinualNetwork(.fineTuning, after: [.total, .chest])) == [.total, .chest])
    #expect(recipe.scored(ContinualNetwork(.ours, after: [.total, .chest])) == [.chest])
  }

  @Test func aDigestFollowsFromWhatAPartIsMadeOfAndNothingElse() throws {
    let part = ContinualPart.score(ContinualNetwork(.ours, after: [.total, .chest]), .chest)
    let data = ContinualPart.data(.chest), recipe = Self.recipe()
    let before = try recipe.digest(of: part), ofData = try recipe.digest(of: data)
    #expect(try Self.recipe([.ours]).digest(of: part) == before)
    var longer = recipe
    longer.training.steps = 6
    #expect(try longer.digest(of: part) != before && longer.digest(of: data) == ofData)
    // The first task's scans made the encoder; the third task came later.
    var other = recipe
    other.scans[0].seed = 2
    #expect(try other.digest(of: part) != before && other.digest(of: data) == ofData)
    var later = recipe
    later.scans[2].training = 4
    #expect(try later.digest(of: part) == before)
  }

  @Test func whatCannotBeMadeIsSaid() {
    var recipe = Self.recipe(orders: [[.total, .chest]])
    #expect(recipe.flaw?.contains("order") == true)
    recipe = Self.recipe([])
    #expect(recipe.flaw?.contains("method") == true)
    recipe = Self.recipe()
    recipe.training.steps = nil
    #expect(recipe.flaw?.contains("steps") == true)
    #expect(throws: ExperimentError.self) {
      try ContinualExperiment(recipe, in: "nowhere", program: "fabrica 0", threads: 1)
    }
  }
}
