import CSystem
import Glibc

/// Opens the terminal this process runs in with the back end that fits it.
public enum TerminalFactory {
  /// How to open it.
  public struct Options: Sendable {
    /// What the person asked for.
    public var overrides: CapabilityOverrides
    /// The environment that describes the terminal.
    public var environment: [String: String]
    /// The terminal; standard output unless told otherwise.
    public var descriptor: Int32
    /// Take a terminal of any name for one that understands ANSI sequences, and use no data base.
    public var assumesANSI: Bool

    /// Options; see the properties.
    public init(
      overrides: CapabilityOverrides = CapabilityOverrides(), environment: [String: String],
      descriptor: Int32 = 1, assumesANSI: Bool = false
    ) {
      self.overrides = overrides
      self.environment = environment
      self.descriptor = descriptor
      self.assumesANSI = assumesANSI
    }
  }

  /// Takes the terminal: raw mode, alternate screen, hidden cursor. Whatever ends the process afterwards gives it back.
  ///
  /// Asks the terminal what it can do for at most 100 ms, and not at all where nothing depends on the answers. To be
  /// called by the thread that will own it, after `SignalMask.blockForWorkers()`.
  /// - Throws: when there is no terminal, or none that can show a screen; the description says what to do, `exitCode` is 2.
  public static func open(_ options: Options) throws(TerminalError) -> any InteractiveTerminal {
    guard isatty(options.descriptor) == 1 else { throw .notATerminal }
    let term = options.environment["TERM"] ?? ""
    let entry = try entry(for: term, options)
    let characters = TerminalCharacters.prepare(environment: options.environment)
    let device = try TerminalDevice(descriptor: options.descriptor)
    try device.take()
    let window = CapabilityDetection.window(of: options.descriptor)
    var found = CapabilityDetection.detect(
      environment: options.environment, characters: characters, entry: entry, window: window, answers: nil,
      overrides: options.overrides)
    let question = question(found, window, options)
    if !question.isEmpty, let answers = device.ask(question, milliseconds: 100) {
      found = CapabilityDetection.detect(
        environment: options.environment, characters: characters, entry: entry, window: window,
        answers: answers, overrides: options.overrides)
    }
    guard let entry, !options.assumesANSI else {
      found.reasons.append(
        "drawn without curses: \(options.assumesANSI ? "asked for" : "its name is not known here")")
      return DirectTerminal(device: device, capabilities: found)
    }
    do {
      return try NCursesTerminal(device: device, capabilities: found, entry: entry)
    } catch .cursesFailed {
      found.reasons.append("drawn without curses: it does not take the description of \(term)")
      return DirectTerminal(device: device, capabilities: found)
    }
  }

  /// The description, nil for a terminal that must do without one.
  private static func entry(for term: String, _ options: Options) throws(TerminalError) -> TerminfoEntry? {
    if options.assumesANSI { return nil }
    if term.isEmpty { throw .unnamed }
    if term == "dumb" { throw .dumb(term: term) }
    if let entry = TerminfoEntry(named: term) {
      if !entry.movesCursor { throw .dumb(term: term) }
      return entry
    }
    if !looksLikeANSI(term) { throw .unknown(term: term) }
    return nil
  }

  /// Names of terminals newer than the data base here.
  private static func looksLikeANSI(_ term: String) -> Bool {
    let families = [
      "xterm", "tmux", "screen", "alacritty", "kitty", "foot", "wezterm", "ghostty", "contour", "rio",
    ]
    return families.contains { term == $0 || term.hasPrefix($0 + "-") } || term.hasSuffix("-256color")
      || term.hasSuffix("-direct")
  }

  /// What there is to ask: only what the answers could change, and nothing of consoles that print what they do not know.
  private static func question(
    _ found: Capabilities, _ window: cs_window_size, _ options: Options
  ) -> TerminalAnswers.Question {
    let term = options.environment["TERM"] ?? ""
    guard options.overrides.probes, !term.hasPrefix("linux"), !term.hasPrefix("vt"), term != "cons25" else {
      return []
    }
    var question: TerminalAnswers.Question = []
    if options.overrides.synchronizedOutput == .auto { question.insert(.synchronizedOutput) }
    if window.pixelWidth == 0, options.overrides.cellAspect == nil { question.insert(.cellPixels) }
    let undecided = options.overrides.colors == nil && found.colors == .ansi256
    if undecided, options.environment["STY"] == nil { question.insert(.directColor) }
    let draws = options.overrides.asksForGraphics && options.overrides.graphics == nil
    if draws, !CapabilityDetection.isMultiplexed(options.environment) { question.insert(.graphics) }
    return question
  }
}
