import Testing

@testable import TerminalKit

@Suite struct ActionTableTests {
  private struct State { var log: [String] = [] }

  private func action(_ id: String, _ section: String, _ keys: [Key]) -> Action<State> {
    Action(id: id, section: section, title: id.capitalized, help: "Does \(id).", keys: keys) {
      $0.log.append(id)
    }
  }

  private var table: ActionTable<State> {
    ActionTable([
      action("slice.next", "Viewer", [.down, .character("j")]),
      action("finding.next", "Review", [.character("n")]),
      action("organ.next", "Viewer", [.character("n")]),
      action("quit", "General", [.character("q")]),
    ])
  }

  @Test func findsByKeyAndSection() {
    #expect(table.problems.isEmpty)
    #expect(table.sections == ["Viewer", "Review", "General"])
    #expect(table.action(for: .character("j"))?.id == "slice.next")
    #expect(table.action(for: .character("n"), in: ["Viewer"])?.id == "organ.next")
    #expect(table.action(for: .character("n"), in: ["Review"])?.id == "finding.next")
    #expect(table.action(for: .character("q"), in: ["Review"])?.id == "quit")
    #expect(table.action(for: .character("j"), in: ["Review"]) == nil)
    #expect(table["quit"]?.section == "General")
    #expect(table["nothing"] == nil)
    #expect(table.actions(in: "Viewer").map(\.id) == ["slice.next", "organ.next"])
  }

  @Test func runs() {
    var state = State()
    table.action(for: .down)?.run(&state)
    #expect(state.log == ["slice.next"])
  }

  @Test func problemsAreFacts() {
    let faulty = ActionTable([
      action("a", "Viewer", [.character("x")]), action("b", "Viewer", [.character("x")]),
      action("c", "General", [.character("x")]), action("a", "Other", []),
    ])
    #expect(
      Set(faulty.problems) == [
        .duplicateID("a"), .sharedKey(.character("x"), first: "a", second: "b"),
        .sharedKey(.character("x"), first: "a", second: "c"),
        .sharedKey(.character("x"), first: "b", second: "c"),
      ])
    #expect(faulty.actions.count == 3)
  }

  @Test func ownKeysReplaceDefaultsAndWin() {
    var own = table
    let map = KeyMap(
      toml: """
        [keys]
        "slice.next" = ["n", "<c-n>"]
        quit = "Q"
        nonsense = "z"
        """)
    #expect(map.issues.isEmpty)
    let issues = own.remap(map)
    #expect(own.keys(of: "slice.next") == [.character("n"), .control("n")])
    #expect(own.keys(of: "organ.next") == [])
    #expect(own.keys(of: "finding.next") == [.character("n")])
    #expect(own.action(for: .down) == nil)
    #expect(own.action(for: .character("Q"))?.id == "quit")
    #expect(
      issues == [
        .unknownAction(id: "nonsense"),
        .taken(key: .character("n"), from: "organ.next", by: "slice.next"),
      ])
  }

  @Test func conflictsBetweenOwnKeys() {
    var own = table
    let issues = own.remap(
      KeyMap(entries: [
        .init(action: "organ.next", keys: [.character("x")]), .init(action: "quit", keys: [.character("x")]),
        .init(action: "finding.next", keys: []),
      ]))
    #expect(issues == [.conflict(key: .character("x"), first: "organ.next", second: "quit")])
    #expect(own.keys(of: "quit") == [])
    #expect(own.keys(of: "finding.next") == [])
  }

  @Test func keyMapMistakesAreFacts() {
    let map = KeyMap(
      toml: """
        [keys]
        window.lung = ["2", "<zzz>"]
        "a.b" = 3
        "c" = ["<nope>"]
        "d" = ["x", 4]
        """)
    #expect(
      map.entries == [
        .init(action: "d", keys: [.character("x")]), .init(action: "window.lung", keys: [.character("2")]),
      ])
    #expect(
      Set(map.issues) == [
        .unknownKey(text: "<zzz>", id: "window.lung"), .notKeys(id: "a.b"),
        .unknownKey(text: "<nope>", id: "c"),
        .notKeys(id: "d"),
      ])
    let broken = KeyMap(toml: "[keys]\nx = ")
    #expect(broken.entries.isEmpty)
    guard case .syntax(let line, _) = broken.issues.first else {
      Issue.record("a syntax error is expected")
      return
    }
    #expect(line == 2)
    #expect(KeyMap(path: "/nowhere/keys.toml") == nil)
    #expect(KeyMap(path: "/")?.issues == [.unreadable(file: "/")])
    #expect(KeyMap(toml: "keys = 3").issues == [.notKeys(id: "keys")])
  }
}
