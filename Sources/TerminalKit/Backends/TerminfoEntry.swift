import CNCurses
import Synchronization

/// A terminal's description as curses reads it: taken from the data base under one name, changed, and handed back as bytes.
///
/// So a terminal that shows 24-bit colour but is described with 256 (nearly all are) gets a description of its own that
/// differs in nothing else, and no file need exist for it. Only what drawing needs is kept: no keys, no printers, nothing that
/// shifts text within a line, no tabs, no change of the palette.
struct TerminfoEntry: Sendable, Hashable {
  /// The name it was found under.
  let name: String
  private(set) var flags: [Bool]
  private(set) var numbers: [Int32?]
  private(set) var strings: [[UInt8]?]
  /// Whether it says that colours are red, green and blue (`RGB` or `Tc`).
  private(set) var hasDirectColor: Bool

  /// The description of a terminal, nil when the data base has none.
  init?(named name: String) {
    guard let entry = TerminfoEntry.current.withLock({ _ in TerminfoEntry(loading: name) }) else {
      return nil
    }
    self = entry
  }

  /// curses keeps one current description for the whole process.
  private static let current = Mutex(())

  private init?(loading name: String) {
    guard cn_terminfo_load(name) == 1 else { return nil }
    defer { cn_terminfo_unload() }
    self.name = name
    flags = TerminfoNames.flags.map { TerminfoEntry.keptFlags.contains($0) && cn_terminfo_flag($0) == 1 }
    numbers = TerminfoNames.numbers.map { name in
      guard TerminfoEntry.keptNumbers.contains(name) else { return nil }
      let value = cn_terminfo_number(name)
      return value < 0 ? nil : value
    }
    strings = TerminfoNames.strings.map { name in
      guard TerminfoEntry.keptStrings.contains(name), let text = cn_terminfo_string(name) else { return nil }
      return Array(String(cString: text).utf8)
    }
    hasDirectColor =
      ["RGB", "Tc"].contains { (name: String) in
        cn_terminfo_flag(name) == 1 || cn_terminfo_string(name) != nil
      }
      || cn_terminfo_number("RGB") > 0
  }

  /// Colours of the description; 0 for none.
  var colors: Int { number("colors") ?? 0 }
  /// Whether the cursor can be moved anywhere; nothing can be shown otherwise.
  var movesCursor: Bool { string("cup") != nil }

  /// A number by its name.
  func number(_ name: String) -> Int? {
    TerminfoNames.numbers.firstIndex(of: name).flatMap { numbers[$0].map(Int.init) }
  }
  /// A string by its name.
  func string(_ name: String) -> [UInt8]? {
    TerminfoNames.strings.firstIndex(of: name).flatMap { strings[$0] }
  }

  /// The same for a window's size and a depth of colours.
  func adapted(to depth: ColorDepth, size: Size) -> TerminfoEntry {
    var entry = self
    entry.set("cols", Int32(clamping: size.width))
    entry.set("lines", Int32(clamping: size.height))
    entry.hasDirectColor = depth == .truecolor
    guard depth != .mono else {
      for name in ["setaf", "setab", "op"] { entry.set(name, nil as String?) }
      entry.set("colors", nil as Int32?)
      entry.set("pairs", nil as Int32?)
      return entry
    }
    entry.set("colors", depth == .truecolor ? 0x100_0000 : depth == .ansi256 ? 256 : 16)
    entry.set("pairs", 0x10000)
    entry.set("op", "\u{1B}[39;49m")
    entry.set("setaf", TerminfoEntry.colorString(depth, ground: false))
    entry.set("setab", TerminfoEntry.colorString(depth, ground: true))
    return entry
  }

  /// The parametrised string that chooses a colour: 0...7, then 8...15, then the depth's own form.
  private static func colorString(_ depth: ColorDepth, ground: Bool) -> String {
    let base = ground ? "4" : "3"
    let bright = ground ? "10" : "9"
    let rest: String
    switch depth {
    case .truecolor: rest = "8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
    default: rest = "8;5;%p1%d"
    }
    return "\u{1B}[%?%p1%{8}%<%t\(base)%p1%d%e%p1%{16}%<%t\(bright)%p1%{8}%-%d%e\(base)\(rest)%;m"
  }

  private mutating func set(_ name: String, _ value: Int32?) {
    if let index = TerminfoNames.numbers.firstIndex(of: name) { numbers[index] = value }
  }

  private mutating func set(_ name: String, _ value: String?) {
    if let index = TerminfoNames.strings.firstIndex(of: name) {
      strings[index] = value.map { Array($0.utf8) }
    }
  }

  private static let keptFlags: Set<String> = ["am", "bce", "km", "mir", "msgr", "npc", "xenl"]
  private static let keptNumbers: Set<String> = ["cols", "lines", "colors", "pairs", "ncv"]
  private static let keptStrings: Set<String> = [
    "acsc", "bel", "bold", "civis", "clear", "cnorm", "cr", "cub", "cub1", "cud", "cud1", "cuf", "cuf1",
    "cup", "cuu",
    "cuu1", "dim", "ech", "ed", "el", "el1", "enacs", "home", "hpa", "ind", "nel", "op", "rc", "rev", "ri",
    "ritm",
    "rmacs", "rmam", "rmcup", "rmso", "rmul", "sc", "setab", "setaf", "sgr", "sgr0", "sitm", "smacs", "smam",
    "smcup",
    "smso", "smul", "vpa",
  ]
}

/// Names of the standard capabilities in the order of the compiled format.
enum TerminfoNames {
  static let flags: [String] = all(cn_terminfo_flag_name)
  static let numbers: [String] = all(cn_terminfo_number_name)
  static let strings: [String] = all(cn_terminfo_string_name)

  private static func all(_ name: (Int) -> UnsafePointer<CChar>?) -> [String] {
    var names: [String] = []
    while let next = name(names.count) { names.append(String(cString: next)) }
    return names
  }
}
