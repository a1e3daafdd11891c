/// The classes of one network that learns several tasks: the background, then every organ once, in the order in which
/// the tasks bring them.
///
/// A later task's new organs follow those known, so that a head grows by rows at its end and no class changes its number.
public struct UnionClasses: Hashable, Sendable {
  /// Organs, class 1 first.
  public let organs: [String]
  /// By task the class of each of its own labels, the background's first.
  private let tasks: [[UInt16]]

  /// The union of tasks that list their organs in the order of their labels, from 1; an organ is known by its name.
  public init(_ tasks: [[String]]) {
    var organs: [String] = [], maps: [[UInt16]] = []
    for task in tasks {
      var map: [UInt16] = [0]
      for organ in task {
        if let known = organs.firstIndex(of: organ) {
          map.append(UInt16(known + 1))
        } else {
          organs.append(organ)
          map.append(UInt16(organs.count))
        }
      }
      maps.append(map)
    }
    self.organs = organs
    self.tasks = maps
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
