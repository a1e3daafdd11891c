import Storage

/// A safetensors file that is not read or written, as facts: which file, which part of it, what is wrong there.
///
/// The header's cases are those of the format's own reader (huggingface/safetensors, `tensor.rs`) and those that it
/// leaves open.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The system would not read or write the file.
    case storage(StorageError)
    /// Shorter than the header's length.
    case headerTooSmall
    /// A header of more than 100,000,000 bytes.
    case headerTooLarge
    /// The header reaches beyond the file.
    case headerBeyondFile
    /// The header is not UTF-8.
    case headerNotText
    /// The header does not begin with `{`.
    case headerStart
    /// The header is not JSON, or not within its limits, at a byte of it.
    case headerNotJSON(offset: Int)
    /// A field of the header: `weight.dtype`.
    case field(String, FieldFlaw)
    /// Tensors leave a hole or overlap; the first that does not begin where the one before it ends.
    case offsets(String)
    /// A tensor.
    case tensor(String, TensorFlaw)
    /// The file is longer or shorter than its tensors.
    case wrongLength(found: Int, expected: Int)
  }

  /// The file, made safe to show.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// An error about a file.
  public init(_ file: String, _ problem: Problem) {
    self.file = Sanitizer.clean(file)
    self.problem = problem
  }

  /// Whether a full disk or quota is the cause.
  public var isFull: Bool {
    if case .storage(let error) = problem { return error.isFull }
    return false
  }

  /// Whether the file could not be written, rather than not be understood.
  public var isUnwritable: Bool {
    if case .storage(let error) = problem { return error.attempt == .unwritable }
    return false
  }

  /// One sentence that names the file and the part of it.
  public var description: String {
    switch problem {
    case .storage(let error): error.description
    case .headerTooSmall: "\(file): no safetensors file: it is shorter than 8 bytes"
    case .headerTooLarge: "\(file): header length is more than 100000000 bytes"
    case .headerBeyondFile: "\(file): header length reaches beyond the file"
    case .headerNotText: "\(file): header is not UTF-8"
    case .headerStart: "\(file): header does not begin with {"
    case .headerNotJSON(let offset): "\(file): header, byte \(offset): not JSON, or nested too deeply"
    case .field(let name, let flaw): "\(file): header field \(name) \(flaw)"
    case .offsets(let name): "\(file): tensor \(name) has data_offsets that leave a hole or overlap"
    case .tensor(let name, let flaw): "\(file): tensor \(name) \(flaw)"
    case .wrongLength(let found, let expected):
      "\(file): has \(found) bytes where its header needs \(expected)"
    }
  }
}
