import Imaging

/// Draws a slice of a scan into a file.
public enum SnapshotCommand {
  /// What is drawn and how; texts are as typed.
  public struct Options: Sendable {
    /// Label maps on the scan's grid.
    public var labels: [String] = []
    /// A file with the names of the ids.
    public var names: String?
    /// The plane.
    public var plane = Plane.axial
    /// The slice, counted from 1; nil is the middle or the organ's.
    public var slice: Int?
    /// Shows the slice through the middle of this organ, and outlines it.
    public var organ: String?
    /// Organs or groups to colour, nil all.
    public var shown: [String] = []
    /// A preset's name, "auto", or "W,L".
    public var window = "soft tissue"
    /// Millimetres of a maximum-intensity projection or "all"; nil is one slice.
    public var projection: String?
    /// Whether organs are outlined only.
    public var isOutline = false
    /// 0...1 strength of the organs' colours.
    public var opacity = 0.45
    /// Picture pixels for the finer side of a voxel.
    public var scale = 1
    /// Whether the patient's left is on the left.
    public var isNeurological = false
    /// Whether bright and dark are exchanged.
    public var isInverted = false
    /// Whether organs are listed under the slice.
    public var hasLegend = true
    /// Rows and columns of a contact sheet, "RxC"; nil is one slice.
    public var sheet: String?
    /// Whether a file that exists is written over.
    public var isForced = false

    /// The middle axial slice at soft-tissue window.
    public init() {}
  }

  /// Draws a scan's slice, or a sheet of slices, into a PNG file.
  /// - Throws: `CommandError` for options that make no sense, an organ that is not there or a file that is;
  ///   `ImagingError` of reading or writing.
  public static func run(_ scan: String, to output: String, _ options: Options = Options()) throws
    -> SnapshotReport
  {
    guard output.lowercased().hasSuffix(".png") else {
      throw CommandError.badValue(option: "--output", value: output, expected: "a name that ends in .png")
    }
    try OutputFiles.requireAbsent([output], force: options.isForced)
    let sheet = try options.sheet.map(sheetShape)
    let window = try SnapshotWindow(options.window)
    let reach = try options.projection.map(projectionReach)
    guard (1...8).contains(options.scale), (0...1).contains(options.opacity) else {
      throw CommandError.badCombination("--scale is 1 to 8, --opacity 0 to 1")
    }
    let loader = try VolumeLoader(path: scan)
    let name = FileNames.stem(scan)
    let progress = ProgressLine("reading \(name)")
    try loader.load(progress: progress.update)
    let volume = loader.volume
    let overlays = try SnapshotOverlays(options, scan: scan, volume: volume)
    var snapshot = SliceSnapshot(
      name: name, volume: volume, plane: options.plane,
      index: try sliceIndex(options, overlays: overlays, volume: volume))
    snapshot.window = window.window(for: volume)
    snapshot.isInverted = options.isInverted
    snapshot.convention = options.isNeurological ? .neurological : .radiological
    snapshot.overlays = overlays.overlays
    snapshot.scale = options.scale
    snapshot.showsLegend = options.hasLegend
    snapshot.slab = reach.map { slab($0, volume: volume, plane: options.plane) } ?? 0
    let picture = sheet.map { ContactSheet(snapshot, rows: $0.rows, columns: $0.columns) }
    let image = picture?.render() ?? snapshot.render()
    let facts = picture?.facts ?? snapshot.facts
    try PNGWriter.write(image, to: output, texts: facts)
    return SnapshotReport(
      file: output, width: image.width, height: image.height,
      facts: facts.map { SnapshotReport.Fact(key: $0.key, value: $0.value) })
  }

  private static func sliceIndex(_ options: Options, overlays: SnapshotOverlays, volume: Volume) throws -> Int
  {
    let axis = options.plane.normalAxis
    let count = volume.geometry.shape[axis]
    if let slice = options.slice {
      guard options.organ == nil else {
        throw CommandError.badCombination("give --slice or --organ, not both")
      }
      guard (1...count).contains(slice) else {
        throw CommandError.badValue(option: "--slice", value: String(slice), expected: "from 1 to \(count)")
      }
      return slice - 1
    }
    return overlays.center.map { $0[axis] } ?? count / 2
  }

  private static func sheetShape(_ text: String) throws -> (rows: Int, columns: Int) {
    let parts = text.lowercased().split(separator: "x").map { Int($0) }
    guard parts.count == 2, let rows = parts[0], let columns = parts[1], (1...20).contains(rows),
      (1...20).contains(columns)
    else {
      throw CommandError.badValue(
        option: "--sheet", value: text, expected: "ROWSxCOLUMNS with 1 to 20 of each, such as 4x6")
    }
    return (rows, columns)
  }

  /// Millimetres, or infinity for "all".
  private static func projectionReach(_ text: String) throws -> Double {
    if text.lowercased() == "all" { return .infinity }
    guard let millimetres = Double(text), millimetres.isFinite, millimetres > 0 else {
      throw CommandError.badValue(option: "--mip", value: text, expected: "a thickness in mm or 'all'")
    }
    return millimetres
  }

  private static func slab(_ millimetres: Double, volume: Volume, plane: Plane) -> Int {
    let slices = millimetres / max(volume.geometry.spacing[plane.normalAxis], 1e-6)
    guard slices < Double(volume.geometry.shape[plane.normalAxis]) else { return Int.max }
    return max(1, Int((slices / 2).rounded()))
  }
}
