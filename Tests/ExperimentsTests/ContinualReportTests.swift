import Anatomy
import Learning
import Networks
import Testing

@testable import Experiments

/// The report is a function of the results: made-up results, figures known beforehand.
@Suite struct ContinualReportTests {
  static let order: [OrganTask] = [.headNeck, .chest, .esophagus]
  static let recipe = ContinualRecipe(
    scans: order.map { .init($0, training: 2, test: 1, spacing: 8) }, orders: [order],
    methods: ContinualMethod.allCases, training: TrainingRecipe(steps: 5), trimmingSteps: 9)
  static let facts = ContinualReport.Facts(
    program: "fabrica 0", notice: "Research use only.", command: "fabrica experiment", machine: "a machine")

  /// Every organ of a task alike.
  static func score(_ task: OrganTask, _ dice: Double) -> TaskScore {
    TaskScore(
      scans: 1,
      organs: task.organs.map {
        var score = OrganScore($0, [])
        (score.scans, score.dice, score.hd95, score.asd) = (1, dice, 3, 1)
        return score
      }, secondsOfScan: 2)
  }

  static func results(holds: Bool = true) -> ContinualResults {
    var results = ContinualResults()
    for method in recipe.methods {
      for network in recipe.networks(of: method, order: order) {
        results.trainings[network] = TrainingResult(model: "m", digest: "d", steps: 5, seconds: 10)
        results.certificates[network] = CertificateResult(
          certificates: 1, holding: holds ? 1 : 0, sameFiles: true)
        // Separate networks 0.8; what is learned on top 0.7; what is old loses 0.2 with every step.
        for (place, task) in network.learned.enumerated() {
          let age = network.learned.count - 1 - place
          results[network, task] = score(
            task, (network.learned.count == 1 ? 0.8 : 0.7) - 0.2 * Double(age))
        }
      }
      let part = CostResult.Part(
        cost: NetworkCost(parameters: 100, nonZero: 50, multiplyAdds: 4000), patchVoxels: 100, voxelVolume: 8)
      results.costs[.init(method: method, order: order)] = CostResult(
        networks: [CostResult.Part](repeating: part, count: method == .separate ? 3 : 1), secondsOfScan: 1,
        threads: 2)
    }
    return results
  }

  static func method(_ method: ContinualMethod, _ report: ContinualReport) throws -> ContinualReport.Method {
    try #require(report.methods.first { $0.method == method })
  }

  @Test func whatIsProvedIsNotForgotten() throws {
    let report = ContinualReport(Self.recipe, Self.results(), Self.facts)
    let ours = try Self.method(.ours, report)
    #expect(ours.final.map(\.score.dice).allSatisfy { $0 != nil })
    #expect(ours.final.dropLast().allSatisfy { $0.isProven && $0.forgetting == 0 })
    #expect(ours.forgetting == 0)
    let broken = ContinualReport(Self.recipe, Self.results(holds: false), Self.facts)
    let doubtful = try Self.method(.ours, broken)
    #expect(doubtful.final.dropLast().allSatisfy { !$0.isProven && $0.forgetting == nil })
    #expect(doubtful.forgetting == nil)
  }

  @Test func forgettingIsDiceThenMinusDiceNow() throws {
    let report = ContinualReport(Self.recipe, Self.results(), Self.facts)
    let tuned = try Self.method(.fineTuning, report)
    // 0.8 - 0.3 of the first task, 0.7 - 0.5 of the second.
    let losses = tuned.final.map { $0.forgetting ?? -1 }
    #expect(abs(losses[0] - 0.5) < 1e-12 && abs(losses[1] - 0.2) < 1e-12 && losses[2] == 0)
    #expect(abs((tuned.forgetting ?? 0) - 0.35) < 1e-12)
    #expect(try Self.method(.separate, report).forgetting == nil)
  }

  @Test func anOrganOfSeveralTasksCountsOnce() throws {
    let report = ContinualReport(Self.recipe, Self.results(), Self.facts)
    #expect(report.recipe.organs.count == 44)
    let tuned = try Self.method(.fineTuning, report)
    // The oesophagus: 0.5 as an organ of the chest, 0.7 by the newest task.
    #expect(abs((tuned.steps.last?.dice(of: "esophagus") ?? 0) - 0.6) < 1e-12)
    let mean = (13 * 0.3 + 30 * 0.5 + 0.6) / 44
    #expect(abs((tuned.dice ?? 0) - mean) < 1e-12)
  }

  @Test func costsAreThoseOfAllNetworksTogether() throws {
    let report = ContinualReport(Self.recipe, Self.results(), Self.facts)
    let cost = try Self.method(.separate, report).cost
    #expect(cost.parameters == 300 && cost.nonZero == 150 && cost.operationsPerCubicMillimetre == 30)
  }

  @Test func aMethodWithoutAllResultsIsLeftOut() {
    var results = Self.results()
    results.costs[.init(method: .ours, order: Self.order)] = nil
    let report = ContinualReport(Self.recipe, results, Self.facts)
    #expect(!report.methods.contains { $0.method == .ours } && report.methods.count > 1)
  }

  @Test func theTextHoldsEveryMethodTaskAndOrgan() {
    let report = ContinualReport(Self.recipe, Self.results(), Self.facts), text = report.markdown
    for method in Self.recipe.methods { #expect(text.contains("| \(method.title) |")) }
    for task in Self.order { #expect(text.contains("| \(task.rawValue) | \(ContinualMethod.ours.title) |")) }
    #expect(text.contains("0, by hash") && text.contains("| 0.350 |") && text.contains("50 of 100"))
    #expect(text.contains("fabrica experiment") && text.contains("a machine"))
    let organs = text.split(separator: "\n").filter { $0.contains(" / ") && $0.hasPrefix("|") }
    #expect(organs.count == 13 + 31 + 1)
  }

  @Test func thePictureShowsEveryMethod() throws {
    let report = ContinualReport(Self.recipe, Self.results(), Self.facts), picture = report.picture
    for method in Self.recipe.methods { #expect(picture.contains(">\(method.title)</text>")) }
    // A line a method beside those of two frames; separate networks and joint training are dashed.
    #expect(picture.ranges(of: "<polyline").count == Self.recipe.methods.count + 12)
    #expect(picture.ranges(of: "stroke-dasharray").count == 2)
    #expect(ContinualReport(Self.recipe, ContinualResults(), Self.facts).picture.isEmpty)
    // 0.5 of 13 organs, 0.7 of 31, of which none is the other's.
    let tuned = try Self.method(.fineTuning, report)
    #expect(abs((tuned.steps[1].dice ?? 0) - (13 * 0.5 + 31 * 0.7) / 44) < 1e-12)
    #expect(abs((tuned.steps[2].dice ?? 0) - (tuned.dice ?? 1)) < 1e-12)
  }

  @Test func aNumberThatRoundsToZeroHasNoSign() {
    #expect(Figure.text(-0.0001, 3) == "0.000" && Figure.text(-0.001, 3) == "-0.001")
    #expect(Figure.text(nil, 2) == "–" && Figure.duration(90) == "90 s" && Figure.duration(7200) == "2.0 h")
  }
}
