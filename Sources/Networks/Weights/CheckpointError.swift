import Storage

/// A PyTorch checkpoint that is not read, as facts: which file, which part of it, what is wrong there.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The system would not read the file.
    case unreadable(StorageError)
    /// Written by PyTorch before 1.6, which made no zip archive.
    case legacyFormat
    /// No zip archive, or one that ends early.
    case notAnArchive
    /// The archive or one of its entries; `entry` is empty where none is meant.
    case archive(entry: String, ArchiveFlaw)
    /// The pickle, at a byte of it.
    case pickle(offset: Int, PickleFlaw)
    /// A field of the checkpoint's dictionary.
    case field(String, FieldFlaw)
    /// A tensor of the weights.
    case tensor(String, TensorFlaw)
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

  /// One sentence that names the file and the part of it.
  public var description: String {
    switch problem {
    case .unreadable(let error): error.description
    case .legacyFormat:
      "\(file): written by PyTorch older than 1.6; load it there and save it again with torch.save"
    case .notAnArchive: "\(file): no PyTorch checkpoint, or one that ends early"
    case .archive(let entry, let flaw): "\(file): \(entry.isEmpty ? "the archive" : entry) \(flaw)"
    case .pickle(let offset, let flaw): "\(file): data.pkl, byte \(offset): \(flaw)"
    case .field(let name, let flaw): "\(file): \(name) \(flaw)"
    case .tensor(let name, let flaw): "\(file): tensor \(name) \(flaw)"
    }
  }
}
