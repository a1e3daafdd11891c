/// Every action of the program, in the order help shows them: the one registry behind keys, hints, `?`, the palette
/// and `fabrica actions`.
///
/// Keys belong to sections: two actions may share a key when their sections are never active together. Sections in
/// `alwaysActive` are active with every other. Building never fails; `problems` says what a test should refuse.
public struct ActionTable<Context> {
  /// The actions, the first of each id, in the order given.
  public let actions: [Action<Context>]
  /// Sections active on every screen.
  public let alwaysActive: Set<String>
  /// Duplicate ids and default keys that collide.
  public let problems: [ActionTableProblem]
  private let indexByID: [String: Int]
  private var keys: [[Key]]

  /// A table; see the properties.
  public init(_ actions: [Action<Context>], alwaysActive: Set<String> = ["General"]) {
    var kept: [Action<Context>] = []
    var indices: [String: Int] = [:]
    var problems: [ActionTableProblem] = []
    for action in actions {
      if indices[action.id] == nil {
        indices[action.id] = kept.count
        kept.append(action)
      } else {
        problems.append(.duplicateID(action.id))
      }
    }
    self.actions = kept
    self.alwaysActive = alwaysActive
    indexByID = indices
    keys = kept.map(\.defaultKeys)
    self.problems = problems + Self.collisions(kept, alwaysActive)
  }

  /// The sections, in the order of their first action.
  public var sections: [String] {
    var seen: Set<String> = []
    return actions.map(\.section).filter { seen.insert($0).inserted }
  }

  /// The action of an id.
  public subscript(id: String) -> Action<Context>? {
    indexByID[id].map { actions[$0] }
  }

  /// The actions of a section, in order.
  public func actions(in section: String) -> [Action<Context>] {
    actions.filter { $0.section == section }
  }

  /// The keys of an action now, the reader's own first; empty for an unknown id.
  public func keys(of id: String) -> [Key] {
    indexByID[id].map { keys[$0] } ?? []
  }

  /// What a key does.
  /// - Parameter sections: the sections active now, the foremost first; those of `alwaysActive` come after them. Nil
  ///   searches the whole table in order.
  public func action(for key: Key, in sections: [String]? = nil) -> Action<Context>? {
    guard let sections else {
      return keys.firstIndex { $0.contains(key) }.map { actions[$0] }
    }
    for section in sections + alwaysActive.sorted().filter({ !sections.contains($0) }) {
      for (index, action) in actions.enumerated() where action.section == section && keys[index].contains(key)
      {
        return action
      }
    }
    return nil
  }

  /// Gives actions the reader's own keys. They replace the action's defaults, and win over another action's default.
  /// - Returns: what the reader should know: unknown ids, keys taken from another action, keys given twice.
  @discardableResult
  public mutating func remap(_ map: KeyMap) -> [KeyMapIssue] {
    var issues: [KeyMapIssue] = []
    var remapped: [Int] = []
    for entry in map.entries {
      guard let index = indexByID[entry.action] else {
        issues.append(.unknownAction(id: entry.action))
        continue
      }
      keys[index] = entry.keys
      for other in remapped where overlap(index, other) {
        for key in entry.keys where keys[other].contains(key) {
          issues.append(.conflict(key: key, first: actions[other].id, second: entry.action))
          keys[index].removeAll { $0 == key }
        }
      }
      remapped.append(index)
    }
    return issues + takeDefaults(for: remapped)
  }

  /// Removes from every action that was not remapped the keys the remapped ones now have.
  private mutating func takeDefaults(for remapped: [Int]) -> [KeyMapIssue] {
    var issues: [KeyMapIssue] = []
    for index in remapped {
      for other in actions.indices where !remapped.contains(other) && overlap(index, other) {
        for key in keys[index] where keys[other].contains(key) {
          keys[other].removeAll { $0 == key }
          issues.append(.taken(key: key, from: actions[other].id, by: actions[index].id))
        }
      }
    }
    return issues
  }

  private func overlap(_ a: Int, _ b: Int) -> Bool {
    Self.overlap(actions[a].section, actions[b].section, alwaysActive)
  }

  private static func overlap(_ a: String, _ b: String, _ alwaysActive: Set<String>) -> Bool {
    a == b || alwaysActive.contains(a) || alwaysActive.contains(b)
  }

  private static func collisions(
    _ actions: [Action<Context>], _ alwaysActive: Set<String>
  ) -> [ActionTableProblem] {
    var problems: [ActionTableProblem] = []
    for (index, second) in actions.enumerated() {
      for first in actions[..<index] where overlap(first.section, second.section, alwaysActive) {
        for key in second.defaultKeys where first.defaultKeys.contains(key) {
          problems.append(.sharedKey(key, first: first.id, second: second.id))
        }
      }
    }
    return problems
  }
}

/// A mistake in the program's own table.
public enum ActionTableProblem: Hashable, Sendable {
  /// Two actions of one id; only the first is kept.
  case duplicateID(String)
  /// Two actions that can be active together have the same default key.
  case sharedKey(Key, first: String, second: String)
}
