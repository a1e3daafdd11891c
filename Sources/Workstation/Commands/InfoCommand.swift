import Imaging

/// Makes `InfoReport`s.
public enum InfoCommand {
  /// How much of a file is read, and what it is taken for.
  public struct Options: Sendable {
    /// Whether the header alone is read: quick, but nothing is known of the values.
    public var headerOnly = false
    /// Whether files are taken for label maps whatever they look like.
    public var asLabels = false
    /// A file with the names of a label map's ids.
    public var names: String?

    /// Everything is read and recognised.
    public init() {}
  }

  /// Looks at a file, or at a folder with a mask per organ.
  ///
  /// Without `headerOnly` all of it is read, so that a damaged file is found out. A file is taken for a label map
  /// when its header says so, or when it holds few different whole numbers from 0.
  /// - Throws: `ImagingError` naming file and field.
  public static func report(_ path: String, _ options: Options = Options()) throws -> InfoReport {
    let name = FileNames.stem(path)
    if options.asLabels || FileSystem.isFolder(path) { return try labelReport(path, options) }
    let loader = try VolumeLoader(path: path)
    let saysLabels = loader.source.intentCode == Self.labelIntent
    if options.headerOnly {
      return InfoReport(
        path, kind: saysLabels ? .labels : .scan, source: loader.source, volume: loader.volume,
        isLoaded: false,
        warnings: loader.warnings)
    }
    if saysLabels { return try labelReport(path, options) }
    let progress = ProgressLine("reading \(name)")
    try loader.load(progress: progress.update)
    let range = ValueRange(of: loader.volume)
    if range.looksLikeLabels || options.names != nil { return try labelReport(path, options) }
    return InfoReport(
      path, kind: .scan, source: loader.source, volume: loader.volume, range: range, warnings: loader.warnings
    )
  }

  /// Looks at several files; one that cannot be used is handed to `failed` at once and the next one follows.
  public static func reports(
    _ paths: [String], _ options: Options = Options(), failed: (any Error) -> Void = { _ in }
  ) -> InfoList {
    var reports: [InfoReport] = []
    var failures: [InfoList.Failure] = []
    for path in paths {
      do {
        reports.append(try report(path, options))
      } catch {
        failed(error)
        failures.append(InfoList.Failure(file: path, error: "\(error)"))
      }
    }
    return InfoList(files: reports, failures: failures)
  }

  /// NIFTI_INTENT_LABEL.
  private static let labelIntent = 1002

  private static func labelReport(_ path: String, _ options: Options) throws -> InfoReport {
    let reading = try LabelMapReader.open(path: path, names: options.names)
    let present = LabelPresence(reading.map)
    return InfoReport(
      path, kind: .labels, source: reading.source, volume: reading.map.volume,
      labels: present.entries, listed: reading.map.table.entries.count, namesFrom: reading.namesFrom,
      warnings: reading.warnings)
  }
}
