import TerminalKit
import Testing

@testable import Workstation

@Suite("The one table of actions")
struct ViewerActionTests {
  @Test("has unique ids, words for each action, and keys that lead back to it")
  func complete() {
    let table = ActionTable(ViewerActions.all)
    #expect(table.problems.isEmpty, "\(table.problems)")
    #expect(Set(ViewerActions.all.map(\.id)).count == ViewerActions.all.count)
    for action in ViewerActions.all {
      #expect(!action.title.isEmpty && action.help.hasSuffix("."), "\(action.id)")
      #expect(!action.defaultKeys.isEmpty, "\(action.id) has no key")
      for key in action.defaultKeys {
        #expect(table.action(for: key)?.id == action.id, "\(action.id) \(key)")
      }
    }
  }

  @Test("binds nothing that terminals and multiplexers keep for themselves")
  func forbidden() {
    let kept: [Key] = "sqbahijm".map { .control($0) }
    for action in ViewerActions.all {
      #expect(action.defaultKeys.allSatisfy { !kept.contains($0) }, "\(action.id)")
    }
  }

  @Test("has a second way to everything that is on a function key")
  func secondWay() {
    for action in ViewerActions.all {
      let isFunction = action.defaultKeys.contains { if case .function = $0 { true } else { false } }
      if isFunction { #expect(action.defaultKeys.count > 1, "\(action.id)") }
    }
  }
}
