import Glibc
import Networks
import Storage

/// Makes models of folders that nnU-Net or TotalSegmentator trained.
public enum ModelImportCommand {
  /// What the user decides.
  public struct Options: Sendable {
    /// The model's name; nil takes the output's.
    public var name: String?
    /// Folds as typed: "0,1", "all"; nil takes all there are.
    public var folds: String?
    /// "final" or "best"; nil takes final.
    public var checkpoint: String?
    /// The configuration; nil takes the folder's.
    public var configuration: String?
    /// "nnunet" or "totalsegmentator"; nil recognises the data set.
    public var pipeline: String?
    /// "stored" or "canonical"; nil takes the plan's.
    public var orientation: String?
    /// Whether a model that exists is replaced.
    public var isForced = false

    /// As the folders have it, over nothing.
    public init() {}
  }

  /// Imports folders as the model `output`.
  ///
  /// A model that exists is replaced only when the new one is complete, and nothing but a model is ever replaced.
  /// - Throws: `CommandError` before anything is read for options that make no sense and for what exists;
  ///   `ImportError`, `PlanError`, `CheckpointError`, `ModelError`, `StorageError`. Nothing is left half-written.
  public static func run(_ folders: [String], to output: String, _ options: Options = Options()) throws
    -> ModelReport
  {
    var output = output
    while output.count > 1, output.hasSuffix("/") { output.removeLast() }
    let stem = output.split(separator: "/").last.map(String.init) ?? ""
    guard stem.hasSuffix(".fabrica"), stem.count > ".fabrica".count else {
      throw CommandError.badValue(option: "--output", value: output, expected: "a path that ends in .fabrica")
    }
    let wishes = try importOptions(options, stem: String(stem.dropLast(".fabrica".count)))
    let isThere = FileSystem.exists(output)
    if isThere {
      guard options.isForced else { throw CommandError.wouldOverwrite([output]) }
      guard FileSystem.exists(output + "/model.json") else {
        throw CommandError.badCombination(
          "\(Sanitizer.clean(output)) is no model; --force replaces nothing else")
      }
    }
    let importer = try NNUNetImporter(folders, wishes, program: ProgramFacts.signature)
    let progress = ProgressLine("importing \(Sanitizer.clean(stem))")
    let interrupt = Interrupt()
    let write = { (path: String) throws -> ModelBundle in
      try importer.write(to: path) { fraction in
        if interrupt.hasCome { throw CancellationError() }
        progress.update(fraction)
      }
    }
    if !isThere { return try ModelReport(write(output)) }
    return try ModelReport(replace(output, write))
  }

  /// Writes a new model beside an old one and exchanges them.
  private static func replace(_ output: String, _ write: (String) throws -> ModelBundle) throws -> ModelBundle
  {
    let staging = try FileSystem.makeFolder(beside: output)
    defer { FileSystem.removeTree(staging) }
    let model = staging + "/new.fabrica"
    let old = staging + "/old.fabrica"
    _ = try write(model)
    try FileSystem.rename(output, to: old)
    do {
      try FileSystem.rename(model, to: output)
    } catch {
      try FileSystem.rename(old, to: output)
      throw error
    }
    return try ModelBundle.open(output)
  }

  private static func importOptions(_ options: Options, stem: String) throws(CommandError)
    -> NNUNetImporter.Options
  {
    let name = Sanitizer.clean(options.name ?? stem, limit: 100)
    guard !name.isEmpty, name.utf8.count <= 128 else {
      throw .badValue(
        option: "--name", value: options.name ?? stem, expected: "a name of at most 128 bytes")
    }
    var result = NNUNetImporter.Options(name: name)
    result.configuration = options.configuration
    if let folds = options.folds {
      let names = folds.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard names.allSatisfy({ $0 == "all" || Int($0).map { $0 >= 0 } == true }),
        Set(names).count == names.count
      else {
        throw .badValue(option: "--folds", value: folds, expected: "numbers of folds such as 0,1,2, or all")
      }
      result.folds = names
    }
    if let text = options.checkpoint {
      guard let checkpoint = NNUNetFolder.Checkpoint(rawValue: text) else {
        throw .badValue(option: "--checkpoint", value: text, expected: "final or best")
      }
      result.checkpoint = checkpoint
    }
    if let text = options.pipeline {
      switch text {
      case "nnunet": result.pipeline = .nnUNet
      case "totalsegmentator": result.pipeline = .totalSegmentator
      default: throw .badValue(option: "--pipeline", value: text, expected: "nnunet or totalsegmentator")
      }
    }
    if let text = options.orientation {
      guard let orientation = Plan.Orientation(rawValue: text) else {
        throw .badValue(option: "--orientation", value: text, expected: "stored or canonical")
      }
      result.orientation = orientation
    }
    return result
  }
}
