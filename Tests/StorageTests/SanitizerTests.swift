import Testing

@testable import Storage

struct SanitizerTests {
  static let payloads: [(String, String)] = [
    ("\u{1b}]52;c;cm0gLXJm\u{7}liver", "?]52;c;cm0gLXJm?liver"),
    ("\u{1b}]0;title\u{1b}\\", "?]0;title?\\"),
    ("\u{9b}31mred", "?31mred"),
    ("a\u{90}q\u{9c}b", "a?q?b"),
    ("safe\u{202e}gpj.exe", "safe?gpj.exe"),
    ("\u{2066}x\u{2069}", "?x?"),
    ("ki\u{200b}dney\u{feff}", "ki?dney?"),
    ("line\nbreak\ttab\rreturn", "line break tab return"),
    ("\u{7f}del\u{0}nul", "?del?nul"),
    ("\u{1b}c\u{1b}[6n", "?c?[6n"),
    ("sp\u{2028}lit\u{2029}", "sp?lit?"),
    ("tag\u{e0041}\u{fff9}", "tag??"),
    ("\u{e000}private", "?private"),
    ("  trimmed  ", "trimmed"),
    ("z\u{301}\u{301}\u{301}\u{301}\u{301}", "z\u{301}\u{301}\u{301}"),
    ("Rückenmark 腎臓", "Rückenmark 腎臓"),
    ("kidney_right", "kidney_right"),
    ("", ""),
  ]

  @Test(arguments: payloads)
  func showsNothingATerminalObeys(hostile: String, shown: String) {
    #expect(Sanitizer.clean(hostile) == shown)
  }

  @Test func noControlSurvivesAnywhere() {
    for value in (0...0x2fff).compactMap(Unicode.Scalar.init) {
      let shown = Sanitizer.clean("a\(Character(value))b")
      for scalar in shown.unicodeScalars {
        #expect(scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value))
        #expect(!(0x200b...0x200f).contains(scalar.value) && !(0x2028...0x202e).contains(scalar.value))
        #expect(!(0x2060...0x206f).contains(scalar.value))
      }
    }
  }

  @Test func bytesThatAreNoUTF8AreReplaced() {
    #expect(Sanitizer.clean(field: [0x6c, 0x9b, 0xff, 0x6d, 0, 0x41]) == "l\u{fffd}\u{fffd}m")
  }

  @Test func longTextIsCut() {
    #expect(Sanitizer.clean(String(repeating: "a", count: 500), limit: 10) == "aaaaaaaaaa...")
  }
}
