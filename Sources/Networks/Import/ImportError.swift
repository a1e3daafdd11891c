import Storage

/// Why a folder does not become a model, beside what its plans and checkpoints say: facts; `description` is the sentence.
public struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// There is no such folder.
    case noFolder
    /// Neither the folder nor those in it hold `plans.json`.
    case noModel
    /// Several models lie there and none comes first; their folders.
    case severalModels([String])
    /// No fold has the checkpoint; the name, and whether the other kind is there.
    case noCheckpoint(name: String, other: String?)
    /// A fold that was asked for is not there; those that are.
    case noFold(String, available: [String])
    /// The folder was given twice.
    case givenTwice
    /// The checkpoint is not of the network that the plans describe.
    case weights(WeightMismatch)
    /// The checkpoint was trained with another configuration than the one whose plan was taken.
    case configuration(trained: String, taken: String)
  }

  /// The folder or file, made safe to show.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// An error about a folder or file.
  public init(_ file: String, _ problem: Problem) {
    self.file = Sanitizer.clean(file)
    self.problem = problem
  }

  /// One sentence that names the file and the part of it.
  public var description: String {
    switch problem {
    case .noFolder: "\(file): no such folder"
    case .noModel: "\(file): holds no nnU-Net model (plans.json is neither there nor in the folders below)"
    case .severalModels(let folders):
      "\(file): holds several models, name one of them: \(folders.map { clean($0) }.joined(separator: ", "))"
    case .noCheckpoint(let name, let other):
      "\(file): no fold has \(name)" + (other.map { "; \($0) is there" } ?? "")
    case .noFold(let fold, let available):
      "\(file): has no fold '\(clean(fold))'"
        + (available.isEmpty ? "" : "; there are \(available.map { clean($0) }.joined(separator: ", "))")
    case .givenTwice: "\(file): is given twice"
    case .weights(let mismatch): "\(file): \(mismatch)"
    case .configuration(let trained, let taken):
      "\(file): init_args.configuration is '\(clean(trained))', but the plan taken is that of '\(clean(taken))'; "
        + "--configuration chooses another"
    }
  }

  private func clean(_ text: String) -> String { Sanitizer.clean(text, limit: 200) }
}
