import CSystem
import Foundation
import Glibc
import Testing

@testable import TerminalKit

@Suite("Life on a terminal", .serialized)
struct LifeTests {
  @Test("a storm of resizes ends at the last size", arguments: [[], ["ansi"]])
  func resizeStorm(arguments: [String]) throws {
    let session = try ProbeSession(arguments)
    try #require(session.wait(for: "READY 60x20"))
    var random = Numbers(seed: 11)
    for _ in 0..<80 {
      session.resize(width: 1 + random.below(150), height: 1 + random.below(60))
      session.read(milliseconds: Int32(random.below(3)))
    }
    session.forgetOutput()
    session.resize(width: 77, height: 21)
    try #require(session.wait(for: "77x21 truecolor."), "\(session.text)")
    session.type("q")
    #expect(session.end() == .code(0))
  }

  @Test("one cell is enough to start in", arguments: [[], ["ansi"]])
  func oneCell(arguments: [String]) throws {
    let session = try ProbeSession(arguments, width: 1, height: 1)
    try #require(session.wait(for: "R"))
    session.forgetOutput()
    session.resize(width: 90, height: 10)
    try #require(session.wait(for: "90x10 truecolor."), "\(session.text)")
    session.type("q")
    #expect(session.end() == .code(0))
    #expect(session.modesAreRestored)
  }

  @Test(
    "terminals that cannot show a screen are refused with a fix and code 2",
    arguments: [
      ("dumb", "TERM=dumb cannot show a screen"), ("no-such-thing", "TERM=no-such-thing is not known here"),
      ("", "TERM is not set"), ("bad\u{1B}]0;x\u{7}", "TERM=bad?]0;x? is not known here"),
    ])
  func refused(term: String, sentence: String) throws {
    let session = try ProbeSession([], environment: ["TERM": term])
    #expect(session.end() == .code(2))
    #expect(session.text.contains(sentence))
    #expect(session.text.contains("TERM=xterm-256color"))
    #expect(!session.text.contains("\u{1B}"), "nothing was done to the terminal")
    #expect(session.modesAreRestored)
  }

