import Networks
import Tensors

/// How a whole network that moves on to another task is kept from forgetting; what adding a decoder is measured against.
public enum Rival: Hashable, Sendable {
  /// Not at all.
  case fineTuning
  /// `LwFObjective`.
  case lwf
  /// `MiBObjective`.
  case mib
  /// `PLOPObjective`.
  case plop
  /// `FisherPenalty`, estimated on the data set of the task before.
  /// - Parameters:
  ///   - before: the data set's folder.
  ///   - earlier: the file of the penalty that held the network in the task before; nil in the second task.
  case ewc(before: String, earlier: String?)

  /// What new rows of the head begin with; nil for what any new head begins with.
  var rows: TrainingNetwork.NewRows? {
    switch self {
    case .mib, .plop: .background
    case .fineTuning, .lwf, .ewc: nil
    }
  }
}

extension Rival {
  /// The name of the file in a run's folder that keeps what holds the network.
  public static let penaltyFile = "fisher.safetensors"

  /// Samples on which entropies and information are estimated.
  private static let probes = 64
  /// Of the information; Kirkpatrick et al. (2017) leave it to a search. In `ForgettingTests` 1e4 forgets and 1e6 hardly
  /// learns.
  private static let strength = 100_000.0

  /// The lesson of a network that grew out of `teacher`.
  /// - Parameters:
  ///   - samples: of the new task, in the network's classes.
  ///   - labelled: the network's classes that the new task labels.
  ///   - known: labels of the teacher.
  func lesson(
    _ teacher: TrainingNetwork, classes: Int, labelled: [Int], known: [ModelLabel],
    _ samples: any SampleSource,
    _ place: LessonPlace
  ) throws -> TrainingLesson {
    var lesson = TrainingLesson(samples)
    switch self {
    case .fineTuning: break
    case .lwf: lesson.objective = try LwFObjective(teacher: teacher, classes: classes)
    case .mib: lesson.objective = try MiBObjective(teacher: teacher, classes: classes, labelled: labelled)
    case .plop:
      let thresholds = try EntropyThresholds(
        of: teacher, samples: samples, count: Self.probes, on: Engine(pool: place.pool))
      lesson.objective = try PLOPObjective(
        teacher: teacher, classes: classes, labelled: labelled, thresholds: thresholds)
    case .ewc(let before, let earlier):
      lesson.penalty = try Self.penalty(teacher, before: before, earlier: earlier, known, place)
        .grown(to: classes)
    }
    return lesson
  }

  /// What holds the teacher; kept in the run's folder, for it takes a while.
  private static func penalty(
    _ teacher: TrainingNetwork, before: String, earlier: String?, _ known: [ModelLabel], _ place: LessonPlace
  ) throws -> FisherPenalty {
    let file = "\(place.folder)/\(penaltyFile)"
    if let kept = try? FisherPenalty(file, of: teacher) { return kept }
    let dataset = try TrainingDataset(before)
    let samples = try place.samples(
      of: dataset, as: "cases-before", ClassMap(dataset.description.labels, in: known))
    var penalty = try FisherPenalty(
      of: teacher, samples: samples, count: probes, strength: strength, on: Engine(pool: place.pool))
    if let earlier {
      // The earlier file's network had fewer classes.
      var architecture = teacher.architecture
      architecture.classes = try SafetensorsFile.read(path: earlier).headClasses ?? architecture.classes
      let form = try TrainingNetwork(architecture, weights: InitialWeights(seed: 0).weights(architecture))
      penalty = try FisherPenalty(earlier, of: form).followed(by: penalty)
    }
    try penalty.write(to: file, of: teacher)
    return penalty
  }
}

extension SafetensorsFile {
  /// Rows of the heads whose anchor it holds.
  fileprivate var headClasses: Int? {
    let name = weights.names.first { $0.hasPrefix("anchor.decoder.seg_layers.") && $0.hasSuffix(".bias") }
    return name.flatMap { weights[$0]?.values.count }
  }
}
