import CSystem
import Glibc

/// What a person asked for, before anything is detected.
public struct CapabilityOverrides: Sendable, Hashable {
  /// Whether to use what the terminal can do beyond what all can.
  public enum Choice: String, Sendable, CaseIterable {
    /// Where the terminal says it can.
    case auto
    /// Without asking.
    case on
    /// Not at all.
    case off
  }

  /// `--color`.
  public var colors: ColorDepth?
  /// `--ascii`.
  public var ascii: Bool
  /// `--graphics`; nil and `auto` ask the terminal.
  public var graphics: Capabilities.Graphics?
  /// Whether to ask for graphics at all.
  public var asksForGraphics: Bool
  /// Synchronised updates.
  public var synchronizedOutput: Choice
  /// Height of a cell over its width.
  public var cellAspect: Double?
  /// Whether the terminal may be asked anything; off for one that prints questions.
  public var probes: Bool

  /// Nothing asked for: all detected, graphics not asked for.
  public init(
    colors: ColorDepth? = nil, ascii: Bool = false, graphics: Capabilities.Graphics? = nil,
    asksForGraphics: Bool = false, synchronizedOutput: Choice = .auto, cellAspect: Double? = nil,
    probes: Bool = true
  ) {
    self.colors = colors
    self.ascii = ascii
    self.graphics = graphics
    self.asksForGraphics = asksForGraphics
    self.synchronizedOutput = synchronizedOutput
    self.cellAspect = cellAspect
    self.probes = probes
  }
}

/// Finds out what a terminal can do, and says why it thinks so.
///
/// The order for colours: `--color`, `NO_COLOR`, `TERM=dumb`, `COLORTERM`, the terminal data base (`RGB`, `Tc`), names of
/// terminals known to show 24 bits, the terminal's own answer, then 256, 16 or none by the data base. `COLORTERM` is lost over
/// SSH, so the answer often decides. Every finding leaves a line in `reasons`.
public enum CapabilityDetection {
  /// What is known without asking the terminal: no bytes are sent. For `doctor`, and for frames drawn without a terminal.
  /// - Parameters:
  ///   - descriptor: the terminal, for the size of its cells; nil when there is none.
  public static func detect(
    environment: [String: String], descriptor: Int32?, overrides: CapabilityOverrides = CapabilityOverrides()
  ) -> Capabilities {
    let term = environment["TERM"] ?? ""
    return detect(
      environment: environment, characters: TerminalCharacters.prepare(environment: environment),
      entry: term.isEmpty ? nil : TerminfoEntry(named: term), window: window(of: descriptor), answers: nil,
      overrides: overrides)
  }

  static func window(of descriptor: Int32?) -> cs_window_size {
    var window = cs_window_size()
    if let descriptor { _ = cs_get_window_size(descriptor, &window) }
    return window
  }

  /// The decision itself, a pure function of what was found.
  static func detect(
    environment: [String: String], characters: TerminalCharacters, entry: TerminfoEntry?,
    window: cs_window_size,
    answers: TerminalAnswers?, overrides: CapabilityOverrides
  ) -> Capabilities {
    var found = Capabilities(reasons: [])
    let colors = colors(environment, entry, answers, overrides)
    found.colors = colors.depth
    found.reasons.append("colours \(colors.depth.rawValue): \(colors.reason)")
    found.unicode = characters.isUnicode && !overrides.ascii
    found.reasons.append("characters: " + (overrides.ascii ? "ASCII asked for" : characters.reason))
    let graphics = graphics(environment, answers, overrides)
    found.graphics = graphics.kind
    found.reasons.append("stills \(graphics.kind?.rawValue ?? "none"): \(graphics.reason)")
    let synchronized = synchronized(answers, overrides)
    found.synchronizedOutput = synchronized.on
    found.reasons.append("synchronised updates \(synchronized.on ? "on" : "off"): \(synchronized.reason)")
    let aspect = aspect(window, answers, overrides)
    found.cellAspect = aspect.value
    found.reasons.append("cells \(hundredths(aspect.value)) times as high as wide: \(aspect.reason)")
    found.mouse = !["", "dumb", "linux", "vt100", "vt220"].contains(environment["TERM"] ?? "")
    found.reasons.append("mouse \(found.mouse ? "can be switched on" : "none"): by the name of the terminal")
    return found
  }

  // MARK: Colours

