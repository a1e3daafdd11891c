import Networks
import Storage

/// What was written for other tools: `fabrica model export`.
public struct ModelExportReport: Codable, Sendable, Hashable {
  /// The model's folder.
  public let model: String
  /// The files.
  public let outputs: [String]
  /// Values of the weights.
  public let parameters: Int
  /// What is written in the files beside the weights.
  public let facts: [String: String]

  /// The report for people: the paths, one a line.
  public var text: String { outputs.map { Sanitizer.clean($0) }.joined(separator: "\n") }
}

/// Writes a network of a model for other tools.
public enum ModelExportCommand {
  /// What is written and where.
  public struct Options: Sendable {
    /// An ONNX file.
    public var onnx: String?
    /// A safetensors file.
    public var safetensors: String?
    /// Which network.
    public var choice = ModelExport.Choice()
    /// Whether files that exist are written over.
    public var isForced = false

    /// Nothing yet.
    public init() {}
  }

  /// Writes the files.
  /// - Throws: `CommandError` for outputs that exist; `ModelError`, `ExportError`, `StorageError`, `SafetensorsError`.
  public static func run(_ path: String, _ options: Options) throws -> ModelExportReport {
    let outputs = [options.onnx, options.safetensors].compactMap { $0 }
    guard !outputs.isEmpty else {
      throw CommandError.badCombination("--onnx or --safetensors must say what is written")
    }
    guard Set(outputs).count == outputs.count else {
      throw CommandError.badCombination("--onnx and --safetensors name one file")
    }
    try OutputFiles.requireAbsent(outputs, force: options.isForced)
    let progress = ProgressLine("exporting \(FileNames.stem(path))")
    let export = try ModelExport(
      try ModelBundle.open(path), options.choice, program: ProgramFacts.signature)
    progress.update(0.4)
    if let file = options.onnx { try export.writeONNX(to: file) }
    progress.update(0.8)
    if let file = options.safetensors { try export.writeSafetensors(to: file) }
    return ModelExportReport(
      model: path, outputs: outputs, parameters: export.weights.parameterCount, facts: export.facts)
  }
}
