import Networks
import Tensors

/// How students of one teacher are tried: each learns in a folder of its own and is measured; whether it is kept hangs on its
/// validation Dice.
struct StudentTrial {
  /// What a person who waits is told: the step, the share of it, the last line of its log.
  typealias Progress = (_ step: String, _ share: Double, ProgressLog.Entry) -> Void

  /// What every student is held against.
  let teacher: TrainingNetwork
  /// Of every student's run.
  let settings: TrainingSettings
  let samples: any SampleSource
  let validation: [TrainingSample]
  /// Holds the folder of each student's run.
  let folder: String
  let threads: Int
  private let scale: StudentScale

  /// A trial on patches of these extents.
  init(
    _ teacher: TrainingNetwork, _ settings: TrainingSettings, samples: any SampleSource,
    validation: [TrainingSample], patch: Axes, in folder: String, threads: Int
  ) throws {
    self.teacher = teacher
    self.settings = settings
    self.samples = samples
    self.validation = validation
    self.folder = folder
    self.threads = threads
    scale = try StudentScale(teacher, patch: patch, threads: threads)
  }

  /// The teacher as the first of a list.
  /// - Throws: `TrimmingError.noValidation`, where no patch shows a class.
  func list() throws -> StudentList {
    let size = try scale.measure(teacher)
    guard let dice = try dice(teacher) else { throw TrimmingError.noValidation }
    return StudentList(
      teacher,
      TrimmedPoint(
        step: "teacher", dice: dice, parameters: size.parameters, seconds: size.seconds, isKept: true))
  }

  /// Trains a student and measures what became of it; it is kept from mean Dice `least` on.
  /// - Parameter place: the name of its folder.
  func attempt(
    _ student: TrainingNetwork, _ name: String, least: Double, place: String,
    objective: any TrainingObjective = LabelObjective(), mask: WeightMask? = nil, progress: Progress,
    isCancelled: () -> Bool
  ) throws -> (student: TrainingNetwork, point: TrimmedPoint) {
    var trainer = try Trainer(student, settings, samples: samples, in: "\(folder)/\(place)")
    trainer.objective = objective
    trainer.mask = mask
    let trained = try trainer.run(
      threads: threads, progress: { progress(name, Double($0.step) / Double($0.steps), $0) },
      isCancelled: isCancelled)
    let dice = try dice(trained) ?? 0, size = try scale.measure(trained)
    return (
      trained,
      TrimmedPoint(
        step: name, form: trained.architecture.decoderForm, dice: dice, parameters: size.parameters,
        seconds: size.seconds, isKept: dice >= least)
    )
  }

  private func dice(_ network: TrainingNetwork) throws -> Double? {
    try network.dice(on: validation, Engine(pool: ThreadPool(threads: threads))).meanOfKnown
  }
}
