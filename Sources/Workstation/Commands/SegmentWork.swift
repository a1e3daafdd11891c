import Foundation
import Imaging
import Networks
import Segmentation
import Storage

/// The segmentation of one case, from the file to the folder with its results.
struct SegmentWork {
  static let labelsName = "labels.nii.gz"
  static let statisticsName = "statistics.json"
  static let reportName = "report.json"

  private let item: SegmentCase
  private let title: String
  private let segmenter: Segmenter
  private let options: SegmentCommand.Options
  private let asked: SegmentReport.Asked

  init(
    _ item: SegmentCase, title: String, segmenter: Segmenter, options: SegmentCommand.Options,
    asked: SegmentReport.Asked
  ) {
    self.item = item
    self.title = title
    self.segmenter = segmenter
    self.options = options
    self.asked = asked
  }

  /// Reads, segments and writes; the folder gets its name when all of it is there.
  func run(isCancelled: () -> Bool) throws -> SegmentReport {
    let clock = ContinuousClock(), start = clock.now
    let loader = try VolumeLoader(path: item.scan)
    let reading = ProgressLine("reading \(item.name)")
    try loader.load(progress: reading.update, isCancelled: isCancelled)
    let loaded = clock.now
    let volume = loader.volume
    let grids = try ProbabilityGrids(options.probabilities, segmenter: segmenter, volume: volume)
    let line = ProgressLine(title)
    let (labels, summary) = try segmenter.segment(
      volume, file: Sanitizer.clean(item.scan), probabilities: grids.wish,
      progress: { line.update($0.fraction, detail: $0.text) }, isCancelled: isCancelled)
    let segmented = clock.now
    let folder = FileSystem.nearestFolder(above: item.folder)
    try makeFolder(folder)
    let staging = try FileSystem.makeFolder(beside: item.folder)
    do {
      var report = SegmentReport(
        item, segmenter, volume, summary, asked: asked,
        warnings: loader.warnings + summary.warnings)
      report.seconds.reading = (loaded - start) / .seconds(1)
      line.update(0.99, detail: "writing")
      report.found = try write(labels, loader: loader, grids: grids, to: staging)
      report.seconds.writing = (clock.now - segmented) / .seconds(1)
      report.seconds.total = (clock.now - start) / .seconds(1)
      report.round()
      try Self.write(text: JSONDocument.encode(report), to: staging + "/" + Self.reportName)
      if isCancelled() { throw CancellationError() }
      try replaceFolder(with: staging)
      return report
    } catch {
      try? FileManager.default.removeItem(atPath: staging)
      throw error
    }
  }

  /// Writes labels, statistics and what was asked for; returns the labels that were found.
  private func write(
    _ labels: LabelMap, loader: VolumeLoader, grids: ProbabilityGrids, to folder: String
  ) throws -> [String] {
    // Counting parts takes about as long as statistics and compressing together.
    let parts = BackgroundResult { LabelComponents.compute(labels) }
    let statistics = LabelStatistics.compute(labels, volume: loader.volume)
    try LabelMapWriter.write(labels, to: folder + "/" + Self.labelsName, like: loader.source)
    let report = StatsReport(
      scan: item.scan, labels: item.folder + "/" + Self.labelsName, map: labels, statistics: statistics,
      components: parts.value)
    try Self.write(text: JSONDocument.encode(report), to: folder + "/" + Self.statisticsName)
    if options.writesMasks {
      try Self.make(folder + "/masks")
      let present = LabelPresence(labels).entries
      for (entry, file) in zip(present, MaskNames.files(for: present)) {
        try VolumeWriter.write(
          Voxels.mask(labels, id: entry.id, file: file), to: "\(folder)/masks/\(file)", like: loader.source)
      }
    }
    if !grids.isEmpty {
      try Self.make(folder + "/probabilities")
      try grids.write(to: folder + "/probabilities", like: loader.source)
    }
    return statistics.entries.map { labels.table[$0.id]?.name ?? "label \($0.id)" }
  }

  private static func write(text: String, to path: String) throws {
    let files = AtomicFiles()
    try files.add(path: path, text: text + "\n")
    try files.commit()
  }

  private static func make(_ folder: String) throws {
    guard mkdir(folder, 0o777) == 0 else { throw StorageError(folder, .unwritable, code: errno) }
  }

  /// Makes the folders down to the one that holds the case's.
  private func makeFolder(_ existing: String) throws {
    guard let slash = item.folder.lastIndex(of: "/"), slash != item.folder.startIndex else { return }
    let parent = String(item.folder[..<slash])
    guard parent != existing else { return }
    do {
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    } catch {
      throw StorageError(parent, .unwritable, reason: "the folder cannot be made")
    }
  }

  /// Gives the results their name; what was there before goes when they have it.
  private func replaceFolder(with staging: String) throws {
    guard FileSystem.exists(item.folder) else { return try FileSystem.rename(staging, to: item.folder) }
    let old = try FileSystem.makeFolder(beside: item.folder)
    try FileSystem.rename(item.folder, to: old)
    do {
      try FileSystem.rename(staging, to: item.folder)
    } catch {
      try? FileSystem.rename(old, to: item.folder)
      throw error
    }
    try? FileManager.default.removeItem(atPath: old)
  }
}

extension SegmentationProgress {
  /// What a progress line says of the step.
  var text: String {
    switch step {
    case .preparing: "preparing"
    case .loading: "loading the model"
    case .tiles: "tile \(min(tilesDone + 1, max(tiles, 1))) of \(max(tiles, 1))"
    case .merging: "merging"
    }
  }
}
