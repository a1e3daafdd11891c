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

  /// Whether one decoder answers for all organs learned so far.
  public var sharesDecoder: Bool {
    switch self {
    case .separate, .ours, .trimmed: false
    case .fineTuning: true
    }
  }

  /// Whether earlier decoders stay the same bits, which certificates prove.
  public var isProven: Bool { self == .ours || self == .trimmed }

  /// As reports name it.
  public var title: String {
    switch self {
    case .separate: "separate networks"
    case .ours: "frozen encoder (ours)"
    case .trimmed: "frozen encoder, trimmed (ours)"
    case .fineTuning: "fine-tuning"
    }
  }
}
