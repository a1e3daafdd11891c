import Foundation
import Storage

/// What a run says of itself, a JSON object a line: `progress.jsonl`.
public struct ProgressLog {
  /// One line.
  public struct Entry: Codable, Hashable, Sendable {
    /// Steps done.
    public var step: Int
    /// Steps in all.
    public var steps: Int
    /// The weighted loss of all resolutions.
    public var loss: Double
    /// The loss of the finest.
    public var finestLoss: Double
    /// Norm of the gradients before clipping.
    public var gradientNorm: Double
    /// The learning rate of the step.
    public var rate: Double
    /// Seconds of the step, waiting for samples among them.
    public var seconds: Double
    /// Seconds it waited for samples.
    public var waited: Double
    /// Seconds left at the rate so far.
    public var left: Double
    /// Dice of every class but the background on the validation samples, where it was measured; nil for classes that
    /// no sample has.
    public var dice: [Double?]?
  }

  /// The file's name in the folder of a run.
  public static let name = "progress.jsonl"

  private let path: String

  /// The log of a run; lines after step `step` are dropped: those steps will be taken again.
  public init(_ path: String, after step: Int) throws {
    self.path = path
    let kept = Self.read(path).filter { $0.step <= step }
    let files = AtomicFiles()
    try files.add(path: path, text: try kept.map { try Self.line($0) }.joined())
    try files.commit()
  }

  /// Adds a line.
  public func add(_ entry: Entry) throws {
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw StorageError(path, .unwritable, reason: "cannot be opened")
    }
    defer { try? handle.close() }
    do {
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(try Self.line(entry).utf8))
    } catch { throw StorageError(path, .unwritable, reason: "\(error.localizedDescription)") }
  }

  /// The lines of a file; a last one that was cut off is left out.
  public static func read(_ path: String) -> [Entry] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Entry.self, from: Data($0.utf8))
    }
  }

  private static func line(_ entry: Entry) throws -> String { try JSONText.of(entry) + "\n" }
}
