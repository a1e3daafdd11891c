import Anatomy
import Foundation
import Imaging
import Storage

/// Makes an nnU-Net v2 data set of synthetic patients: `imagesTr`, `labelsTr`, `dataset.json`, held-out cases in
/// `imagesTs` and `labelsTs`, masks of diseases in `lesionsTr` and `lesionsTs`, and `cases.json` with who was scanned how.
///
/// Only the task's own organs are labelled. A case that is there already is not made again, so an interrupted run goes on
/// where it stopped; `dataset.json` appears last.
public struct DatasetMaker: Sendable {
  /// How the scans are taken.
  public let protocolOfTask: TaskProtocol
  /// Cases to learn from.
  public var training: Int
  /// Cases held out.
  public var test: Int
  /// Chooses the data set.
  public var seed: UInt64
  /// Voxel edge, mm, in place of the protocol's.
  public var spacing: Double?
  /// Threads for each case.
  public var threads: Int

  /// A data set; see the properties.
  public init(
    _ task: OrganTask, training: Int, test: Int = 0, seed: UInt64 = 1, spacing: Double? = nil,
    threads: Int = 1
  ) {
    protocolOfTask = .of(task)
    self.training = training
    self.test = test
    self.seed = seed
    self.spacing = spacing
    self.threads = threads
  }

  private struct Item {
    let made: DatasetCase
    /// `Tr` or `Ts`.
    let part: String
  }

  /// Held-out cases are numbered from here, so that more cases to learn from never take one of them.
  public static let firstTest = 9001

  private var items: [Item] {
    func items(_ numbers: Range<Int>, _ part: String) -> [Item] {
      numbers.map {
        Item(made: DatasetCase($0, of: protocolOfTask, seed: seed, spacing: spacing), part: part)
      }
    }
    return items(1..<(training + 1), "Tr") + items(Self.firstTest..<(Self.firstTest + test), "Ts")
  }

  /// Makes what is missing of the data set in `folder/DatasetNNN_Name` and returns that folder.
  /// - Parameters:
  ///   - progress: the share that is done and the case under way, before each case and at the end.
  ///   - isCancelled: asked before each case.
  /// - Throws: `DatasetError`, `ImagingError`, `StorageError`.
  public func make(
    in folder: String, progress: (Double, String) -> Void = { _, _ in },
    isCancelled: () -> Bool = { false }
  ) throws -> String {
    let root = folder + "/" + protocolOfTask.task.datasetName
    let items = items
    try claim(root, items)
    for (done, item) in items.enumerated() {
      progress(Double(done) / Double(items.count), item.made.name)
      guard !isCancelled() else { throw DatasetError.cancelled(folder: root, done: done, of: items.count) }
      try write(item, to: root)
    }
    try AtomicFiles.write(
      DatasetDescription(protocolOfTask.task, training: training), to: root + "/dataset.json")
    progress(1, "")
    return root
  }

  /// Makes the folders and writes what the data set will be, or refuses a folder that holds another.
  private func claim(_ root: String, _ items: [Item]) throws {
    let cases = root + "/cases.json"
    let own = DatasetProvenance(
      task: protocolOfTask.task, seed: seed, spacing: spacing, cases: items.map { .init($0.made) })
    if FileManager.default.fileExists(atPath: cases) {
      let found = try? JSONDecoder().decode(
        DatasetProvenance.self, from: Data(contentsOf: URL(filePath: cases)))
      guard let found, found.task == own.task, found.seed == own.seed, found.spacing == own.spacing,
        own.cases.allSatisfy({ mine in found.cases.allSatisfy { $0.name != mine.name || $0 == mine } })
      else { throw DatasetError.otherSettings(file: cases) }
    }
    let parts = test > 0 ? ["Tr", "Ts"] : ["Tr"]
    for name in parts.flatMap({ ["images\($0)", "labels\($0)"] }) {
      try PatientFiles.makeFolder(root + "/" + name)
    }
    try AtomicFiles.write(own, to: cases)
  }

  private func write(_ item: Item, to root: String) throws {
    let name = item.made.name
    let image = "\(root)/images\(item.part)/\(name)_0000.nii.gz"
    let labels = "\(root)/labels\(item.part)/\(name).nii.gz"
    let isThere = { FileManager.default.fileExists(atPath: $0) }
    // The labels come last, so that they vouch for the image.
    guard !isThere(image) || !isThere(labels) else { return }
    let scan = try item.made.make(threads: threads)
    if item.made.patient.pathologies.contains(where: \.hasMask) {
      try PatientFiles.makeFolder("\(root)/lesions\(item.part)")
      try VolumeWriter.write(
        try scan.lesions().volume, to: "\(root)/lesions\(item.part)/\(name).nii.gz")
    }
    try VolumeWriter.write(scan.ct, to: image)
    try VolumeWriter.write(try scan.labels(for: protocolOfTask.task).volume, to: labels)
  }
}

/// Why a data set was not made.
public enum DatasetError: Error, Hashable, CustomStringConvertible {
  /// The folder holds a data set of another seed, voxel size or version.
  case otherSettings(file: String)
  /// The reader stopped it; the cases made so far stay.
  case cancelled(folder: String, done: Int, of: Int)

  /// The file, the field, the problem.
  public var description: String {
    switch self {
    case .otherSettings(let file):
      "\(file): cases: made with another seed, spacing or version; choose another folder or remove this one"
    case .cancelled(let folder, let done, let all):
      "\(folder): stopped after \(done) of \(all) cases; the same command goes on from there"
    }
  }
}
