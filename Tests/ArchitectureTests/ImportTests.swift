import Testing

/// The drawing of the rooms and the house itself, compared.
@Suite struct ImportTests {
  let table: RoomTable

  init() throws { table = try RoomTable(architecture: Repository.text("ARCHITECTURE.md")) }

  @Test func everyImportGoesThroughAnAllowedDoor() throws {
    let sources = try Repository.files(under: "Sources").filter { $0.hasSuffix(".swift") }
    #expect(sources.count > 20)
    for path in sources {
      let room = String(path.split(separator: "/")[1])
      let doors = try #require(table.doors[room], "\(room) has no line in ARCHITECTURE.md")
      for (module, line) in RoomTable.imports(of: try Repository.text(path)) {
        #expect(
          doors.contains(module) || table.system.contains(module),
          "\(path):\(line): \(room) may not import \(module)")
      }
    }
  }

  @Test func packageListsExactlyTheDoorsOfTheTable() throws {
    let package = try RoomTable.dependencies(package: Repository.text("Package.swift"))
    #expect(Set(package.keys) == Set(table.doors.keys))
    for (room, doors) in table.doors {
      #expect(package[room] == doors, "\(room): Package.swift and ARCHITECTURE.md differ")
    }
  }

  @Test func importsPointDownOnly() {
    // Rooms that stand on nothing left standing are taken away until none is left; a circle would stay.
    var standing = table.doors.mapValues { $0.intersection(table.doors.keys) }
    while let free = standing.first(where: { $0.value.isEmpty })?.key {
      standing[free] = nil
      standing = standing.mapValues { $0.subtracting([free]) }
    }
    #expect(standing.isEmpty, "rooms that import each other in a circle: \(standing.keys.sorted())")
  }

  @Test func roomsOfOthersAreKeptApart() {
    #expect(table.doors.filter { $0.value.contains("TOMLKit") }.keys.sorted() == ["TerminalKit"])
    #expect(table.doors.filter { $0.value.contains("ArgumentParser") }.keys.sorted() == ["fabrica"])
    #expect(table.doors["Anatomy"] == [])
    #expect(
      table.doors["TerminalKit"]?.isDisjoint(with: ["Imaging", "Anatomy", "Phantoms", "Workstation"]) == true)
  }

  @Test(arguments: [
    ("import Glibc", ["Glibc"]),
    ("  @testable import Imaging", ["Imaging"]),
    ("@_spi(Testing) public import Anatomy // why", ["Anatomy"]),
    ("import struct Foundation.Data", ["Foundation"]),
    ("// import Nothing\nlet important = 1\nimport A\nprivate import B", ["A", "B"]),
  ])
  func importLinesAreRead(source: String, modules: [String]) {
    #expect(RoomTable.imports(of: source).map(\.module) == modules)
  }

  @Test func manifestIsRead() throws {
    let read = try RoomTable.dependencies(
      package: """
        .target(name: "C", cSettings: [.define("X")]),
        .target(
          name: "A", dependencies: ["C", .product(name: "P", package: "p-q")],
          swiftSettings: strict),
        .testTarget(name: "T", dependencies: ["A"]),
        .executableTarget(name: "Probe", dependencies: ["A"], path: "Tests/Probe"),
        """)
    #expect(read == ["C": [], "A": ["C", "P"]])
  }
}
