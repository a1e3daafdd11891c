import Glibc

/// Why no terminal could be opened.
public enum TerminalError: Error, Sendable, Hashable {
  /// Standard output is no terminal.
  case notATerminal
  /// `TERM=dumb`, or a terminal that cannot move its cursor.
  case dumb(term: String)
  /// The terminal data base has no such name, and it does not look like a terminal that takes ANSI sequences.
  case unknown(term: String)
  /// `TERM` is not set.
  case unnamed
  /// curses refused to start.
  case cursesFailed(term: String)
  /// This process already shows a screen.
  case alreadyOpen
  /// A call of the system failed.
  case system(call: String, code: Int32)

  /// The exit code for it: 2, wrong usage, for everything a person can put right; 1 where the system failed.
  public var exitCode: Int32 {
    if case .system = self { return 1 }
    return 2
  }
}

extension TerminalError: CustomStringConvertible {
  /// One line that says what is wrong and what to do.
  public var description: String {
    let headless = "or draw without one: --size 120x40 --dump FRAME.txt"
    switch self {
    case .notATerminal:
      return "standard output is not a terminal; start from a terminal (ssh needs -t), \(headless)"
    case .dumb(let term):
      return "TERM=\(shown(term)) cannot show a screen; use another terminal, or set TERM to what yours is "
        + "(TERM=xterm-256color fits most), \(headless)"
    case .unknown(let term):
      return "TERM=\(shown(term)) is not known here; set TERM=xterm-256color if your terminal is like most, "
        + "\(headless)"
    case .unnamed:
      return "TERM is not set; set TERM=xterm-256color if your terminal is like most, \(headless)"
    case .cursesFailed(let term):
      return
        "the description of TERM=\(shown(term)) cannot be used; set TERM=xterm-256color if your terminal is "
        + "like most, \(headless)"
    case .alreadyOpen:
      return "this process already shows a screen"
    case .system(let call, let code):
      return "\(call) failed: \(String(cString: strerror(code)))"
    }
  }

  /// The environment's text as it may be printed: only the characters a terminal's name is made of.
  private func shown(_ term: String) -> String {
    String(
      term.unicodeScalars.prefix(40).map {
        $0.isASCII && $0.value > 32 && $0.value < 127 ? Character($0) : "?"
      })
  }
}
