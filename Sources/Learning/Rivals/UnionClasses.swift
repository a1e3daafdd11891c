import Networks

/// The classes of one network that learns several tasks: the background, then every organ once, in the order in which
/// the tasks bring them.
///
/// A later task's new organs follow those known, so that a head grows by rows at its end and no class changes its number.
/// An organ is known by its name.
public struct UnionClasses: Hashable, Sendable {
  /// All classes but the background, after the last task.
  public let labels: [ModelLabel]
  /// By task the class of each of its own labels, the background's first.
  private let tasks: [[UInt16]]

  /// The union of tasks that list their labels in the order of their channels.
  public init(_ tasks: [[ModelLabel]]) {
    var labels: [ModelLabel] = []
    for label in tasks.joined() where !labels.contains(where: { $0.name == label.name }) {
      labels.append(ModelLabel(channel: labels.count + 1, name: label.name, organ: label.organ))
    }
    self.labels = labels
    self.tasks = tasks.map { ClassMap($0, in: labels).channels }
  }

  /// Classes of a network that has learned the first `count` tasks, the background among them.
  public func classes(after count: Int) -> Int {
    Int(tasks.prefix(count).joined().max() ?? 0) + 1
  }

  /// The class of every label of a task, the background's first.
  public func map(of task: Int) -> [UInt16] { tasks[task] }

  /// The classes that a task labels, ascending, without the background.
  public func labelled(by task: Int) -> [Int] { tasks[task].dropFirst().map(Int.init).sorted() }
}
