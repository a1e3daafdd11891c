import Foundation
import Learning
import Networks

extension ContinualExperiment {
  /// Takes the newest decoder of `teacher` into the model of the network before and trims it there; a run that was
  /// stopped goes on.
  func trim(
    _ network: ContinualNetwork, of teacher: ContinualNetwork, _ watch: PartWatch
  ) throws -> TrainingResult {
    let path = model(of: network), files = FileManager.default
    try files.createDirectory(atPath: folder + "/models", withIntermediateDirectories: true)
    if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
    let untrimmed = try result(.train(teacher), as: TrainingResult.self)
    let id = try begin(network, at: path, with: try ModelBundle.open(model(of: teacher)))
    var recipe = recipe.training
    recipe.steps = self.recipe.trimmingSteps
    let job = try TrimmingJob(
      data(of: network.task), recipe, TrimmingOptions(), of: path, id: id, in: run(of: network),
      program: program)
    let clock = ContinuousClock(), start = clock.now
    var trimming = TrimmingResult(points: [], chosen: 0)
    do {
      let report = try job.run(
        threads: threads, progress: { watch.progress($0, Self.text($1)) }, isCancelled: watch.isCancelled)
      trimming = TrimmingResult(points: report.points, chosen: report.chosen)
    } catch TrimmingError.nothingKept {
      watch.progress(1, "no student was kept")
    }
    dropCases(of: network)
    return TrainingResult(
      model: "models/\(network.name).fabrica", digest: try ModelBundle.open(path).contentHash.description,
      steps: untrimmed.steps + self.recipe.trimmingSteps,
      seconds: untrimmed.seconds + (clock.now - start) / .seconds(1), trimming: trimming)
  }

  /// The model of the network before with the teacher's newest decoder, untrimmed yet; returns the decoder's id.
  private func begin(_ network: ContinualNetwork, at path: String, with teacher: ModelBundle) throws -> String
  {
    guard let member = teacher.manifest.members.first, var decoder = member.decoders.last else {
      throw ExperimentError.noDecoder(model: teacher.path, task: network.task.rawValue)
    }
    guard let previous = network.previous else {
      try FileManager.default.copyItem(atPath: teacher.path, toPath: path)
      return decoder.id
    }
    try FileManager.default.copyItem(atPath: model(of: previous), toPath: path)
    let bundle = try ModelBundle.open(path)
    let weights = try teacher.decoderWeights(member: member.id, decoder: decoder.id, fold: 0)
    decoder.certificates = try bundle.certificates(member: member.id)
    _ = try bundle.append(decoder, toMember: member.id, weights: [weights], program: program)
    return decoder.id
  }

  private static func text(_ stage: TrimmingJob.Stage) -> String {
    switch stage {
    case .preparing(let stage): text(stage)
    case .searching(let entry): "searching, step \(entry.step) of \(entry.steps)"
    case .trimming(let step, let entry): "\(step), step \(entry.step) of \(entry.steps)"
    }
  }
}
