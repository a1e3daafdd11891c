import Glibc

/// Which characters the terminal takes, as the locale says.
///
/// A locale that is asked for but not installed here (usual over SSH) counts by its name. A person who asks for C or POSIX gets
/// ASCII; where nothing is asked for, UTF-8 is assumed, because a bare environment means that nobody chose.
public struct TerminalCharacters: Sendable, Hashable {
  /// Whether it is UTF-8.
  public let isUnicode: Bool
  /// One line that says why.
  public let reason: String

  /// Sets the C library's character type (not numbers, not messages) for an environment. To be called before threads exist.
  public static func prepare(environment: [String: String]) -> TerminalCharacters {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let asked = names.lazy.compactMap { name in
      environment[name].flatMap { $0.isEmpty ? nil : (name: name, value: $0) }
    }.first
    guard let asked else {
      return useUnicode(because: "no locale is set: UTF-8 assumed")
    }
    let source = "\(asked.name)=\(printable(asked.value))"
    if ["C", "POSIX"].contains(asked.value) {
      setlocale(LC_CTYPE, "C")
      return TerminalCharacters(isUnicode: false, reason: "\(source): ASCII only")
    }
    guard setlocale(LC_CTYPE, asked.value) != nil else {
      if namesUTF8(asked.value) {
        return useUnicode(because: "\(source) is not installed here, its name says UTF-8")
      }
      return TerminalCharacters(isUnicode: false, reason: "\(source) is not installed here: ASCII only")
    }
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    let unicode = namesUTF8(codeset)
    return TerminalCharacters(
      isUnicode: unicode, reason: "\(source): codeset \(codeset)" + (unicode ? "" : ", ASCII only"))
  }

  private static func useUnicode(because reason: String) -> TerminalCharacters {
    for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil {
      return TerminalCharacters(isUnicode: true, reason: "\(reason) (\(name))")
    }
    return TerminalCharacters(isUnicode: false, reason: "no UTF-8 locale is installed: ASCII only")
  }

  private static func namesUTF8(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" }
    return plain.hasSuffix("utf8") || plain.contains(".utf8@")
  }

  private static func printable(_ text: String) -> String {
    String(text.unicodeScalars.prefix(40).map { (33...126).contains($0.value) ? Character($0) : "?" })
  }
}
