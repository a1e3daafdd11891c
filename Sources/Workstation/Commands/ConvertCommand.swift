import Anatomy
import Glibc
import Imaging
import Storage

/// What was written: `fabrica convert`.
public struct ConvertReport: Codable, Sendable, Hashable {
  /// The path that was read.
  public let input: String
  /// What it was taken for.
  public let kind: InfoReport.Kind
  /// The paths that were written, the NIfTI file first.
  public let outputs: [String]
  /// The grid as written.
  public let grid: GridReport
  /// How values are stored: "int16".
  public let datatype: String
  /// Organs written, of a label map.
  public let organs: Int?
  /// What is odd about the input, one sentence each.
  public let warnings: [String]

  /// The report for people: the paths, one a line.
  public var text: String { outputs.map { Sanitizer.clean($0) }.joined(separator: "\n") }
}

/// Reads a scan or label map and writes it as asked.
public enum ConvertCommand {
  /// How it is written.
  public struct Options: Sendable {
    /// Whether the input is a label map whatever it looks like.
    public var asLabels = false
    /// A file with the names of the ids.
    public var names: String?
    /// Letters of the stored axes, nil keeps them.
    public var orientation: String?
    /// How values are stored, nil keeps them as they are held.
    public var datatype: String?
    /// Whether a folder with a mask per organ is written.
    public var isSplit = false
    /// Whether files that exist are written over.
    public var isForced = false

    /// As the input is, over nothing.
    public init() {}
  }

  /// Converts a file or folder.
  /// - Throws: `CommandError` before anything is read for options that make no sense and for outputs that exist;
  ///   `ImagingError` of reading or writing. Nothing is left half-written.
  public static func run(_ input: String, to output: String, _ options: Options = Options()) throws
    -> ConvertReport
  {
    let plan = try Plan(input, to: output, options)
    if try plan.isLabelMap() { return try plan.convertLabels() }
    return try plan.convertScan()
  }
}

/// A checked wish: what is read, where it goes and how it is stored.
private struct Plan {
  let input: String
  let output: String
  let options: ConvertCommand.Options
  let orientation: Orientation?
  let scalar: VoxelBuffer.Scalar?

  init(_ input: String, to output: String, _ options: ConvertCommand.Options) throws {
    self.input = input
    self.output = output
    self.options = options
    orientation = try options.orientation.map { code in
      guard let orientation = StorageOrder.orientation(named: code) else {
        throw CommandError.badValue(
          option: "--orientation", value: code,
          expected: "one letter each of R/L, A/P and S/I, such as RAS or LPS")
      }
      return orientation
    }
    scalar = try options.datatype.map { name in
      guard let scalar = VoxelBuffer.Scalar(rawValue: name) else {
        throw CommandError.badValue(
          option: "--dtype", value: name, expected: "one of uint8, int16, uint16 and float32")
      }
      return scalar
    }
    if options.isSplit {
      guard scalar == nil || scalar == .uint8 else {
        throw CommandError.badCombination("--split writes masks of uint8; leave --dtype out")
      }
    } else if !Self.endings.contains(where: { output.lowercased().hasSuffix($0) }) {
      throw CommandError.badValue(
        option: "output", value: output, expected: "a name that ends in .nii or .nii.gz")
    }
    try OutputFiles.requireAbsent([output], force: options.isForced)
    if FileSystem.areSame(input, output) {
      throw CommandError.badCombination("input and output are one file; write to another name")
    }
  }

  private static let endings = [".nii", ".nii.gz"]

  /// By what was asked, by a folder, or by what the header says; never by a guess from the values.
  func isLabelMap() throws -> Bool {
    if options.asLabels || options.names != nil || options.isSplit || FileSystem.isFolder(input) {
      return true
    }
    let source = try VolumeLoader(path: input).source
    if source.intentCode == 1002 { return true }
    guard !source.extensionCodes.isEmpty, let reading = try? LabelMapReader.open(path: input) else {
      return false
    }
    return reading.namesFrom == Sanitizer.clean(input)
  }

  func convertScan() throws -> ConvertReport {
    let loader = try VolumeLoader(path: input)
    let progress = ProgressLine("reading \(FileNames.stem(input))")
    try loader.load(progress: progress.update)
    var volume = loader.volume
    var warnings = loader.warnings
    if ValueRange(of: volume).looksLikeLabels {
      warnings.append("it looks like a label map; --labels keeps names and colours")
    }
    if let orientation { volume = try StorageOrder.reordered(volume, to: orientation, file: output) }
    if let scalar { volume = try Voxels.stored(volume, as: scalar, file: input) }
    try VolumeWriter.write(volume, to: output, like: loader.source)
    return ConvertReport(
      input: input, kind: .scan, outputs: [output], grid: GridReport(volume),
      datatype: volume.voxels.scalar.rawValue, organs: nil, warnings: warnings)
  }

  func convertLabels() throws -> ConvertReport {
    let reading = try LabelMapReader.open(path: input, names: options.names)
    var map = reading.map
    if let orientation {
      map = LabelMap(
        volume: try StorageOrder.reordered(map.volume, to: orientation, file: output), table: map.table)
    }
    if options.isSplit { return try split(map, reading) }
    if let scalar {
      guard scalar == .uint8 || scalar == .uint16 else {
        throw CommandError.badCombination("ids are stored as uint8 or uint16, not as \(scalar.rawValue)")
      }
      map = LabelMap(volume: try Voxels.stored(map.volume, as: scalar, file: input), table: map.table)
    }
    let ending = output.lowercased().hasSuffix(".nii.gz") ? 7 : 4
    let base = String(output.dropLast(ending))
    let tables = [base + ".ctbl", base + "_itksnap.txt"]
    try OutputFiles.requireAbsent(tables, force: options.isForced)
    try LabelMapWriter.write(map, to: output, like: reading.source)
    return report(map, reading, outputs: [output] + tables, organs: LabelPresence(map).entries.count)
  }

  /// Writes the masks into a folder that gets its name when all of them are there.
  private func split(_ map: LabelMap, _ reading: LabelMapReader.Reading) throws -> ConvertReport {
    let present = LabelPresence(map).entries
    let files = MaskNames.files(for: present)
    let isNew = !FileSystem.exists(output)
    let staging = isNew ? try FileSystem.makeFolder(beside: output) : output
    do {
      for (entry, file) in zip(present, files) {
        let path = staging + "/" + file
        try VolumeWriter.write(
          try Voxels.mask(map, id: entry.id, file: output), to: path, like: reading.source)
      }
      if isNew { try FileSystem.rename(staging, to: output) }
    } catch {
      if isNew { FileSystem.removeFolder(staging, with: files) }
      throw error
    }
    return report(
      map, reading, outputs: files.map { output + "/" + $0 }, organs: present.count, datatype: "uint8")
  }

  private func report(
    _ map: LabelMap, _ reading: LabelMapReader.Reading, outputs: [String], organs: Int,
    datatype: String? = nil
  ) -> ConvertReport {
    ConvertReport(
      input: input, kind: .labels, outputs: outputs, grid: GridReport(map.volume),
      datatype: datatype ?? map.volume.voxels.scalar.rawValue, organs: organs, warnings: reading.warnings)
  }
}
