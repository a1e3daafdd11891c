import Foundation

/// Which room may import which: the table in ARCHITECTURE.md, and the same facts as Package.swift states them.
struct RoomTable: Equatable {
  /// The modules a room may import besides the system's, by room.
  var doors: [String: Set<String>]
  /// System modules that any room may import.
  var system: Set<String>

  /// The table of the one `allowed-imports` block in ARCHITECTURE.md: a line `Room: Module Module`, and `any room:`.
  init(architecture text: String) throws {
    let blocks = text.components(separatedBy: "```allowed-imports\n").dropFirst()
    guard blocks.count == 1, let block = blocks.first,
      let end = block.range(of: "\n```")
    else { throw Malformed(what: "ARCHITECTURE.md has not exactly one allowed-imports block") }
    doors = [:]
    system = []
    for line in block[..<end.lowerBound].split(separator: "\n") {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw Malformed(what: "allowed-imports line: \(line)") }
      let room = parts[0].trimmingCharacters(in: .whitespaces)
      let modules = Set(parts[1].split(separator: " ").map(String.init))
      if room == "any room" {
        system = modules
      } else if doors.updateValue(modules, forKey: room) != nil {
        throw Malformed(what: "room \(room) has two lines")
      }
    }
  }

  /// The dependencies of every room, as Package.swift lists them.
  static func dependencies(package text: String) throws -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for kind in [".target(", ".executableTarget(", ".systemLibrary("] {
      for piece in text.components(separatedBy: kind).dropFirst() {
        let body = balanced(piece, open: "(", close: ")")
        // A program that only tests use is no room.
        if body.contains(/path:\s*"Tests\//) { continue }
        guard let name = body.firstMatch(of: /name:\s*"(\w+)"/) else {
          throw Malformed(what: "a target of Package.swift without a name")
        }
        var modules: Set<String> = []
        if let start = body.range(of: "dependencies:"),
          let bracket = body[start.upperBound...].firstIndex(of: "[")
        {
          let list = balanced(String(body[body.index(after: bracket)...]), open: "[", close: "]")
            .replacing(/package:\s*"[^"]*"/, with: "")
          modules = Set(list.matches(of: /"(\w+)"/).map { String($0.1) })
        }
        result[String(name.1)] = modules
      }
    }
    return result
  }

  /// The text up to the bracket that closes one opened just before it.
  private static func balanced(_ text: String, open: Character, close: Character) -> String {
    var depth = 1
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close { depth -= 1 }
      if depth == 0 { return String(text[..<index]) }
    }
    return text
  }

  /// Modules that a Swift source imports, with their line numbers, whatever attributes and kinds stand around.
  static func imports(of source: String) -> [(module: String, line: Int)] {
    let pattern =
      /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)/
    return source.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .compactMap { number, line in
        line.firstMatch(of: pattern).map { (String($0.1), number + 1) }
      }
  }

  /// A table or manifest that cannot be read.
  struct Malformed: Error {
    let what: String
  }
}
