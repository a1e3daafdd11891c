import Imaging
import Storage

/// Makes `StatsReport`s.
public enum StatsCommand {
  /// Measures every organ of a label map, with a scan on the same grid if there is one.
  /// - Throws: `ImagingError` of either file, `.gridMismatch` when they do not lie on one grid.
  public static func report(scan: String?, labels: String, names: String? = nil) throws -> StatsReport {
    let volume = try scan.map(load)
    let reading = try LabelMapReader.open(path: labels, names: names)
    if let scan, let volume {
      try reading.map.volume.requireSameGrid(as: volume.volume, file: labels, reference: scan)
    }
    return StatsReport(
      scan: scan, labels: labels, map: reading.map,
      statistics: LabelStatistics.compute(reading.map, volume: volume?.volume),
      components: LabelComponents.compute(reading.map), warnings: (volume?.warnings ?? []) + reading.warnings)
  }

  private static func load(_ path: String) throws -> VolumeLoader {
    let loader = try VolumeLoader(path: path)
    let progress = ProgressLine("reading \(FileNames.stem(path))")
    try loader.load(progress: progress.update)
    return loader
  }
}

extension StatsReport {
  /// The report for people.
  public var text: String {
    var table = TextTable([
      .figures("id"), .words("organ"), .figures("mL"), .figures("HU"), .figures("SD"), .figures("voxels"),
      .figures("parts"), .figures("slices"), .words("border"), .words("usual mL"), .words("usual HU"),
      .figures("SNOMED CT"),
    ])
    for organ in organs {
      table.rows.append([
        String(organ.id), organ.displayName,
        Format.decimal(organ.millilitres, organ.millilitres < 10 ? 2 : 1),
        organ.meanHU.map { Format.decimal($0, 1) } ?? "", organ.sdHU.map { Format.decimal($0, 1) } ?? "",
        String(organ.voxels), String(organ.components), String(organ.slices), organ.cutOff ? "cut off" : "",
        Self.verdict(organ.usualVolume), Self.verdict(organ.usualHU), organ.snomed?.code ?? "",
      ])
    }
    let file = Sanitizer.clean(labels)
    return "\(table.text)\n\n\(organs.count) organs in \(file). \(notice)"
  }

  /// The report as comma-separated values, a heading line first; figures that are not known are empty.
  public var csv: String {
    CSVDocument.text(
      headings: [
        "id", "name", "display_name", "group", "ml", "mean_hu", "sd_hu", "voxels", "components",
        "largest_component_share", "slices", "cut_off", "usual_ml_low", "usual_ml_high", "usual_ml_verdict",
        "usual_hu_low", "usual_hu_high", "usual_hu_verdict", "snomed_ct", "snomed_ct_side",
      ],
      rows: organs.map { organ in
        let figures = [
          "\(organ.millilitres)", Self.cell(organ.meanHU), Self.cell(organ.sdHU), "\(organ.voxels)",
          "\(organ.components)", "\(organ.largestComponentShare)", "\(organ.slices)",
          organ.cutOff ? "1" : "0",
        ]
        return ["\(organ.id)", organ.name, organ.displayName, organ.group ?? ""] + figures
          + Self.cells(organ.usualVolume) + Self.cells(organ.usualHU)
          + [organ.snomed?.code ?? "", organ.snomedSide?.code ?? ""]
      })
  }

  private static func verdict(_ usual: Usual?) -> String {
    guard let usual, let verdict = usual.verdict else { return "" }
    let range = "\(Format.decimal(usual.low, 0)) to \(Format.decimal(usual.high, 0))"
    return verdict == .inside ? "inside" : "\(verdict.rawValue) \(range)"
  }

  private static func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func cells(_ usual: Usual?) -> [String] {
    guard let usual else { return ["", "", ""] }
    return ["\(usual.low)", "\(usual.high)", usual.verdict?.rawValue ?? ""]
  }
}
