/// A way to learn organs task by task, or what such ways are measured against.
public enum ContinualMethod: String, Codable, CaseIterable, Sendable {
  /// A network of its own for every task: the upper bound, four times the size.
  case separate
  /// The first task's encoder, frozen, and a decoder for every task.
  case ours
  /// The same, each decoder trimmed before the next task comes.
  case trimmed
  /// One network whose weights all move on to the next task, its head grown: the lower bound.
  case fineTuning = "fine-tuning"
  /// The same, held back by elastic weight consolidation (Kirkpatrick et al. 2017).
  case ewc
  /// The same with learning without forgetting (Li and Hoiem 2016).
  case lwf
  /// The same with modelling the background (Cermelli et al. 2020).
  case mib
  /// The same with PLOP (Douillard et al. 2021).
  case plop
  /// One network that learns all tasks at once, with as many steps as they have together.
  case joint

  /// Whether one decoder answers for all organs learned so far.
  public var sharesDecoder: Bool {
    switch self {
    case .separate, .ours, .trimmed: false
    case .fineTuning, .ewc, .lwf, .mib, .plop, .joint: true
    }
  }

  /// Whether earlier decoders stay the same bits, which certificates prove.
  public var isProven: Bool { self == .ours || self == .trimmed }

  /// Whether tasks do not follow one another, so that their order is nothing to it.
  public var knowsNoOrder: Bool { self == .separate || self == .joint }

  /// As reports name it.
  public var title: String {
    switch self {
    case .separate: "separate networks"
    case .ours: "frozen encoder (ours)"
    case .trimmed: "frozen encoder, trimmed (ours)"
    case .fineTuning: "fine-tuning"
    case .ewc: "EWC"
    case .lwf: "LwF"
    case .mib: "MiB"
    case .plop: "PLOP"
    case .joint: "joint training"
    }
  }
}
