import Foundation
import Networks
import Storage

/// An encoder that learns several tasks in turn, then one decoder a task behind it, frozen: one model.
///
/// The encoder that is kept is the average over the steps of all tasks. While it moved every decoder learned for another
/// encoder than the one that is kept, so the decoders are learned again when it stands still, each from where it was:
/// after CL-Net (arXiv 2503.12698), which loads the encoder alone and trains its decoders behind it. That also leaves no
/// task the advantage of having been last.
///
/// Each part is a run of its own in the folder, which goes on where it was stopped and is never computed twice. Cost: of
/// the budget, or of the steps of a task, two thirds go to the encoder and one third to the decoder.
public struct EncoderSequence {
  private let datasets: [String]
  private let recipe: TrainingRecipe
  private let path: String
  private let folder: String
  private let program: String

  /// A sequence over data sets, two at least, in this order; the first decides grid, intensities and network.
  /// - Parameters:
  ///   - recipe: `steps` are those of a task, `budget` is that of all.
  ///   - path: where the model appears; nothing may be there.
  ///   - folder: of the run.
  ///   - program: what the model says it was written by.
  public init(
    _ datasets: [String], _ recipe: TrainingRecipe, to path: String, in folder: String, program: String
  ) {
    precondition(datasets.count > 1, "a sequence has two tasks at least")
    self.datasets = datasets
    self.recipe = recipe
    self.path = path
    self.folder = folder
    self.program = program
  }

  /// Trains what is not trained yet and writes the model.
  /// - Parameter progress: how much of all is done, and what is being done.
  /// - Returns: a report a decoder, in the order of the data sets.
  /// - Throws: what `TrainingJob.run` throws.
  public func run(
    threads: Int, progress: (Double, TrainingJob.Stage) -> Void = { _, _ in },
    isCancelled: () -> Bool = { false }
  ) throws -> [TrainingJob.Report] {
    try ModelBundle.checkFree(path)
    let parts = datasets.indices.map(Part.encoder) + datasets.indices.map(Part.decoder)
    var reports: [TrainingJob.Report] = []
    for (number, part) in parts.enumerated() {
      let report = try report(part, threads: threads, isCancelled: isCancelled) { share, stage in
        progress((Double(number) + share) / Double(parts.count), stage)
      }
      if case .decoder = part { reports.append(report) }
    }
    try assemble()
    return reports
  }
}

extension EncoderSequence {
  /// A run of the sequence.
  private enum Part {
    case encoder(Int)
    case decoder(Int)

    /// The place of its data set.
    var place: Int {
      switch self {
      case .encoder(let place), .decoder(let place): place
      }
    }

    var name: String {
      switch self {
      case .encoder(let place): "encoder-\(place + 1)"
      case .decoder(let place): "decoder-\(place + 1)"
      }
    }
  }

  private func model(_ part: Part) -> String { "\(folder)/\(part.name).fabrica" }

  /// The recipe of a part: its share of a task.
  private func recipe(_ part: Part) -> TrainingRecipe {
    var own = recipe
    let share: Double
    switch part {
    case .encoder: share = 2.0 / 3
    case .decoder: share = 1.0 / 3
    }
    own.steps = recipe.steps.map { max(1, Int((Double($0) * share).rounded())) }
    own.budget = recipe.budget * share / Double(datasets.count)
    return own
  }

  private func job(_ part: Part) throws -> TrainingJob {
    let path = model(part), own = recipe(part), goal: any TrainingGoal
    switch part {
    case .encoder(0): goal = EncoderGoal(path: path, recipe: own)
    case .encoder(let place): goal = try ContinuedEncoderGoal(model(.encoder(place - 1)), to: path, own)
    case .decoder(let place):
      goal = try ConsolidatedDecoderGoal(
        model(.encoder(datasets.count - 1)), decoder: model(.encoder(place)), to: path, own)
    }
    return try TrainingJob(datasets[part.place], own, goal, path, folder + "/" + part.name, program)
  }

  /// The report of a part, which is run where there is none yet.
  private func report(
    _ part: Part, threads: Int, isCancelled: () -> Bool, progress: (Double, TrainingJob.Stage) -> Void
  ) throws -> TrainingJob.Report {
    let file = "\(folder)/\(part.name)/report.json", files = FileManager.default
    if let content = files.contents(atPath: file) {
      guard let report = try? JSONDecoder().decode(TrainingJob.Report.self, from: content) else {
        throw TrainingError.otherRun(file: file, field: "format")
      }
      try check(part)
      return report
    }
    // A model without a report belongs to a run that was stopped while it wrote; its checkpoint is whole.
    if files.fileExists(atPath: model(part)) { try files.removeItem(atPath: model(part)) }
    let report = try job(part).run(threads: threads, progress: progress, isCancelled: isCancelled)
    try AtomicFiles.write(report, to: file)
    return report
  }

  /// Refuses a part that was trained by another recipe or for other classes.
  private func check(_ part: Part) throws {
    let file = "\(folder)/\(part.name)/run.json", record = try TrainingRunRecord.read(file)
    let classes = try TrainingDataset(datasets[part.place]).description.labels.map(\.name)
    for (field, isSame) in [
      ("recipe", record?.recipe == recipe(part)), ("classes", record?.classes == classes),
    ] where !isSame { throw TrainingError.otherRun(file: file, field: field) }
  }

  /// One model of the frozen encoder and every task's decoder.
  private func assemble() throws {
    let draft = try ModelBundle.create(at: path)
    var decoders: [ModelManifest.Decoder] = [], encoders: [String] = [], plan: Plan?
    for place in datasets.indices {
      let (bundle, member) = try ModelBundle.ofOneEncoder(model(.decoder(place)))
      guard var entry = member.decoders.first else { continue }
      plan = plan ?? member.plan
      encoders.append(try draft.addEncoder(bundle.encoderWeights(member: member.id, fold: 0)))
      entry.blobs = [
        try draft.addDecoder(bundle.decoderWeights(member: member.id, decoder: entry.id, fold: 0))
      ]
      entry.id = "decoder-\(place + 1)"
      decoders.append(entry)
    }
    guard let plan, let encoder = encoders.first, encoders.allSatisfy({ $0 == encoder }) else {
      throw TrainingError.otherRun(file: folder, field: "encoder")
    }
    let member = ModelManifest.Member(id: "member-1", plan: plan, encoders: [encoder], decoders: decoders)
    let name = decoders.map(\.task).joined(separator: ", ")
    _ = try draft.finish(ModelManifest(name: name, program: program, members: [member]))
  }
}
