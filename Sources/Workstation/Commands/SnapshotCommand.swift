import Anatomy
import Foundation
import Imaging

/// A picture that was written: `fabrica snapshot`.
public struct SnapshotReport: Codable, Sendable, Hashable {
  /// The path that was written.
  public let file: String
  /// Pixels across.
  public let width: Int
  /// Pixels down, caption included.
  public let height: Int
  /// What the picture says of itself, as in its text entries.
  public let facts: [Fact]

  /// One of the picture's text entries.
  public struct Fact: Codable, Sendable, Hashable {
    /// The keyword.
    public let key: String
    /// What it says.
    public let value: String
  }

  /// The report for people: the path.
  public var text: String { Sanitizer.clean(file) }
}

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

/// A display window as typed: a preset's name or key, "auto", or width and level in HU.
enum SnapshotWindow: Hashable {
  case fixed(WindowLevel)
  case automatic

  /// - Throws: `CommandError.badValue` that lists what there is.
  init(_ text: String) throws {
    let plain = text.lowercased().replacing("_", with: " ")
    if plain == "auto" || plain == "automatic" {
      self = .automatic
    } else if let preset = WindowPreset.all.first(where: {
      $0.name.lowercased() == plain || $0.id == text.lowercased()
    }) {
      self = .fixed(preset.window)
    } else {
      let numbers = text.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
      guard numbers.count == 2, let width = numbers[0], let level = numbers[1], width >= 1, width < 1e6,
        abs(level) < 1e6
      else {
        let names = WindowPreset.all.map(\.id).joined(separator: ", ")
        throw CommandError.badValue(
          option: "--window", value: text, expected: "WIDTH,LEVEL in HU, auto, or one of \(names)")
      }
      self = .fixed(WindowLevel(width: width, level: level))
    }
  }

  func window(for volume: Volume) -> WindowLevel {
    switch self {
    case .fixed(let window): window
    case .automatic: WindowLevel.automatic(for: volume)
    }
  }
}

/// The label maps of a snapshot with what is shown of them, and where the wanted organ is.
struct SnapshotOverlays {
  private(set) var overlays: [SliceSnapshot.Overlay] = []
  /// The canonical voxel in the middle of the wanted organ.
  private(set) var center: VoxelIndex?

  init(_ options: SnapshotCommand.Options, scan: String, volume: Volume) throws {
    if options.labels.isEmpty && (options.organ != nil || !options.shown.isEmpty) {
      throw CommandError.badCombination("--organ and --show need a label map; give one with --labels")
    }
    for path in options.labels {
      let map = try LabelMapReader.read(path: path, names: options.names)
      try map.volume.requireSameGrid(as: volume, file: path, reference: scan)
      overlays.append(try Self.overlay(map, path: path, options))
    }
    guard let organ = options.organ, let path = options.labels.first, let first = overlays.first else {
      return
    }
    let ids = try OrganNames.find(organ, in: LabelPresence(first.map).entries, file: path).map(\.id)
    let statistics = LabelStatistics.compute(first.map, volume: nil)
    // Of several labels that the name means, the largest.
    center = ids.compactMap { statistics[$0] }.max { $0.voxels < $1.voxels }?.centerVoxel
  }

  private static func overlay(
    _ map: LabelMap, path: String, _ options: SnapshotCommand.Options
  ) throws -> SliceSnapshot.Overlay {
    var style = OverlayStyle(
      table: map.table, mode: options.isOutline ? .outline : .both, opacity: options.opacity)
    let entries = map.table.entries
    if !options.shown.isEmpty {
      let shown = Set(
        try options.shown.flatMap { try OrganNames.find($0, in: entries, file: path) }.map(\.id))
      for id in style.visible.indices { style.visible[id] = shown.contains(id) }
    }
    if let organ = options.organ, let found = try? OrganNames.find(organ, in: entries, file: path),
      found.count == 1
    {
      style.emphasized = found[0].id
    }
    return SliceSnapshot.Overlay(name: FileNames.stem(path), map: map, style: style)
  }
}
