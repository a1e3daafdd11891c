import Imaging
import Networks
import Segmentation
import Tensors

/// How a scan was segmented: `report.json` beside the labels, and what `fabrica segment --json` prints.
public struct SegmentReport: Codable, Sendable, Hashable {
  /// The model that was asked.
  public struct Model: Codable, Sendable, Hashable {
    /// Its name.
    public let name: String
    /// SHA-256 of its manifest, which names every blob by its own.
    public let contentHash: String
    /// The members and decoders that ran, "member/decoder".
    public let decoders: [String]
    /// Networks that were averaged in each member.
    public let folds: Int
  }

  /// What was asked; results of the same model that were asked alike are the same.
  public struct Asked: Codable, Sendable, Hashable {
    /// "exact" or "fast".
    public let mode: String
    /// Organs that were asked for; absent for all.
    public let organs: [String]?

    init(_ options: SegmenterOptions, isFast: Bool) {
      mode = isFast ? "fast" : "exact"
      organs = options.organs
    }
  }

  /// How it was done.
  public struct Method: Codable, Sendable, Hashable {
    /// "nnUNet" or "totalSegmentator" for each member.
    public let pipelines: [String]
    /// The largest step between tiles as a part of the patch.
    public let tileStep: Double
    /// Threads.
    public let threads: Int
    /// Instruction set of the kernels.
    public let instructions: String
  }

  /// Seconds by the wall.
  public struct Seconds: Codable, Sendable, Hashable {
    /// Reading the scan.
    public var reading = 0.0
    /// Resampling and normalising it.
    public var preparing = 0.0
    /// The networks and the sums of their logits.
    public var network = 0.0
    /// Bringing labels to the scan's grid.
    public var answer = 0.0
    /// Statistics and files.
    public var writing = 0.0
    /// All of it.
    public var total = 0.0
  }

  /// Bytes.
  public struct Memory: Codable, Sendable, Hashable {
    /// What was planned for networks, sums and labels before tiles ran.
    public let planned: Int
    /// The largest resident set of the process so far, the scan included.
    public let peakResident: Int
  }

  /// A label of the result.
  public struct Label: Codable, Sendable, Hashable {
    /// Its id.
    public let id: Int
    /// Its name.
    public let name: String
  }

  /// "fabrica 0.1.0".
  public let program: String
  /// What the result must not be used for.
  public let notice: String
  /// The name of the case: the scan's file without its ending.
  public let name: String
  /// Where the results are.
  public let folder: String
  /// The model.
  public let model: Model
  /// What was asked.
  public let asked: Asked
  /// The method.
  public let method: Method
  /// The scan's grid.
  public let grid: GridReport
  /// Tiles that were computed, and those that held only air.
  public let tiles: Int
  /// Tiles left out because they hold only air (`--fast`).
  public let skippedTiles: Int
  /// Where the time went.
  public internal(set) var seconds: Seconds
  /// Memory.
  public let memory: Memory
  /// Every label the result may have.
  public let labels: [Label]
  /// Names of the labels that have voxels.
  public internal(set) var found: [String] = []
  /// What is odd about scan or result, one sentence each.
  public let warnings: [String]
}

extension SegmentReport {
  init(
    _ item: SegmentCase, _ segmenter: Segmenter, _ volume: Volume, _ summary: SegmentationSummary,
    asked: Asked,
    warnings: [String]
  ) {
    program = ProgramFacts.signature
    notice = ProgramFacts.disclaimer
    name = item.name
    folder = item.folder
    self.asked = asked
    model = Model(
      name: segmenter.model.manifest.name, contentHash: segmenter.model.contentHash.description,
      decoders: segmenter.decoders, folds: segmenter.folds)
    let plans = segmenter.plans, tiling = segmenter.options.tiling
    method = Method(
      pipelines: plans.map(\.pipeline.rawValue),
      tileStep: tiling.step ?? plans.map(\.tileStep).max() ?? 0, threads: segmenter.options.threads,
      instructions: segmenter.options.instructions.rawValue)
    grid = GridReport(volume)
    tiles = summary.tiles
    skippedTiles = summary.skippedTiles
    seconds = Seconds(
      preparing: summary.preparing, network: summary.network, answer: summary.answer)
    memory = Memory(planned: summary.plannedBytes, peakResident: MachineMemory.peakResident)
    labels = segmenter.table.entries.map { Label(id: $0.id, name: $0.name) }
    self.warnings = warnings
  }

  /// Rounds seconds to what they mean.
  mutating func round() {
    seconds.reading = Rounded.to(3, seconds.reading)
    seconds.preparing = Rounded.to(3, seconds.preparing)
    seconds.network = Rounded.to(3, seconds.network)
    seconds.answer = Rounded.to(3, seconds.answer)
    seconds.writing = Rounded.to(3, seconds.writing)
    seconds.total = Rounded.to(3, seconds.total)
  }
}
