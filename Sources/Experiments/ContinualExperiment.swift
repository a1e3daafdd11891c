import Anatomy
import Foundation
import Learning
import Networks
import Phantoms
import Storage

/// The experiment of continual learning: tasks that come one after the other, learned by several methods under one
/// budget, everything scored after every step.
///
/// Its folder holds `data/`, `models/`, `runs/` and `results/`, a file for every part that is done; an experiment that was
/// stopped or killed goes on where it was, and no part is computed twice. All that is random follows from the recipe's
/// seeds, so one machine gives the same networks again for any number of threads.
public struct ContinualExperiment: Sendable {
  /// What is done.
  public let recipe: ContinualRecipe
  /// Where.
  public let folder: String
  /// What models say they were written by.
  public let program: String
  /// Threads of arithmetic.
  public let threads: Int

  /// An experiment; see the properties.
  /// - Throws: `ExperimentError.recipe`.
  public init(
    _ recipe: ContinualRecipe, in folder: String, program: String, threads: Int
  ) throws(ExperimentError) {
    if let flaw = recipe.flaw { throw .recipe(flaw) }
    self.recipe = recipe
    self.folder = folder
    self.program = program
    self.threads = threads
  }

  var store: ResultStore { ResultStore(folder: folder + "/results") }

  /// Computes every part that is not done yet.
  /// - Parameters:
  ///   - progress: the share that is done of what this call has to do, the part, and what it is at.
  ///   - isCancelled: asked often; what was done stays.
  /// - Throws: `ExperimentError`, what data, training, models, scans and files throw, or `CancellationError`.
  public func run(
    progress: @escaping (Double, ContinualPart, String) -> Void = { _, _, _ in },
    isCancelled: @escaping () -> Bool = { false }
  ) throws {
    let left = try recipe.parts.filter { try !store.has($0.name, digest: recipe.digest(of: $0)) }
    let all = left.reduce(0) { $0 + weight($1) }
    var done = 0.0
    for part in left {
      guard !isCancelled() else { throw CancellationError() }
      let share = weight(part)
      progress(done / all, part, "")
      let digest = try recipe.digest(of: part)
      let watch = PartWatch(
        progress: { progress((done + share * min(max($0, 0), 1)) / all, part, $1) }, isCancelled: isCancelled)
      try compute(part, digest, watch)
      done += share
    }
  }

  /// The result of a part that is done.
  func result<Result: Codable>(_ part: ContinualPart, as type: Result.Type) throws -> Result {
    try store.read(part.name, as: type, digest: recipe.digest(of: part))
  }

  /// About how many seconds a part takes at the standard size, for the time left.
  private func weight(_ part: ContinualPart) -> Double {
    switch part {
    case .data(let task):
      let scans = recipe.scans(of: task)
      return 3 * Double(scans.training + scans.test)
    case .train(let network):
      return network.method == .trimmed
        ? 0.8 * Double(recipe.trimmingSteps) : 0.6 * Double(recipe.training.steps ?? 0)
    case .certify: return 3
    case .score(_, let task): return 5 * Double(recipe.scans(of: task).test)
    case .cost: return 5
    }
  }

  private func compute(_ part: ContinualPart, _ digest: String, _ watch: PartWatch) throws {
    switch part {
    case .data(let task): try store.write(make(task, watch), as: part.name, digest: digest)
    case .train(let network): try store.write(train(network, watch), as: part.name, digest: digest)
    case .certify(let network): try store.write(certify(network), as: part.name, digest: digest)
    case .score(let network, let task):
      try store.write(score(network, on: task, watch), as: part.name, digest: digest)
    case .cost(let method, let order):
      try store.write(cost(method, order, watch), as: part.name, digest: digest)
    }
  }
}

/// How a part says where it is, and learns that it shall stop.
struct PartWatch {
  /// Takes the share that is done and what is under way.
  let progress: (Double, String) -> Void
  /// Whether to stop.
  let isCancelled: () -> Bool
}

extension ContinualExperiment {
  /// The folder of a task's data set.
  func data(of task: OrganTask) -> String { "\(folder)/data/\(task.datasetName)" }

  /// The path of a network's model.
  func model(of network: ContinualNetwork) -> String { "\(folder)/models/\(network.name).fabrica" }

  /// The folder of a network's training.
  func run(of network: ContinualNetwork) -> String { "\(folder)/runs/\(network.name)" }

  private func make(_ task: OrganTask, _ watch: PartWatch) throws -> DataResult {
    let scans = recipe.scans(of: task)
    try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
    let maker = DatasetMaker(
      task, training: scans.training, test: scans.test, seed: scans.seed, spacing: scans.spacing,
      threads: threads)
    _ = try maker.make(in: folder + "/data", progress: watch.progress, isCancelled: watch.isCancelled)
    return DataResult(folder: "data/\(task.datasetName)")
  }

  private func score(_ network: ContinualNetwork, on task: OrganTask, _ watch: PartWatch) throws -> TaskScore
  {
    let scoring = ScanScoring(folder: data(of: task), task: task, threads: threads)
    let (model, decoder) = try answering(network, for: task)
    return try scoring.score(
      model, decoder: decoder, progress: { watch.progress($0, "") }, isCancelled: watch.isCancelled)
  }

  /// The model of a network and which of its decoders answers for a task.
  private func answering(
    _ network: ContinualNetwork, for task: OrganTask
  ) throws -> (model: ModelBundle, decoder: String) {
    let path = model(of: network), bundle = try ModelBundle.open(path)
    for member in bundle.manifest.members {
      for decoder in member.decoders
      where network.method.sharesDecoder || decoder.task == task.datasetName {
        return (bundle, member.name(of: decoder))
      }
    }
    throw ExperimentError.noDecoder(model: path, task: task.rawValue)
  }

  /// Computes the certificates of a network anew, and compares its files with those of the network before.
  private func certify(_ network: ContinualNetwork) throws -> CertificateResult {
    let bundle = try ModelBundle.open(model(of: network))
    let facts = try bundle.certificateFacts()
    var isSame = true
    if let previous = network.previous {
      let before = try ModelBundle.open(model(of: previous)).manifest.members
      isSame = zip(before, bundle.manifest.members).allSatisfy { old, new in
        old.encoders == new.encoders
          && old.decoders.map(\.blobs) == Array(new.decoders.map(\.blobs).prefix(old.decoders.count))
      }
    }
    return CertificateResult(
      certificates: facts.count, holding: facts.count { $0.holds }, sameFiles: isSame)
  }
}
