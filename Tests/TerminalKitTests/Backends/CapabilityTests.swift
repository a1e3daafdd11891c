import CSystem
import Testing

@testable import TerminalKit

@Suite("What a terminal can do")
struct CapabilityTests {
  private func found(
    _ environment: [String: String], overrides: CapabilityOverrides = CapabilityOverrides(),
    answers: [TerminalReply]? = nil, window: cs_window_size = cs_window_size()
  ) -> Capabilities {
    CapabilityDetection.detect(
      environment: environment, characters: TerminalCharacters(isUnicode: true, reason: "test"),
      entry: environment["TERM"].flatMap { TerminfoEntry(named: $0) }, window: window,
      answers: answers.map { TerminalAnswers($0) }, overrides: overrides)
  }

  @Test(
    "colours, in the order of what is believed",
    arguments: [
      (["TERM": "xterm-256color"], .ansi256), (["TERM": "xterm"], .ansi16), (["TERM": "vt100"], .mono),
      (["TERM": "dumb", "COLORTERM": "truecolor"], .mono),
      (["TERM": "xterm-256color", "COLORTERM": "24bit"], .truecolor),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .mono),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""], .truecolor),
      (["TERM": "xterm-kitty"], .truecolor), (["TERM": "alacritty"], .truecolor),
      (["TERM": "foot-extra"], .truecolor),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .truecolor),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"], .ansi256),
      (["TERM": "xterm-256color", "VTE_VERSION": "6800"], .truecolor),
      (["TERM": "screen-256color", "COLORTERM": "truecolor", "STY": "1.pts"], .ansi256),
      (["TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/x"], .truecolor),
      (["TERM": "tmux-unheard-of"], .ansi256), ([:], .mono),
    ] as [([String: String], ColorDepth)])
  func colors(environment: [String: String], depth: ColorDepth) {
    let capabilities = found(environment)
    #expect(capabilities.colors == depth)
    #expect(capabilities.reasons.contains { $0.hasPrefix("colours \(depth.rawValue): ") })
  }

  @Test("--color beats everything", arguments: ColorDepth.allCases)
  func override(depth: ColorDepth) {
    let environment = ["TERM": "xterm-kitty", "COLORTERM": "truecolor", "NO_COLOR": "1"]
    #expect(found(environment, overrides: CapabilityOverrides(colors: depth)).colors == depth)
  }

  @Test(
    "the terminal's own answer about colours",
    arguments: [
      ("1$r0;48:2::1:2:3m", true), ("1$r48;2;1;2;3m", true), ("1$r0;48:2:1:2:3m", true),
      ("1$r0;48;5;16m", false),
      ("0$r", false), ("1+r524742=382F382F38", true), ("0+r524742", false), ("1$r", false), ("", false),
    ])
  func colorAnswers(text: String, direct: Bool) {
    let reply = TerminalReply.string(introducer: 0x50, text: Array(text.utf8))
    #expect(found(["TERM": "xterm-256color"], answers: [reply]).colors == (direct ? .truecolor : .ansi256))
  }

  @Test("stills only where they were asked for and no multiplexer is between")
  func graphics() {
    let kitty = TerminalReply.string(introducer: 0x5F, text: Array("Gi=31;OK".utf8))
    let refused = TerminalReply.string(introducer: 0x5F, text: Array("Gi=31;EINVAL:no".utf8))
    let sixel = TerminalReply.primaryAttributes([62, 4, 22])
    let asks = CapabilityOverrides(asksForGraphics: true)
    let term = ["TERM": "xterm-256color"]
    #expect(found(term, answers: [kitty, sixel]).graphics == nil)
    #expect(found(term, overrides: asks, answers: [kitty, sixel]).graphics == .kitty)
    #expect(found(term, overrides: asks, answers: [refused, sixel]).graphics == .sixel)
    #expect(found(term, overrides: asks, answers: [.primaryAttributes([62, 22])]).graphics == nil)
    #expect(found(["TERM": "tmux-256color"], overrides: asks, answers: [kitty, sixel]).graphics == nil)
    #expect(found(term, overrides: CapabilityOverrides(graphics: .sixel)).graphics == .sixel)
  }

  @Test(
    "synchronised updates only when confirmed",
    arguments: [(0, false), (1, true), (2, true), (3, false), (4, false)])
  func synchronized(state: Int, on: Bool) {
    let answers = [TerminalReply.privateMode(mode: 2026, state: state)]
    #expect(found([:], answers: answers).synchronizedOutput == on)
    #expect(
      !found([:], overrides: CapabilityOverrides(synchronizedOutput: .off), answers: answers)
        .synchronizedOutput)
    #expect(!found([:]).synchronizedOutput)
  }

  @Test("the shape of a cell")
  func aspect() {
    let pixels = cs_window_size(columns: 80, rows: 24, pixelWidth: 800, pixelHeight: 528)
    let nonsense = cs_window_size(columns: 80, rows: 24, pixelWidth: 1, pixelHeight: 5000)
    let answer = [TerminalReply.cellPixels(height: 18, width: 10)]
    #expect(found([:], window: pixels).cellAspect == 2.2)
    #expect(found([:], answers: answer).cellAspect == 1.8)
    #expect(found([:], answers: answer, window: nonsense).cellAspect == 1.8)
    #expect(found([:], answers: [.cellPixels(height: 7, width: 0)], window: nonsense).cellAspect == 2)
    #expect(found([:], overrides: CapabilityOverrides(cellAspect: 1.5), window: pixels).cellAspect == 1.5)
  }

  @Test("every finding has a reason")
  func reasons() {
    let heads = ["colours", "characters", "stills", "synchronised", "cells", "mouse"]
    let reasons = found(["TERM": "xterm-256color"]).reasons
    for head in heads { #expect(reasons.contains { $0.hasPrefix(head) && $0.contains(": ") }) }
  }
}

@Suite("Descriptions of terminals")
struct TerminfoEntryTests {
  @Test(
    "a description keeps its own strings and gets colours",
    arguments: ["xterm-256color", "tmux-256color", "linux"])
  func adapted(name: String) throws {
    let entry = try #require(TerminfoEntry(named: name))
    let direct = entry.adapted(to: .truecolor, size: Size(width: 77, height: 33))
    #expect(direct.string("cup") == entry.string("cup"))
    #expect(direct.colors == 0x100_0000)
    #expect(direct.number("cols") == 77)
    #expect(direct.number("lines") == 33)
    #expect(direct.string("kcuu1") == nil)
    #expect(entry.adapted(to: .mono, size: Size(width: 1, height: 1)).colors == 0)
  }

  @Test("what the data base says of 24-bit colours")
  func directColor() throws {
    #expect(try #require(TerminfoEntry(named: "xterm-256color")).hasDirectColor == false)
    #expect(TerminfoEntry(named: "no-such-terminal") == nil)
  }

  @Test("the compiled form is as term(5) has it")
  func compiled() throws {
    let entry = try #require(TerminfoEntry(named: "xterm-256color"))
    let bytes = entry.adapted(to: .truecolor, size: Size(width: 80, height: 24)).compiled()
    func short(_ index: Int) -> Int { Int(bytes[index * 2]) | Int(bytes[index * 2 + 1]) << 8 }
    #expect(short(0) == 0o1036)
    #expect(short(1) == "xterm-256color".utf8.count + 1)
    #expect((short(2), short(3), short(4)) == (44, 39, 414))
    #expect(bytes.suffix(4) == Array("RGB\0".utf8)[...])
    #expect(bytes.count < 4096, "small enough for every version of curses")
    #expect(entry.inlineValue.hasPrefix("hex:1E02"))
  }
}
