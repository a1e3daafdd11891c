import Imaging
import Storage

/// Why a command does not do what was asked, beside files that cannot be read: facts; `description` is the sentence.
public enum CommandError: Error, Hashable, CustomStringConvertible {
  /// An option's value makes no sense; what it was and what would.
  case badValue(option: String, value: String, expected: String)
  /// Options that need or exclude one another.
  case badCombination(String)
  /// Files that exist and would be lost.
  case wouldOverwrite([String])
  /// A label map has no such organ; the nearest names it has.
  case noSuchOrgan(name: String, file: String, similar: [String])
  /// Something the command needs is not on this machine.
  case missing(String)
  /// A stream or file could not be written; the system's reason.
  case unwritable(String, reason: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .badValue(let option, let value, let expected):
      "\(option) '\(Sanitizer.clean(value))' is not \(expected)"
    case .badCombination(let sentence): sentence
    case .wouldOverwrite(let paths):
      "\(paths.map { Sanitizer.clean($0) }.joined(separator: ", ")) "
        + (paths.count == 1 ? "exists" : "exist") + "; --force writes over it"
    case .noSuchOrgan(let name, let file, let similar):
      "\(Sanitizer.clean(file)): has no organ '\(Sanitizer.clean(name))'"
        + (similar.isEmpty ? "" : "; did you mean \(similar.joined(separator: ", "))?")
    case .missing(let what): "\(what) is missing"
    case .unwritable(let what, let reason): "\(what) cannot be written: \(reason)"
    }
  }
}
