import Storage

/// Why a model's description cannot be used: the file, the field in it, and what is wrong.
public struct PlanError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with a field.
  public enum Problem: Hashable, Sendable {
    /// The file cannot be read; the system's reason.
    case unreadable(String)
    /// The file is larger than any plan, in bytes.
    case tooLarge(Int)
    /// The file is not JSON, or nested too deeply, at a byte.
    case notJSON(offset: Int)
    /// The file has the field twice.
    case repeatedField
    /// The field is not there.
    case missing
    /// The field holds something else than `expected`, such as "a whole number".
    case wrongKind(expected: String)
    /// A value outside what makes sense.
    case outOfRange(value: String, allowed: String)
    /// A list of the wrong length.
    case wrongCount(Int, expected: Int)
    /// A value that means something Fabrica does not do.
    case unsupported(value: String, supported: String)
    /// Two fields that contradict each other.
    case contradiction(String)
    /// A configuration for slices instead of volumes, by its number of axes.
    case notThreeDimensional(axes: Int)
    /// Intensities that are not normalised as CT's; another modality.
    case notCT(normalization: String)
    /// More than one input channel.
    case severalChannels(Int)
    /// A cascade's second stage, which reads the answer of another configuration.
    case cascade(previous: String)
    /// A label that stands for several, as region-based training has them.
    case regions(label: String)
    /// Labels are not 0, 1, 2, ...; the first that is missing or stands twice.
    case labelGap(Int)
    /// No configuration of this name; those there are.
    case noConfiguration(available: [String])
    /// A configuration that inherits from itself.
    case circular
  }

  /// The file, made safe to show.
  public let file: String
  /// The field, `configurations.3d_fullres.patch_size[1]`; empty for the file as a whole.
  public let field: String
  /// What is wrong.
  public let problem: Problem

  /// An error; file and field are made safe to show.
  public init(_ file: String, _ field: String, _ problem: Problem) {
    self.file = Sanitizer.clean(file)
    self.field = Sanitizer.clean(field, limit: 200)
    self.problem = problem
  }

  /// One sentence.
  public var description: String { "\(file): \(field.isEmpty ? "" : field + " ")\(problem.sentence)" }
}

extension PlanError.Problem {
  fileprivate var sentence: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .tooLarge(let bytes): "has \(bytes) bytes, more than a plan can have"
    case .notJSON(let offset): "is not JSON, at byte \(offset)"
    case .repeatedField: "stands there twice"
    case .missing: "is missing"
    case .wrongKind(let expected): "is not \(expected)"
    case .outOfRange(let value, let allowed): "is \(clean(value)); allowed is \(allowed)"
    case .wrongCount(let count, let expected): "has \(count) entries, expected \(expected)"
    case .unsupported(let value, let supported): "is '\(clean(value))'; supported is \(supported)"
    case .contradiction(let sentence): sentence
    case .notThreeDimensional(let axes): "has \(axes) axes; only 3-D configurations can be used"
    case .notCT(let normalization):
      "is '\(clean(normalization))'; only CT models (CTNormalization) can be used"
    case .severalChannels(let count): "has \(count) channels; only models of one CT channel can be used"
    case .cascade(let previous):
      "names '\(clean(previous))': a cascade's second stage cannot be used, only a configuration that stands alone"
    case .regions(let label):
      "'\(clean(label))' stands for several labels; models trained on regions cannot be used"
    case .labelGap(let label): "must be 0, 1, 2, ... without gaps, each once; \(label) is not"
    case .noConfiguration(let available):
      "does not exist; there are \(available.map { clean($0) }.joined(separator: ", "))"
    case .circular: "inherits from itself"
    }
  }

  private func clean(_ text: String) -> String { Sanitizer.clean(text, limit: 100) }
}
