import Foundation
import Testing

@testable import TerminalKit

/// The repository's own files, found from where this file was compiled.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()
  static let themes = ThemeLoader(folders: [root + "Themes"])
}

@Suite struct ShippedThemesTests {
  static let names = [
    "ansi-16", "catppuccin-mocha", "colour-blind-safe", "fabrica-dark", "fabrica-light", "gruvbox-dark",
    "high-contrast",
    "mono", "nord",
  ]

  @Test func allAreFound() {
    #expect(Repository.themes.names() == Self.names)
  }

  @Test(arguments: ["fabrica-dark", "ansi-16", "mono"])
  func builtInThemesEqualTheirFiles(name: String) throws {
    let file = Repository.root + "Themes/\(name).toml"
    let read = try ThemeDefinition(toml: SmallFile.read(file), name: name, file: file)
    #expect(read == ThemeDefinition.builtIn.first { $0.name == name })
  }

  @Test(arguments: names)
  func everyRoleIsGivenInTheThemeOrItsParent(name: String) throws {
    let loaded = try Repository.themes.load(name)
    #expect(loaded.theme.name == name)
    #expect(!loaded.theme.about.isEmpty)
    #expect(loaded.files.first?.hasSuffix("\(name).toml") == true)
    #expect(loaded.theme.series.count >= (name == "mono" ? 1 : 5))
    let texts = try loaded.files.map { try SmallFile.read($0) }.joined()
    for role in Role.allCases { #expect(texts.contains(role.rawValue)) }
  }

  /// WCAG 2.2: text at 4.5 (7 for the high-contrast theme); frames and what cannot be done now at 3.
  @Test(arguments: names.filter { $0 != "mono" && $0 != "ansi-16" })
  func textIsLegibleOnItsGround(name: String) throws {
    let theme = try Repository.themes.load(name).theme
    let least = name == "high-contrast" ? 7.0 : 4.5
    for role in Role.allCases where role != .border || name == "high-contrast" {
      let limit = role == .disabled || role == .borderFocused ? min(least == 7 ? 7 : 3, least) : least
      for ground in [Role.text, .overlay, .bar] {
        let style = theme[role, on: ground]
        let text = try #require(style.foreground.rgb)
        let under = try #require(style.background.rgb)
        #expect(Contrast.ratio(text, under) >= limit, "\(role) on \(ground)")
      }
    }
    for index in theme.series.indices {
      let curve = try #require(theme.series[index].rgb)
      let under = try #require(theme[.text].background.rgb)
      #expect(Contrast.ratio(curve, under) >= 3)
    }
    let ground = try #require(theme[.text].background.rgb)
    #expect((Contrast.luminance(ground) > 0.4) == theme.isLight)
  }

  @Test func contrastFollowsTheGuidelines() {
    #expect(abs(Contrast.ratio(0xFFFFFF, 0x000000) - 21) < 1e-9)
    #expect(abs(Contrast.ratio(0x777777, 0xFFFFFF) - 4.478) < 0.001)
    #expect(Contrast.ratio(0x123456, 0x123456) == 1)
  }

  @Test func monoHasNoColours() throws {
    let theme = try Repository.themes.load("mono").theme
    for role in Role.allCases {
      #expect(theme[role].foreground == .standard && theme[role].background == .standard)
      #expect(theme[role].attributes.isSubset(of: [.bold, .reverse, .underline]))
    }
    #expect(theme[.selection] != theme[.text])
    #expect(theme[.borderFocused] != theme[.border])
    #expect(theme[.selectionInactive] != theme[.selection])
  }

  @Test func ansiUsesNamedColoursOnly() throws {
    #expect(try !Repository.themes.load("ansi-16").theme.usesRGB)
  }

  /// Okabe and Ito: success and failure must differ in brightness or form, not only between red and green.
  @Test func colourBlindSafeMeaningsDifferInMoreThanHue() throws {
    let theme = try Repository.themes.load("colour-blind-safe").theme
    #expect(theme[.success].attributes != theme[.failure].attributes)
    let success = try #require(theme[.success].foreground.rgb)
    let failure = try #require(theme[.failure].foreground.rgb)
    #expect(abs(Int(success & 0xFF) - Int(failure & 0xFF)) > 100)
  }

  @Test func adaptingToTheTerminal() throws {
    let nord = try Repository.themes.load("nord").theme
    #expect(nord.adapted(to: Capabilities()) == nord)
    #expect(nord.adapted(to: Capabilities(colors: .ansi256)) == nord)
    #expect(nord.adapted(to: Capabilities(colors: .mono)) == .mono)
    #expect(nord.adapted(to: Capabilities(colors: .ansi16)) == .ansi16)
    #expect(Theme.mono.adapted(to: Capabilities(colors: .ansi16)) == .mono)
    let plain = nord.adapted(to: Capabilities(unicode: false))
    #expect(plain.box == .ascii && plain.ellipsis == ".." && !plain.unicode)
  }

  @Test func rolesOnOtherGrounds() {
    let theme = Theme.fabricaDark
    #expect(theme[.muted, on: .overlay].background == theme[.overlay].background)
    #expect(theme[.muted, on: .overlay].foreground == theme[.muted].foreground)
    #expect(theme[.selection, on: .overlay] == theme[.selection])
    #expect(theme[.text, on: .bar] == theme[.bar])
    #expect(Theme.mono[.key, on: .bar].attributes == [.bold, .reverse])
    #expect(Theme.ansi16[.notice, on: .bar] == Style(attributes: [.bold, .reverse]))
    #expect(theme.seriesColor(-1) == theme.series.last)
    #expect(theme.seriesColor(theme.series.count) == theme.series.first)
  }
}

@Suite struct ThemeDocumentationTests {
  @Test func theRoleTableIsWhole() throws {
    let text = try SmallFile.read(Repository.root + "Documentation/Themes.md")
    let documented = text.split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[0].hasPrefix("`"), cells[0].hasSuffix("`") else { return nil }
      return String(cells[0].dropFirst().dropLast())
    }
    #expect(documented == Role.allCases.map(\.rawValue))
    for role in Role.allCases {
      let fallback = role.fallback.map { "`\($0.rawValue)`" } ?? "the terminal's own"
      #expect(text.contains("| `\(role.rawValue)` |") && text.contains("| \(fallback) |"), "\(role)")
    }
    for name in ShippedThemesTests.names { #expect(text.contains("`\(name)`")) }
  }

  @Test func theExampleLoads() throws {
    let text = try SmallFile.read(Repository.root + "Documentation/Themes.md")
    let example = try #require(
      text.components(separatedBy: "```toml\n").dropFirst().first?.components(separatedBy: "```").first)
    let definition = try ThemeDefinition(toml: example, name: "mine", file: "mine.toml")
    #expect(definition.inherits == "fabrica-dark")
    #expect(!definition.palette.isEmpty && !definition.roles.isEmpty)
  }
}