  private static func colors(
    _ environment: [String: String], _ entry: TerminfoEntry?, _ answers: TerminalAnswers?,
    _ overrides: CapabilityOverrides
  ) -> (depth: ColorDepth, reason: String) {
    if let asked = overrides.colors { return (asked, "asked for") }
    if let none = environment["NO_COLOR"], !none.isEmpty { return (.mono, "NO_COLOR is set") }
    let term = environment["TERM"] ?? ""
    if term.isEmpty || term == "dumb" { return (.mono, term.isEmpty ? "TERM is not set" : "TERM=dumb") }
    if isScreen(environment) { return (byEntry(entry), "GNU screen shows no 24-bit colours") }
    if let value = environment["COLORTERM"], ["truecolor", "24bit"].contains(value.lowercased()) {
      return (.truecolor, "COLORTERM=\(value.lowercased())")
    }
    if entry?.hasDirectColor == true { return (.truecolor, "the terminal data base says RGB") }
    if let known = knownTerminal(environment) { return (.truecolor, "\(known) shows 24 bits") }
    if answers?.directColor == true { return (.truecolor, "the terminal answers so") }
    let count = entry.map { "the terminal data base says \($0.colors) colours" }
    return (byEntry(entry), count ?? "the terminal data base has no such name")
  }

  private static func byEntry(_ entry: TerminfoEntry?) -> ColorDepth {
    guard let entry else { return .ansi256 }
    return entry.colors >= 256 ? .ansi256 : entry.colors >= 8 ? .ansi16 : .mono
  }

  private static func isScreen(_ environment: [String: String]) -> Bool {
    environment["STY"] != nil && environment["TMUX"] == nil
  }

  /// Terminals that show 24 bits but may not say so, by names that travel over SSH (TERM) or stay at home (the others).
  private static func knownTerminal(_ environment: [String: String]) -> String? {
    let term = environment["TERM"] ?? ""
    let families = [
      "kitty", "alacritty", "foot", "wezterm", "ghostty", "contour", "konsole", "iterm", "rio", "vte",
    ]
    if let family = families.first(where: {
      term == $0 || term.hasPrefix($0 + "-") || term.hasPrefix("xterm-" + $0)
    }) {
      return family
    }
    let programs = ["iTerm.app", "WezTerm", "ghostty", "vscode", "rio"]
    if let program = environment["TERM_PROGRAM"], programs.contains(program) { return program }
    if environment["WT_SESSION"] != nil { return "Windows Terminal" }
    if let version = environment["VTE_VERSION"].flatMap({ Int($0) }), version >= 3600 { return "VTE" }
    return environment["KONSOLE_VERSION"] == nil ? nil : "konsole"
  }

  // MARK: The rest

  private static func graphics(
    _ environment: [String: String], _ answers: TerminalAnswers?, _ overrides: CapabilityOverrides
  ) -> (kind: Capabilities.Graphics?, reason: String) {
    if let asked = overrides.graphics { return (asked, "asked for") }
    guard overrides.asksForGraphics else { return (nil, "not asked for") }
    if isMultiplexed(environment) { return (nil, "tmux and screen do not keep them in place") }
    if answers?.kitty == true { return (.kitty, "the terminal answers so") }
    if answers?.sixel == true { return (.sixel, "the terminal answers so") }
    return (nil, answers == nil ? "the terminal was not asked" : "the terminal does not answer that it can")
  }

  /// Whether a multiplexer stands between us and the terminal.
  static func isMultiplexed(_ environment: [String: String]) -> Bool {
    let term = environment["TERM"] ?? ""
    return environment["TMUX"] != nil || environment["STY"] != nil || term.hasPrefix("tmux")
      || term.hasPrefix("screen")
  }

  private static func synchronized(
    _ answers: TerminalAnswers?, _ overrides: CapabilityOverrides
  ) -> (on: Bool, reason: String) {
    switch overrides.synchronizedOutput {
    case .on: return (true, "asked for")
    case .off: return (false, "asked for")
    case .auto:
      guard let answers else { return (false, "the terminal was not asked") }
      return (
        answers.synchronizedOutput,
        "the terminal answers \(answers.synchronizedOutput ? "so" : "nothing of it")"
      )
    }
  }

  private static func aspect(
    _ window: cs_window_size, _ answers: TerminalAnswers?, _ overrides: CapabilityOverrides
  ) -> (value: Double, reason: String) {
    if let asked = overrides.cellAspect { return (asked, "asked for") }
    if window.columns > 0, window.rows > 0, window.pixelWidth > 0, window.pixelHeight > 0 {
      let height = Double(window.pixelHeight) / Double(window.rows)
      let value = height * Double(window.columns) / Double(window.pixelWidth)
      if plausible.contains(value) { return (value, "by the window's size in pixels") }
    }
    if let cell = answers?.cellPixels, cell.width > 0 {
      let value = Double(cell.height) / Double(cell.width)
      if plausible.contains(value) { return (value, "the terminal answers so") }
    }
    return (2, "usual, the terminal does not say")
  }

  /// Outside it a terminal reports something else than the size of a cell.
  private static let plausible = 1.0...4.0

  private static func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return "\(whole / 100)." + (whole % 100 < 10 ? "0" : "") + "\(whole % 100)"
  }
}
