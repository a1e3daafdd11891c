/// A way to learn organs task by task, or what such ways are measured against.
public enum ContinualMethod: String, Codable, CaseIterable, Sendable {
  /// A network of its own for every task: the upper bound, four times the size.
  case separate
  /// The first task's encoder, frozen, and a decoder for every task.
  case ours
  /// One network whose weights all move on to the next task, its head grown: the lower bound.
  case fineTuning = "fine-tuning"

  /// Whether one decoder answers for all organs learned so far.
  public var sharesDecoder: Bool {
    switch self {
    case .separate, .ours: false
    case .fineTuning: true
    }
  }

  /// As reports name it.
  public var title: String {
    switch self {
    case .separate: "separate networks"
    case .ours: "frozen encoder (ours)"
    case .fineTuning: "fine-tuning"
    }
  }
}