  @Test("no terminal at all is a fact one can match")
  func noTerminal() {
    let file = open("/dev/null", O_RDWR)
    defer { close(file) }
    #expect(throws: TerminalError.notATerminal) {
      try TerminalFactory.open(TerminalFactory.Options(environment: ["TERM": "xterm"], descriptor: file))
    }
    #expect(TerminalError.notATerminal.exitCode == 2)
  }

  @Test("names newer than the data base are drawn without curses")
  func newName() throws {
    let session = try ProbeSession([], environment: ["TERM": "xterm-unheard-of", "COLORTERM": "truecolor"])
    try #require(session.wait(for: "READY 60x20 truecolor."))
    session.type("q")
    #expect(session.end() == .code(0))
    #expect(session.modesAreRestored)
  }

  @Test(
    "a locale without UTF-8 gets ASCII",
    arguments: [
      ["LC_ALL": "C"], ["LC_CTYPE": "POSIX"], ["LANG": "C"], ["LANG": "xx_YY.ISO-8859-1"],
    ])
  func asciiLocale(locale: [String: String]) throws {
    let environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor"].merging(locale) { $1 }
    let session = try ProbeSession([], environment: environment)
    try #require(session.wait(for: "READY"))
    session.type("q")
    #expect(session.end() == .code(0))
    #expect(session.output.allSatisfy { $0 < 0x80 })
    #expect(session.output.contains(0x23), "the picture in ASCII")
  }

  @Test(
    "no locale, or one that is not installed but says UTF-8, gets half blocks",
    arguments: [
      [:], ["LANG": "C.UTF-8"], ["LANG": "xx_YY.UTF-8"],
    ])
  func unicodeLocale(locale: [String: String]) throws {
    let environment = ["TERM": "xterm-256color", "COLORTERM": "truecolor"].merging(locale) { $1 }
    let session = try ProbeSession([], environment: environment)
    try #require(session.wait(for: "READY"))
    session.type("q")
    #expect(session.end() == .code(0))
    #expect(session.output.firstRange(of: Array("\u{2580}".utf8)) != nil)
  }

  @Test(
    "every cell is right after random frames with pictures, repaints and stops",
    arguments: [
      ["truecolor"], ["256"], ["16"], ["mono"], ["ansi", "truecolor"], ["ansi", "256"],
    ])
  func randomFrames(mode: [String]) throws {
    let path = NSTemporaryDirectory() + "fabrica-frames-\(getpid())-\(mode.joined())"
    defer { unlink(path) }
    let session = try ProbeSession(mode + ["frames", "40", path], width: 53, height: 17)
    try #require(session.wait(for: "\u{1B}]0;done\u{7}"))
    let screen = session.screen(width: 53, height: 17)
    let depth = try #require(ColorDepth.allCases.first { mode.contains($0.rawValue) })
    let wanted = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
      try shown($0, depth)
    }
    try #require(wanted.count == 53 * 17)
    let wrong = wanted.indices.filter { !same(wanted[$0], screen.cells[$0]) }
    #expect(wrong.isEmpty, "\(wrong.prefix(3).map { (($0 % 53, $0 / 53), wanted[$0], screen.cells[$0]) })")
    #expect(screen.unknown.isEmpty)
    session.type("q")
    #expect(session.end() == .code(0))
    #expect(session.modesAreRestored)
  }

  private func same(_ wanted: ScreenInterpreter.Shown, _ seen: ScreenInterpreter.Shown) -> Bool {
    var (a, b) = (lifted(wanted), lifted(seen))
    if a.looksLike(b) { return true }
    // What shows of a blank is its ground, and the underline with its colour.
    if a.glyph == " ", b.glyph == " " {
      if !a.attributes.contains(4) { (a.ink, b.ink) = ("-", "-") }
      a.attributes.remove(1)
      b.attributes.remove(1)
    }
    return a == b
  }

  /// Direct colour through curses has no pure black: number 0 is the palette's.
  private func lifted(_ cell: ScreenInterpreter.Shown) -> ScreenInterpreter.Shown {
    var cell = cell
    if cell.ink == "2;0;0;0" { cell.ink = "2;1;1;1" }
    if cell.ground == "2;0;0;0" { cell.ground = "2;1;1;1" }
    return cell
  }

  private func shown(_ line: Substring, _ depth: ColorDepth) throws -> ScreenInterpreter.Shown {
    let parts = line.split(separator: " ")
    let value = try #require(UInt32(parts[0]))
    var cell = ScreenInterpreter.Shown()
    cell.isContinuation = value == 0
    cell.glyph = try #require(Unicode.Scalar(value))
    cell.ink = try code(parts[1], depth)
    cell.ground = try code(parts[2], depth)
    let attributes = CellAttributes(rawValue: try #require(UInt8(parts[3])))
    if attributes.contains(.bold) { cell.attributes.insert(1) }
    if attributes.contains(.underline) { cell.attributes.insert(4) }
    return cell
  }

  private func code(_ text: Substring, _ depth: ColorDepth) throws -> String {
    var mapper = ColorMapper(depth: depth)
    var color = Color.standard
    if text.hasPrefix("#") {
      color = .rgb(try #require(UInt32(text.dropFirst())))
    } else if text != "-" {
      color = .named(try #require(UInt8(text)))
    }
    let mapped = mapper.map(color)
    if mapped.isStandard { return "-" }
    if let index = mapped.paletteIndex { return index < 16 ? "\(index)" : "5;\(index)" }
    let rgb = mapped.bits & 0xFF_FFFF
    return "2;\(rgb >> 16);\(rgb >> 8 & 255);\(rgb & 255)"
  }

  @Test("the terminal's answers decide, and never become keys")
  func answers() throws {
    let session = try ProbeSession(["ask"], environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"])
    try #require(session.wait(for: "\u{1B}[c"))
    session.type("\u{1B}[?2026;2$y\u{1B}[6;20;10tx\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\\u{1B}[?62;4;22c")
    try #require(session.wait(for: "READY 60x20 truecolor."), "\(session.text)")
    #expect(session.text.contains("\u{1B}[?2026h"))
    // The key typed between the answers was kept.
    try #require(session.wait(for: "\"x\")"))
    session.type("q")
    #expect(session.end() == .code(0))
    #expect(session.privateModes() == [7, 25])
  }

  @Test("answers that come too late are swallowed")
  func lateAnswers() throws {
    let session = try ProbeSession(["ask"], environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"])
    try #require(session.wait(for: "READY 60x20 256."))
    session.forgetOutput()
    session.type("\u{1B}[?2026;2$y\u{1B}[6;20;10t\u{1B}P0$r\u{1B}\\\u{1B}[?62;4;22c")
    session.wait(0.4) { _ in false }
    #expect(!session.text.contains("EVENT"))
    session.type("q")
    #expect(session.end() == .code(0))
  }

  @Test("a terminal that takes nothing does not keep the program from leaving")
  func stalledTerminal() throws {
    let session = try ProbeSession([], width: 400, height: 150)
    // Nothing is read: the first frame fills the line.
    usleep(700_000)
    kill(session.pid, SIGTERM)
    #expect(session.end(readingMeanwhile: false) == .code(0))
    #expect(session.modesAreRestored)
  }
}
