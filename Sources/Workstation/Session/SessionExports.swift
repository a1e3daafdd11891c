import Foundation
import Imaging
import TerminalKit

/// Files that the reader asks for from the screen: they carry the scan's name, never overwrite and never appear half
/// written.
struct SessionExports {
  /// Where they go.
  let folder: String

  /// The screen as SVG and as ANSI text; returns the SVG's path.
  func saveScreen(_ grid: CellGrid, _ model: ViewerModel, theme: Theme) throws -> String {
    let base = freeBase(for: model, endings: ["svg", "ansi"])
    let title = "\(model.scan?.name ?? "fabrica") - research use only"
    try write(FrameDump.ansi(grid), to: "\(base).ansi")
    try write(FrameDump.svg(grid, title: title, colors: theme.isLight ? .light : .dark), to: "\(base).svg")
    return "\(base).svg"
  }

  /// The focused slice as PNG at the scan's own resolution with its caption; returns its path.
  func saveImage(_ model: ViewerModel) throws -> String {
    guard let scan = model.scan else { return "" }
    let base = freeBase(for: model, endings: ["png"])
    var snapshot = SliceSnapshot(
      name: scan.name, volume: scan.volume, plane: model.activePlane,
      index: model.sliceIndex(model.activePlane))
    snapshot.window = model.window
    snapshot.isInverted = model.isInverted
    snapshot.convention = model.convention
    snapshot.slab = model.slab
    if let labels = model.shownLabels, let style = model.overlayStyle, model.layer != .difference {
      snapshot.overlays = [.init(name: labels.name, map: labels.map, style: style)]
    }
    try PNGWriter.write(snapshot.render(), to: "\(base).png", texts: snapshot.facts)
    return "\(base).png"
  }

  /// The organ table as JSON and CSV; returns the JSON's path.
  func saveStatistics(_ model: ViewerModel) throws -> String {
    guard let labels = model.shownLabels, let statistics = labels.statistics else { return "" }
    let base = freeBase(for: model, endings: ["json", "csv"])
    let report = StatsReport(
      scan: model.scan?.name, labels: labels.name, map: labels.map, statistics: statistics,
      components: labels.components ?? LabelComponents.compute(labels.map), warnings: model.warnings)
    try write(report.csv, to: "\(base).csv")
    try write(try JSONDocument.encode(report), to: "\(base).json")
    return "\(base).json"
  }

  /// The shown label map with its names and colours; returns its path.
  func saveLabels(_ model: ViewerModel) throws -> String {
    guard let labels = model.shownLabels else { return "" }
    let base = freeBase(for: model, endings: ["nii.gz", "ctbl"])
    try LabelMapWriter.write(labels.map, to: "\(base).nii.gz", like: model.scan?.source)
    return "\(base).nii.gz"
  }

  /// `fabrica-<scan>-<n>` with the first n for which none of the files exists.
  private func freeBase(for model: ViewerModel, endings: [String]) -> String {
    let name = FileNames.safe(model.scan?.name ?? "screen")
    var number = 1
    while true {
      let base = "\(folder)/fabrica-\(name)-\(number)"
      if !endings.contains(where: { FileManager.default.fileExists(atPath: "\(base).\($0)") }) { return base }
      number += 1
    }
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ImagingError(file: path, field: "file", problem: .unwritable("\(error.localizedDescription)"))
    }
  }
}
