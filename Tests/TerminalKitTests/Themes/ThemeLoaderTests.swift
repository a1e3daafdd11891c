import Foundation
import Testing

@testable import TerminalKit

/// A folder of its own for each test, gone afterwards.
private final class Folder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
  }

  func file(_ name: String) -> String { path + "/" + name }
}

@Suite struct ThemeLoaderTests {
  private func problems(_ loader: ThemeLoader, _ name: String) -> [ThemeProblem] {
    do {
      _ = try loader.load(name)
      return []
    } catch {
      return error.problems
    }
  }

  @Test func aMissingFolderIsNoFailure() throws {
    let loader = ThemeLoader(folders: ["/nowhere/at/all"])
    #expect(try loader.load(ThemeLoader.defaultName).theme == .fabricaDark)
    #expect(loader.names() == ["ansi-16", "fabrica-dark", "mono"])
    #expect(problems(loader, "nope") == [.notFound(name: "nope")])
  }

  @Test func paletteAndRolesAreInherited() throws {
    let folder = try Folder()
    try folder.write(
      "mine.toml",
      """
      inherits = "fabrica-dark"
      [palette]
      accent = "#010203"
      own = "#040506"
      [roles]
      failure = { bg = "own", attributes = ["underline", "bold"] }
      border.focused = "ansi:3"
      warning = "default"
      """)
    let theme = try ThemeLoader(folders: [folder.path]).load("mine").theme
    #expect(theme[.key].foreground == .rgb(0x010203))
    #expect(theme[.key].attributes == .bold)
    #expect(
      theme[.failure]
        == Style(
          foreground: theme[.text].foreground, background: .rgb(0x040506), attributes: [.underline, .bold]))
    #expect(theme[.borderFocused].foreground == .named(3))
    #expect(theme[.border] == Theme.fabricaDark[.border])
    #expect(theme[.warning].foreground == .standard)
    #expect(theme.series.first == .rgb(0x010203))
    #expect(theme.name == "mine" && theme.about == Theme.fabricaDark.about)
  }

  @Test func missingRolesFallBack() throws {
    let folder = try Folder()
    try folder.write(
      "bare.toml", "[roles]\ntext = { fg = \"#111111\", bg = \"#EEEEEE\" }\nmuted = \"#555555\"\n")
    let theme = try ThemeLoader(folders: [folder.path]).load("bare").theme
    for role in Role.allCases {
      #expect(theme[role].background == .rgb(0xEEEEEE))
      let expected: Color =
        [.muted, .hint, .disabled, .plotSecond].contains(role) ? .rgb(0x555555) : .rgb(0x111111)
      #expect(theme[role].foreground == expected)
    }
    #expect(theme.series == [.rgb(0x111111), .rgb(0x555555)])
  }

  @Test func fallbacksEndAtText() {
    for role in Role.allCases {
      var seen: [Role] = [role]
      while let next = seen.last?.fallback, !seen.contains(next) { seen.append(next) }
      #expect(seen.last == .text)
    }
  }

  @Test func everyMistakeIsNamed() throws {
    let folder = try Folder()
    try folder.write(
      "bad.toml",
      """
      colour = 3
      light = "yes"
      series = ["#123456", 4]
      [palette]
      a = "#12345"
      b = 7
      [roles]
      nothing = "a"
      text = { fg = 3, under = "x" }
      muted = 5
      strong = { attributes = ["blod"] }
      """)
    let file = folder.file("bad.toml")
    #expect(
      Set(problems(ThemeLoader(folders: [folder.path]), "bad")) == [
        .unknownKey(file: file, key: "colour"),
        .wrongType(file: file, key: "light", expected: "true or false"),
        .wrongType(file: file, key: "series", expected: "a list of colours"),
        .unknownColor(file: file, key: "palette.a", value: "#12345"),
        .wrongType(file: file, key: "palette.b", expected: "a colour in quotes"),
        .unknownKey(file: file, key: "roles.nothing"),
        .wrongType(file: file, key: "roles.text.fg", expected: "a colour in quotes"),
        .unknownKey(file: file, key: "roles.text.under"),
        .wrongType(file: file, key: "roles.muted", expected: "a colour or a table of fg, bg, attributes"),
        .unknownAttribute(file: file, key: "roles.strong.attributes", value: "blod"),
      ])
  }

  @Test func coloursThePaletteLacks() throws {
    let folder = try Folder()
    try folder.write("parent.toml", "[roles]\ntext = { fg = \"ink\" }\n")
    try folder.write("child.toml", "inherits = \"parent\"\n[roles]\nmuted = \"grey\"\n")
    #expect(
      problems(ThemeLoader(folders: [folder.path]), "child") == [
        .unknownColor(file: folder.file("parent.toml"), key: "roles.text.fg", value: "ink"),
        .unknownColor(file: folder.file("child.toml"), key: "roles.muted.fg", value: "grey"),
      ])
  }

  @Test func cyclesAndMissingParents() throws {
    let folder = try Folder()
    try folder.write("a.toml", "inherits = \"b\"")
    try folder.write("b.toml", "inherits = \"a\"")
    try folder.write("self.toml", "inherits = \"self\"")
    try folder.write("orphan.toml", "inherits = \"nobody\"")
    let loader = ThemeLoader(folders: [folder.path])
    #expect(problems(loader, "a") == [.cycle(names: ["a", "b", "a"])])
    #expect(problems(loader, "self") == [.cycle(names: ["self", "self"])])
    #expect(
      problems(loader, "orphan") == [.parentNotFound(file: folder.file("orphan.toml"), parent: "nobody")])
  }

  @Test func aReadersThemeMayShadowItsParent() throws {
    let folder = try Folder()
    try folder.write("fabrica-dark.toml", "inherits = \"fabrica-dark\"\n[palette]\nground = \"#000001\"\n")
    let theme = try ThemeLoader(folders: [folder.path]).load("fabrica-dark").theme
    #expect(theme[.text].background == .rgb(0x000001))
    let path = try ThemeLoader(folders: []).load(folder.file("fabrica-dark.toml")).theme
    #expect(path == theme)
  }

  @Test func filesThatAreNoThemes() throws {
    let folder = try Folder()
    try folder.write("broken.toml", "[palette\n")
    try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: folder.file("binary.toml")))
    try FileManager.default.createDirectory(
      atPath: folder.file("folder.toml"), withIntermediateDirectories: false)
    try String(repeating: "# large\n", count: 40000).write(
      toFile: folder.file("large.toml"), atomically: true, encoding: .utf8)
    #expect(mkfifo(folder.file("pipe.toml"), 0o600) == 0)
    let loader = ThemeLoader(folders: [folder.path])
    for name in ["binary", "folder", "large", "pipe"] {
      #expect(problems(loader, name) == [.notAThemeFile(file: folder.file("\(name).toml"))])
    }
    guard case .syntax(let file, 1, _, _)? = problems(loader, "broken").first else {
      Issue.record("a syntax error in line 1 is expected")
      return
    }
    #expect(file == folder.file("broken.toml"))
    #expect(problems(loader, "/nowhere/x.toml") == [.unreadable(file: "/nowhere/x.toml", code: ENOENT)])
    for problem in problems(loader, "broken") + problems(loader, "binary") {
      #expect(problem.description.contains(folder.path))
    }
  }

  @Test func standardFolders() throws {
    let loader = ThemeLoader.standard(
      environment: ["FABRICA_THEMES": "/own", "XDG_CONFIG_HOME": "/config", "HOME": "/people/x"],
      executable: Repository.root + ".build/release/fabrica")
    #expect(Array(loader.folders.prefix(2)) == ["/own", "/config/fabrica/themes"])
    #expect(loader.folders.contains(Repository.root + "Themes"))
    let home = ThemeLoader.standard(
      environment: ["HOME": "/people/x", "XDG_CONFIG_HOME": ""], executable: "/usr/bin/fabrica")
    #expect(home.folders == ["/people/x/.config/fabrica/themes", "/usr/share/fabrica/themes"])
  }

  @Test func theWatcherSeesEditsAndKeepsCalm() throws {
    let folder = try Folder()
    try folder.write("base.toml", "inherits = \"fabrica-dark\"\n[palette]\nink = \"#AAAAAA\"\n")
    try folder.write("top.toml", "inherits = \"base\"\n")
    let loader = ThemeLoader(folders: [folder.path])
    var watcher = ThemeWatcher(loader: loader, name: "top", loaded: try loader.load("top"))
    let result1 = watcher.poll()
    #expect(result1 == nil)
    try folder.write("base.toml", "inherits = \"fabrica-dark\"\n[palette]\nink = \"#BBBBBB\"\n")
    guard case .theme(let theme)? = watcher.poll() else {
      Issue.record("the parent's change is expected")
      return
    }
    #expect(theme[.text].foreground == .rgb(0xBBBBBB))
    let result2 = watcher.poll()
    #expect(result2 == nil)
    try folder.write("top.toml", "inherits = \"base\"\n[roles]\ntext = 3\n")
    guard case .problems? = watcher.poll() else {
      Issue.record("a mistake is expected")
      return
    }
    let result3 = watcher.poll()
    #expect(result3 == nil)
    try FileManager.default.removeItem(atPath: folder.file("top.toml"))
    let result4 = watcher.poll()
    #expect(result4 == nil)
    try folder.write("top.toml", "inherits = \"base\"\n")
    let result5 = watcher.poll()
    #expect(result5 == .theme(theme))
  }
}
