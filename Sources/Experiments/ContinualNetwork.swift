import Anatomy

/// A network of the experiment: by which method it came about and which tasks it has learned, in their order.
///
/// Methods that learn task by task begin with the separate network of their first task, so that one stands for all (the
/// first network of trimming is that one trimmed); two orders that begin alike share their first networks.
public struct ContinualNetwork: Codable, Hashable, Sendable {
  /// How it was made.
  public let method: ContinualMethod
  /// The tasks it has learned, the newest last; one at least.
  public let learned: [OrganTask]

  /// The network of a method after some tasks.
  public init(_ method: ContinualMethod, after learned: [OrganTask]) {
    precondition(!learned.isEmpty, "a network has learned something")
    self.method = learned.count == 1 && method != .trimmed && method != .joint ? .separate : method
    self.learned = method == .separate ? [learned[learned.count - 1]] : learned
  }

  /// The task it learned last.
  public var task: OrganTask { learned[learned.count - 1] }

  /// The network it was made from; nil for one from nothing.
  public var previous: ContinualNetwork? {
    learned.count == 1 || method == .joint ? nil : ContinualNetwork(method, after: Array(learned.dropLast()))
  }

  /// The network whose newest decoder it trims; nil for methods that do not trim.
  public var teacher: ContinualNetwork? {
    method == .trimmed ? ContinualNetwork(.ours, after: learned) : nil
  }

  /// `ours-total-chest`: names its files.
  public var name: String { ([method.rawValue] + learned.map(\.rawValue)).joined(separator: "-") }
}
