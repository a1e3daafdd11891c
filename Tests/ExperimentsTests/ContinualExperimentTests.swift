import Anatomy
import Foundation
import Learning
import Networks
import Phantoms
import Testing

@testable import Experiments

/// Two tasks from phantoms to report: stopped anywhere it goes on, nothing is computed twice, and what is said to be
/// unforgotten is.
@Suite struct ContinualExperimentTests {
  static let order: [OrganTask] = [.chest, .esophagus]
  static let recipe = ContinualRecipe(
    scans: [
      .init(.chest, training: 3, test: 1, spacing: 8, seed: 1),
      .init(.esophagus, training: 2, test: 1, spacing: 8, seed: 1),
    ], orders: [order], methods: [.separate, .ours, .trimmed, .fineTuning],
    training: TrainingRecipe(steps: 3, spacing: [12, 12, 12], size: NetworkSize(features: 16, most: 16)),
    trimmingSteps: 12)

  static func experiment(in folder: String, threads: Int = 2) throws -> ContinualExperiment {
    try ContinualExperiment(recipe, in: folder, program: "fabrica 0", threads: threads)
  }

  static func folder() -> String { NSTemporaryDirectory() + "fabrica-experiment-\(UUID().uuidString)" }

  /// An experiment that ran in one go; it stays for all tests.
  static let whole: Result<ContinualExperiment, any Error> = Result {
    let own = try experiment(in: folder())
    try own.run()
    return own
  }

  static func digests(_ experiment: ContinualExperiment) throws -> [String] {
    try recipe.parts.compactMap { part in
      // What trimming gives hangs on measured times, which are not the same twice.
      guard case .train(let network) = part, network.method != .trimmed else { return nil }
      return try experiment.result(part, as: TrainingResult.self).digest
    }
  }

  @Test func stoppedAtManyPlacesItGoesOnWithTheSameBits() throws {
    let whole = try Self.whole.get(), folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // The data sets are the same whoever makes them; making them again is not the point.
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: whole.folder + "/data", toPath: folder + "/data")
    var stops = 0
    while stops < 40 {
      var asked = 0
      let limit = 2 + 7 * stops
      do {
        try Self.experiment(in: folder, threads: 1 + stops % 2).run(isCancelled: {
          asked += 1
          return asked > limit
        })
        break
      } catch is CancellationError {
        stops += 1
      } catch is TrainingError {
        stops += 1
      } catch DatasetError.cancelled {
        stops += 1
      }
    }
    #expect(stops > 3 && stops < 40)
    let other = try Self.experiment(in: folder)
    #expect(try Self.digests(other) == Self.digests(whole))
    for part in Self.recipe.parts {
      guard case .score(let network, _) = part, network.method != .trimmed else { continue }
      var (own, expected) = (
        try other.result(part, as: TaskScore.self), try whole.result(part, as: TaskScore.self)
      )
      (own.secondsOfScan, expected.secondsOfScan) = (0, 0)
      #expect(own == expected, "\(part.name)")
    }
  }

  @Test func nothingIsComputedTwice() throws {
    var calls = 0
    try Self.whole.get().run(progress: { _, _, _ in calls += 1 })
    #expect(calls == 0)
  }

  @Test func anotherRecipeInTheSameFolderIsRefused() throws {
    var other = Self.recipe
    other.training.rate = 0.02
    let experiment = try ContinualExperiment(
      other, in: Self.whole.get().folder, program: "fabrica 0", threads: 1)
    #expect(throws: ExperimentError.self) { try experiment.run() }
  }

  /// The certificate says so; here the scans are segmented again.
  @Test func whatIsProvedIsFoundAgainToTheLastVoxel() throws {
    let whole = try Self.whole.get()
    let (first, last) = (
      ContinualNetwork(.ours, after: [.chest]), ContinualNetwork(.ours, after: Self.order)
    )
    let certificate = try whole.result(.certify(last), as: CertificateResult.self)
    #expect(certificate.holds && certificate.certificates == 1)
    var then = try whole.result(.score(first, .chest), as: TaskScore.self)
    let bundle = try ModelBundle.open(whole.model(of: last))
    #expect(bundle.manifest.members[0].decoders.count == 2)
    var now = try ScanScoring(folder: whole.data(of: .chest), task: .chest, threads: 2).score(
      bundle, decoder: "member-1/decoder-1", progress: { _ in }, isCancelled: { false })
    (then.secondsOfScan, now.secondsOfScan) = (0, 0)
    #expect(then == now && then.organs.count == 31)
  }

  @Test func theReportHoldsWhatWasDone() throws {
    let whole = try Self.whole.get()
    let report = try whole.report(ContinualReportTests.facts)
    #expect(report.methods.map(\.method) == [.separate, .ours, .trimmed, .fineTuning])
    let ours = try ContinualReportTests.method(.ours, report)
    #expect(ours.forgetting == 0 && ours.final[0].isProven && ours.final.count == 2)
    let trimmed = try ContinualReportTests.method(.trimmed, report)
    #expect(trimmed.final[0].isProven && trimmed.forgetting == 0)
    #expect(trimmed.steps.allSatisfy { ($0.trimming?.points.count ?? 0) >= 1 && $0.steps == 3 + 12 })
    #expect(report.markdown.contains("students of each decoder"))
    let separate = try ContinualReportTests.method(.separate, report)
    #expect(separate.cost.networks.count == 2 && ours.cost.networks.count == 1)
    #expect(ours.cost.parameters < separate.cost.parameters)
    #expect(ours.cost.operationsPerCubicMillimetre > 0 && ours.seconds > 0)
    try report.write(to: whole.folder)
    let content = try #require(FileManager.default.contents(atPath: whole.folder + "/report.json"))
    #expect(try JSONDecoder().decode(ContinualReport.self, from: content) == report)
  }

  @Test func aMethodThatIsNotDoneIsNotReported() throws {
    let whole = try Self.whole.get(), folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: whole.folder + "/results", toPath: folder + "/results")
    try FileManager.default.removeItem(atPath: folder + "/results/certify-ours-chest-esophagus.json")
    let report = try Self.experiment(in: folder).report(ContinualReportTests.facts)
    #expect(report.methods.map(\.method) == [.separate, .trimmed, .fineTuning])
  }
}
