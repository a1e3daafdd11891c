import Glibc
import Imaging
import TerminalKit

/// The two streams of a command: results on standard output, everything said about them on standard error.
///
/// Text has been made safe where it came in; here it is only fitted to who reads it. A terminal without UTF-8 gets
/// ASCII, a minus sign is always the hyphen that other programs parse.
public enum Console {
  /// Whether results go to a terminal.
  public static var resultsGoToTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether messages go to a terminal.
  public static var messagesGoToTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether readers see UTF-8, as the locale says.
  public static let isUTF8 = TerminalCharacters.prepare(environment: ProgramPlaces.environment).isUnicode

  /// Colours that results may have: none unless they go to a terminal, whatever it could show.
  public static var colorDepth: ColorDepth {
    guard resultsGoToTerminal else { return .mono }
    return CapabilityDetection.detect(environment: ProgramPlaces.environment, descriptor: STDOUT_FILENO)
      .colors
  }

  /// Writes a result, a line break after it.
  /// - Throws: `CommandError.unwritable` when the stream does not take it, a full disk for one.
  public static func write(_ text: String) throws(CommandError) {
    let plain = text.replacing("−", with: "-")
    try put(resultsGoToTerminal && !isUTF8 ? ascii(plain) : plain)
  }

  /// Writes JSON as it is, a line break after it.
  /// - Throws: as `write`.
  public static func write(json: String) throws(CommandError) { try put(json) }

  /// Says something about the work on standard error: "fabrica: ...".
  public static func say(_ text: String) {
    ProgressLine.clear()
    let line = "\(ProgramFacts.name): \(text)"
    put((isUTF8 ? line : ascii(line)) + "\n", to: STDERR_FILENO)
  }

  /// Shows help or a usage message as it is.
  public static func show(_ text: String, isResult: Bool) {
    put(text + "\n", to: isResult ? STDOUT_FILENO : STDERR_FILENO)
  }

  private static func put(_ text: String) throws(CommandError) {
    ProgressLine.clear()
    guard put(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) else {
      throw .unwritable("standard output", reason: String(cString: strerror(errno)))
    }
  }

  /// Writes all of a text; false, with `errno` set, when the stream does not take it.
  @discardableResult
  static func put(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      done += count
    }
    return true
  }

  /// The text in ASCII: signs by their nearest, letters beyond by `?`.
  static func ascii(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" ? $0 : AsciiGlyph.nearest($0) }))
  }
}
