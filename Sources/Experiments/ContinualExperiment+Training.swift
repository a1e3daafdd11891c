import Foundation
import Learning
import Networks
import Phantoms

extension ContinualExperiment {
  /// Trains a network; a run that was stopped goes on.
  func train(_ network: ContinualNetwork, _ watch: PartWatch) throws -> TrainingResult {
    if let teacher = network.teacher { return try trim(network, of: teacher, watch) }
    let path = model(of: network), files = FileManager.default
    try files.createDirectory(atPath: folder + "/models", withIntermediateDirectories: true)
    // A model without a result belongs to a run that was stopped while it was written; its checkpoint is whole.
    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
    let job = try job(network, to: path)
    let report = try job.run(
      threads: threads, progress: { watch.progress($0, Self.text($1)) }, isCancelled: watch.isCancelled)
    let log = ProgressLog.read(run(of: network) + "/" + ProgressLog.name)
    dropCases(of: network)
    return TrainingResult(
      model: "models/\(network.name).fabrica", digest: try ModelBundle.open(path).contentHash.description,
      steps: report.steps, seconds: log.reduce(0) { $0 + $1.seconds })
  }

  /// Removes prepared cases, which only served to go on and are large.
  func dropCases(of network: ContinualNetwork) {
    let files = FileManager.default, folder = run(of: network)
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where name.hasPrefix("cases") {
      try? files.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  private func job(_ network: ContinualNetwork, to path: String) throws -> TrainingJob {
    let dataset = data(of: network.task), own = run(of: network), recipe = recipe.training
    guard let previous = network.previous else {
      guard network.method == .joint else {
        return try .encoder(dataset, recipe, to: path, in: own, program: program)
      }
      var whole = recipe
      whole.steps = (recipe.steps ?? 0) * network.learned.count
      return try .joint(network.learned.map(data), whole, to: path, in: own, program: program)
    }
    switch network.method {
    case .separate, .ours, .trimmed:
      try FileManager.default.copyItem(atPath: model(of: previous), toPath: path)
      return try .decoder(
        dataset, recipe, of: path, id: network.task.rawValue, threshold: 0, mayCover: .anything,
        in: own, program: program)
    case .fineTuning, .ewc, .lwf, .mib, .plop, .joint:
      return try .update(
        dataset, recipe, of: model(of: previous), by: rival(network, previous), to: path, in: own,
        program: program)
    }
  }

  /// What keeps a network from forgetting on its way from the one before.
  private func rival(_ network: ContinualNetwork, _ previous: ContinualNetwork) -> Rival {
    switch network.method {
    case .lwf: .lwf
    case .mib: .mib
    case .plop: .plop
    case .ewc:
      .ewc(
        before: data(of: previous.task),
        earlier: previous.previous == nil ? nil : run(of: previous) + "/" + Rival.penaltyFile)
    case .separate, .ours, .trimmed, .fineTuning, .joint: .fineTuning
    }
  }

  static func text(_ stage: TrainingJob.Stage) -> String {
    switch stage {
    case .checking(let name): "checking \(name)"
    case .preparing(let name): "preparing \(name)"
    case .measuring: "planning"
    case .training(let entry): "step \(entry.step) of \(entry.steps)"
    case .validating(let name): "validating \(name)"
    }
  }
}
