import Storage

/// A model bundle that is not opened, read or written, as facts: which file of it, which field, what is wrong there.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The system would not read or write the file.
    case storage(StorageError)
    /// No model is there.
    case noModel
    /// Something has that name already.
    case exists
    /// The manifest is not JSON, or not within its limits, at a byte of it.
    case notJSON(offset: Int)
    /// Written by a later program.
    case newerFormat(Int)
    /// A field of the manifest: `members[0].plan.patch`.
    case field(String, FieldFlaw)
    /// The blob that a manifest names is not there.
    case missingBlob
    /// The blob's content has another digest than its name.
    case damagedBlob(found: SHA256)
    /// The blob's digest is right but it is no weight file.
    case blob(SafetensorsError)
    /// A blob holds an array that does not belong to its part of the network.
    case strayTensor(String)
    /// The model has no member of that id.
    case noMember(String)
    /// The member has no decoder of that id.
    case noDecoder(String)
    /// Other decoders read the logits of this one, whose answers would change with it.
    case supports(decoder: String, readers: [String])
    /// The member has no such fold.
    case noFold(Int)
    /// The model has no such revision.
    case noRevision(Int)
    /// Someone else changed the model since it was opened.
    case changed
  }

  /// The file of the bundle, or the bundle, made safe to show.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// An error about a file.
  public init(_ file: String, _ problem: Problem) {
    self.file = Sanitizer.clean(file)
    self.problem = problem
  }

  /// Runs `body` and makes a model's error of what the system refuses.
  static func wrap<Result>(
    _ file: String, _ body: () throws(StorageError) -> Result
  ) throws(ModelError) -> Result {
    do throws(StorageError) { return try body() } catch { throw ModelError(file, .storage(error)) }
  }

  /// Whether a model or a part of it is not there.
  public var isMissing: Bool {
    switch problem {
    case .noModel, .missingBlob, .noMember, .noDecoder, .noFold, .noRevision: true
    default: false
    }
  }

  /// Whether a full disk or quota is the cause.
  public var isFull: Bool {
    if case .storage(let error) = problem { return error.isFull }
    return false
  }

  /// Whether something could not be written, rather than not be understood.
  public var isUnwritable: Bool {
    switch problem {
    case .storage(let error): error.attempt == .unwritable
    case .changed, .exists: true
    default: false
    }
  }

  /// One sentence that names the file and the field.
  public var description: String {
    switch problem {
    case .storage(let error): error.description
    case .noModel: "\(file): no model is there"
    case .exists: "\(file): exists already"
    case .notJSON(let offset): "\(file): byte \(offset): not JSON, or nested too deeply"
    case .newerFormat(let version):
      "\(file): formatVersion is \(version); this program knows versions up to \(ModelManifest.currentFormat)"
    case .field(let name, let flaw): "\(file): \(name) \(flaw)"
    case .missingBlob: "\(file): the weights are missing"
    case .damagedBlob(let found): "\(file): the weights are damaged: their SHA-256 is \(found)"
    case .blob(let error): error.description
    case .strayTensor(let name): "\(file): tensor \(name) does not belong to this part of the network"
    case .noMember(let id): "\(file): no member is named \(id)"
    case .noDecoder(let id): "\(file): no decoder is named \(id)"
    case .supports(let decoder, let readers):
      "\(file): \(readers.joined(separator: ", ")) read\(readers.count == 1 ? "s" : "") the logits of decoder "
        + "\(decoder), which therefore stays as it is"
    case .noFold(let fold): "\(file): there is no fold \(fold)"
    case .noRevision(let number): "\(file): there is no revision \(number)"
    case .changed: "\(file): was changed by another program meanwhile; open it again"
    }
  }
}
