import Foundation
import Imaging
import Segmentation
import Tensors

/// Measures whole calls of `fabrica segment` as a user makes them: seconds by part, and memory as the system counts it.
///
/// Every figure is that of a process of its own. Nothing here knows a peer: `Scripts/bench-segment-peers` runs peers
/// and this program in turn.
public struct SegmentBenchmark {
  /// What can be measured.
  public enum Part: String, CaseIterable, Sendable {
    /// The answer of nnU-Net: logits brought to the full resolution.
    case exact
    /// The answer of TotalSegmentator: labels at the model's spacing brought up.
    case labels
    /// Both with `--fast`.
    case fast
    /// A CT of 512x512x1000: does it complete, and in how much memory.
    case long
    /// The sums of logits and the way back alone, without a network.
    case answer
    /// A folder of 20 scans against a folder of two: memory, and one reading of the model.
    case many
  }

  /// What to measure.
  public var parts = Part.allCases
  /// The scan of all parts but `long`.
  public var scan: String
  /// Models for nnU-Net's and TotalSegmentator's pipeline; nil makes one with random weights.
  public var models: (nnUNet: String, totalSegmentator: String)?
  /// Runs of which the median counts.
  public var runs = 3
  /// Threads.
  public var threads = 2
  /// Finds or makes the long scan in a folder.
  public var longScan: (String) throws -> String
  private let program: String

  /// A benchmark of `program` on a scan.
  public init(program: String, scan: String, longScan: @escaping (String) throws -> String) {
    self.program = program
    self.scan = scan
    self.longScan = longScan
  }

  /// Runs the parts in order; `progress` gets a line before each.
  public func run(progress: (String) -> Void) throws -> [Workstation.BenchmarkRow] {
    let folder = NSTemporaryDirectory() + "fabrica-bench-segment-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let work = Work(program: program, folder: folder, threads: threads)
    let paths =
      try models
      ?? {
        progress("making a model of random weights")
        let paths = (nnUNet: folder + "/a.fabrica", totalSegmentator: folder + "/b.fabrica")
        try RandomModel.make(at: paths.nnUNet, pipeline: .nnUNet)
        try RandomModel.make(at: paths.totalSegmentator, pipeline: .totalSegmentator)
        return paths
      }()
    var rows: [BenchmarkRow] = []
    for part in parts {
      progress(part.rawValue)
      switch part {
      case .exact: rows += try rowsOf(work, "exact", [scan], paths.nnUNet)
      case .labels: rows += try rowsOf(work, "labels", [scan], paths.totalSegmentator)
      case .fast:
        rows += try rowsOf(work, "exact, fast", [scan], paths.nnUNet, ["--fast"])
        rows += try rowsOf(work, "labels, fast", [scan], paths.totalSegmentator, ["--fast"])
      case .long:
        let result = try work.run([longScan(folder)], paths.nnUNet)
        rows += [
          .recorded("512x512x1000, end to end", result.seconds, "s"),
          .atMost(4, "512x512x1000, peak memory", result.peak / 1_073_741_824, "GiB"),
        ]
      case .answer:
        rows += try AnswerBenchmark.run(pool: ThreadPool(threads: threads)).map {
          Workstation.BenchmarkRow(
            name: $0.name, value: $0.value, unit: $0.unit, aim: $0.aim, holds: $0.holds)
        }
      case .many: rows += try manyRows(work, paths.totalSegmentator)
      }
    }
    return rows
  }

  private func rowsOf(
    _ work: Work, _ name: String, _ scans: [String], _ model: String, _ options: [String] = []
  ) throws -> [Workstation.BenchmarkRow] {
    let results = try (0..<runs).map { _ in try work.run(scans, model, options) }
    func median(_ value: (Work.Result) -> Double) -> Double { Quantile.of(results.map(value), 0.5) }
    return [
      .recorded("\(name): end to end", median(\.seconds), "s"),
      .recorded("\(name): reading and preparing", median { $0.report.reading + $0.report.preparing }, "s"),
      .recorded("\(name): network and sums of logits", median(\.report.network), "s"),
      .recorded("\(name): labels on the scan's grid", median(\.report.answer), "s"),
      .recorded("\(name): statistics and files", median(\.report.writing), "s"),
      .recorded("\(name): peak memory", median(\.peak) / 1_073_741_824, "GiB"),
    ]
  }

  /// The same scan under many names.
  private func manyRows(_ work: Work, _ model: String) throws -> [Workstation.BenchmarkRow] {
    let ending = scan.hasSuffix(".gz") ? ".nii.gz" : ".nii"
    var results: [Work.Result] = []
    for count in [2, 20] {
      let scans = "\(work.folder)/scans-\(count)"
      try FileManager.default.createDirectory(atPath: scans, withIntermediateDirectories: true)
      for number in 0..<count {
        try FileManager.default.createSymbolicLink(
          atPath: "\(scans)/case\(number)\(ending)",
          withDestinationPath: URL(filePath: scan).standardizedFileURL.path(percentEncoded: false))
      }
      results.append(try work.run([scans], model, ["--fast"], case: "case0"))
    }
    return [
      .recorded("20 scans, fast: seconds a scan", results[1].seconds / 20, "s"),
      .atMost(1.1, "20 scans: peak memory against two scans", results[1].peak / results[0].peak, "x"),
    ]
  }

  /// Calls of the program.
  private struct Work {
    let program: String
    let folder: String
    let threads: Int

    struct Result {
      let seconds: Double
      let peak: Double
      let report: SegmentReport.Seconds
    }

    func run(
      _ scans: [String], _ model: String, _ options: [String] = [], case name: String? = nil
    ) throws -> Result {
      let output = "\(folder)/results"
      defer { try? FileManager.default.removeItem(atPath: output) }
      let start = LookBenchmark.clock.now
      let peak = try MemoryProbe(
        program: program,
        arguments: ["segment"] + scans + ["-m", model, "-o", output, "--threads", "\(threads)"] + options
      ).peakBytes()
      let seconds = LookBenchmark.seconds(start.duration(to: LookBenchmark.clock.now))
      let item = name ?? FileNames.safe(FileNames.stem(scans[0]))
      let text = FileSystem.text("\(output)/\(item)/\(SegmentWork.reportName)") ?? ""
      let report = try JSONDecoder().decode(SegmentReport.self, from: Data(text.utf8))
      return Result(seconds: seconds, peak: peak, report: report.seconds)
    }
  }
}
