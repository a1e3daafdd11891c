import CSystem
import Foundation
import Imaging
import TerminalKit

/// Measures what a reader feels: opening, first paint, memory, a key press, bytes sent (`fabrica bench look`).
///
/// Interleaved runs, medians; keys by their 99th percentile. The program's own executable is started for what only
/// a whole process shows.
public struct LookBenchmark {
  /// The scan: 512x512x1000 int16 `.nii.gz` for the aims to apply.
  public let scan: String
  /// A label map on its grid.
  public let labels: String
  /// The program's executable.
  public let program: String
  /// Runs of whole openings.
  public let runs: Int
  private let theme: Theme
  private let actions: ActionTable<ViewerModel>

  /// A benchmark; see the properties.
  public init(
    scan: String, labels: String, program: String, runs: Int = 5, theme: Theme,
    actions: ActionTable<ViewerModel>
  ) {
    self.scan = scan
    self.labels = labels
    self.program = program
    self.runs = runs
    self.theme = theme
    self.actions = actions
  }

  /// Runs everything; `progress` gets a line before each part.
  /// - Throws: `ImagingError` when the files cannot be opened.
  public func run(progress: (String) -> Void) throws -> [BenchmarkRow] {
    // First, while this process is small: a started process inherits the peak of the one that starts it.
    progress("peak memory of a whole process")
    let memory = try memoryRows()
    var rows = try openingRows(progress) + memory
    progress("keys at 200x60 with labels")
    var session = try LookSession(scan: scan, labels: labels, theme: theme, actions: actions)
    rows += session.keyRows()
    progress("bytes a frame")
    rows += session.byteRows()
    progress("scrolling without a backlog")
    rows += try BacklogProbe(scan: scan, theme: theme, actions: actions).rows()
    return rows
  }

  static let clock = ContinuousClock()

  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  // MARK: opening

  private func openingRows(_ progress: (String) -> Void) throws -> [BenchmarkRow] {
    var ours: [Double] = []
    var bare: [Double] = []
    var first: [Double] = []
    var silent: [Double] = []
    for run in 1...runs {
      progress("opening, run \(run) of \(runs)")
      bare.append(Self.seconds(try Self.clock.measure { _ = try BareInflate.inflate(path: scan) }))
      ours.append(
        Self.seconds(try Self.clock.measure { try VolumeLoader(path: scan).load() }))
      first.append(try firstPaint(answers: true))
      silent.append(try firstPaint(answers: false))
    }
    let ratios = zip(ours, bare).map { $0 / $1 }
    return [
      .recorded("open to usable", Quantile.of(ours, 0.5), "s"),
      .recorded("bare libdeflate, same bytes", Quantile.of(bare, 0.5), "s"),
      .atMost(1.15, "open / bare libdeflate", Quantile.of(ratios, 0.5), "x"),
      .atMost(150, "first slice painted", Quantile.of(first, 0.5) * 1000, "ms"),
      .recorded("the same on a terminal that answers no question", Quantile.of(silent, 0.5) * 1000, "ms"),
    ]
  }

  /// Seconds from the start of a process of its own on a pseudo terminal until a slice is on the screen.
  private func firstPaint(answers: Bool) throws -> Double {
    try FirstPaintProbe(program: program, arguments: ["open", scan], answers: answers).seconds()
  }

  // MARK: memory

  private func memoryRows() throws -> [BenchmarkRow] {
    let loader = try VolumeLoader(path: scan)
    let voxelBytes = Double(loader.volume.voxels.count * 2)
    let frame = NSTemporaryDirectory() + "fabrica-bench-\(getpid()).txt"
    defer { try? FileManager.default.removeItem(atPath: frame) }
    let peak = try MemoryProbe(
      program: program, arguments: ["open", scan, "--size", "200x60", "--keys", "<down>", "--dump", frame]
    ).peakBytes()
    let limit = 1.25 * voxelBytes + 60e6
    return [
      .atMost((limit / 1e6).rounded(), "peak memory, scan open", peak / 1e6, "MB"),
      .recorded("int16 bytes of the scan", voxelBytes / 1e6, "MB"),
    ]
  }
}
