import Foundation
import TerminalKit
import Testing

@testable import Workstation

@Suite struct DoctorCommandTests {
  private let table = ActionTable<Int>([
    Action(id: "slice.next", section: "Navigate", title: "Next", help: "One on.", keys: [.down]) { $0 += 1 },
    Action(id: "quit", section: "General", title: "Quit", help: "Leaves.", keys: [.character("q")]) {
      $0 = 0
    },
  ])

  private func report(_ environment: [String: String]) -> DoctorReport {
    DoctorCommand.report(environment: environment, table: table, descriptor: nil)
  }

  @Test func aHomeIsEnoughToWork() throws {
    let files = try CommandFixture()
    let report = report(["HOME": files.folder, "TERM": "xterm-256color", "LANG": "C.UTF-8"])
    #expect(report.canWork)
    let state = try #require(report.findings.first { $0.name == "state" })
    #expect(state.value.hasPrefix(files.folder) && state.value.hasSuffix("made when needed"))
    #expect(files.contents.isEmpty, "looking must not create anything")
    for section in ["Program", "Machine", "Terminal", "Files"] {
      #expect(report.findings.contains { $0.section == section })
    }
  }

  @Test func stateThatCannotBeKeptPreventsWork() throws {
    let files = try CommandFixture()
    let inTheWay = try files.write("", to: "file")
    #expect(!report(["HOME": files.folder, "FABRICA_HOME": inTheWay]).canWork)
    #expect(!report([:]).canWork)
    #expect(report([:]).text.contains("prevent"))
  }

  @Test func theKeyMapIsReadAndItsProblemsAreNamed() throws {
    let files = try CommandFixture()
    try FileManager.default.createDirectory(atPath: files.path("fabrica"), withIntermediateDirectories: true)
    try files.write("[keys]\nquit = \"Q\"\n\"no.such\" = \"z\"\n", to: "fabrica/keys.toml")
    let found = report(["HOME": files.folder, "XDG_CONFIG_HOME": files.folder]).findings.filter {
      $0.name == "key map"
    }
    #expect(found.contains { $0.state == .warning && $0.value.contains("no.such") })
    var own = table
    _ = ReaderKeys(files.path("fabrica/keys.toml")).apply(to: &own)
    #expect(ActionsReport(own).actions.map(\.keys) == [["<down>"], ["Q"]])
  }

  @Test func placesFollowTheEnvironment() {
    let places = ProgramPlaces(
      environment: ["HOME": "/h", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "", "FABRICA_ROOT": "/r"],
      executable: "/opt/bin/fabrica")
    #expect(places.state == "/d/fabrica" && places.configuration == "/h/.config/fabrica")
    #expect(
      places.keyMap == "/h/.config/fabrica/keys.toml" && places.root == "/r" && places.sampleData == nil)
    #expect(ProgramPlaces(environment: ["FABRICA_HOME": "/s"], executable: "/x").state == "/s")
  }

  @Test func loadedLibrariesAreNamedWithTheirVersion() throws {
    let libraries = LoadedLibrary.all()
    let png = try #require(libraries.first { $0.name == "libpng" })
    #expect(png.version?.contains(".") == true && png.file.hasPrefix("/"))
  }
}

@Suite struct ActionsAndThemesTests {
  @Test func actionsComeFromTheTableInItsOrder() {
    let table = ActionTable<Int>([
      Action(id: "b", section: "Two", title: "B", help: "Bs.", keys: [.control("p"), .character(" ")]) {
        $0 += 1
      },
      Action(id: "a", section: "One", title: "A", help: "As.", keys: []) { $0 += 1 },
    ])
    let report = ActionsReport(table)
    #expect(report.actions.map(\.id) == ["b", "a"])
    #expect(report.actions[0].keys.allSatisfy { KeyNotation.parse($0) != nil })
    #expect(report.text.hasPrefix("Two") && report.text.contains("\n\nOne"))
  }

  @Test func themesAreListedAndABrokenOneSaysWhy() throws {
    let files = try CommandFixture()
    try files.write("inherits = \"absent\"\n", to: "broken.toml")
    try files.write("inherits = \"fabrica-dark\"\nabout = \"mine\"\n", to: "mine.toml")
    let loader = ThemeLoader(folders: [files.folder])
    let report = ThemesCommand.report(loader)
    #expect(report.themes.map(\.name) == report.themes.map(\.name).sorted())
    #expect(report.themes.first { $0.name == "broken" }?.problems?.first?.contains("absent") == true)
    #expect(report.themes.first { $0.name == "mine" }?.about == "mine")
    #expect(!report.text(loader, depth: .mono).contains("\u{1B}"))
    #expect(report.text(loader, depth: .ansi256).contains("\u{1B}["))
  }

  @Test func aThemeShowsEveryRole() throws {
    let report = try ThemesCommand.report(ThemeLoader(folders: []), showing: "fabrica-dark")
    #expect(report.styles?.map(\.role) == Role.allCases.map(\.rawValue))
    #expect(report.styles?.first?.foreground.hasPrefix("#") == true)
    #expect(throws: ThemeProblems.self) {
      try ThemesCommand.report(ThemeLoader(folders: []), showing: "no such theme")
    }
  }
}
