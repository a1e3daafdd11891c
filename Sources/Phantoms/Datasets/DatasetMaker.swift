import Anatomy
import Foundation
import Imaging
import Storage

/// Makes an nnU-Net v2 data set of synthetic patients: `imagesTr`, `labelsTr`, `dataset.json`, held-out cases in
/// `imagesTs` and `labelsTs`, masks of diseases in `lesionsTr` and `lesionsTs`, and `cases.json` with who was scanned how.
///
/// Label maps of others can be painted as further cases to learn from (`Painting`). Only the task's own organs are labelled.
/// A case that is there already is not made again, so an interrupted run goes on where it stopped; `dataset.json` appears
/// last.
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
  /// Label maps that become further cases to learn from.
  public var paintings: [Painting.Source] = []
  /// How often each of them is painted.
  public var copies = 4

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
    enum Content {
      case patient(DatasetCase)
      case painting(Painting)
    }

    let content: Content
    /// `Tr` or `Ts`.
    let part: String

    var name: String {
      switch content {
      case .patient(let made): made.name
      case .painting(let made): made.name
      }
    }
  }

  /// Held-out cases are numbered from here, so that more cases to learn from never take one of them.
  public static let firstTest = 9001

  private var items: [Item] {
    func items(_ numbers: Range<Int>, _ part: String) -> [Item] {
      numbers.map {
        Item(
          content: .patient(DatasetCase($0, of: protocolOfTask, seed: seed, spacing: spacing)), part: part)
      }
    }
    let painted = Painting.all(paintings, copies: copies, of: protocolOfTask.task, seed: seed)
    return items(1..<(training + 1), "Tr") + painted.map { Item(content: .painting($0), part: "Tr") }
      + items(Self.firstTest..<(Self.firstTest + test), "Ts")
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
      progress(Double(done) / Double(items.count), item.name)
      guard !isCancelled() else { throw DatasetError.cancelled(folder: root, done: done, of: items.count) }
      try write(item, to: root)
    }
    try AtomicFiles.write(
      DatasetDescription(
        protocolOfTask.task, training: items.count { $0.part == "Tr" }, hasPaintings: !paintings.isEmpty),
      to: root + "/dataset.json")
    progress(1, "")
    return root
  }

  /// Makes the folders and writes what the data set will be, or refuses a folder that holds another.
  private func claim(_ root: String, _ items: [Item]) throws {
    let cases = root + "/cases.json"
    let own = try provenance(items)
    if FileManager.default.fileExists(atPath: cases) {
      let found = try? JSONDecoder().decode(
        DatasetProvenance.self, from: Data(contentsOf: URL(filePath: cases)))
      guard let found, own.continues(found) else { throw DatasetError.otherSettings(file: cases) }
    }
    let parts = test > 0 ? ["Tr", "Ts"] : ["Tr"]
    for name in parts.flatMap({ ["images\($0)", "labels\($0)"] }) {
      try PatientFiles.makeFolder(root + "/" + name)
    }
    try AtomicFiles.write(own, to: cases)
  }

  private func provenance(_ items: [Item]) throws -> DatasetProvenance {
    var cases: [DatasetProvenance.Case] = [], painted: [DatasetProvenance.Painted] = []
    var digests: [Painting.Source: String] = [:]
    for item in items {
      switch item.content {
      case .patient(let made): cases.append(.init(made))
      case .painting(let made):
        let digest = try digests[made.source] ?? made.source.digest()
        digests[made.source] = digest
        painted.append(.init(made, digest: digest))
      }
    }
    return DatasetProvenance(
      task: protocolOfTask.task, seed: seed, spacing: spacing, cases: cases,
      paintings: painted.isEmpty ? nil : painted)
  }

  private func write(_ item: Item, to root: String) throws {
    let name = item.name
    let image = "\(root)/images\(item.part)/\(name)_0000.nii.gz"
    let labels = "\(root)/labels\(item.part)/\(name).nii.gz"
    let isThere = { FileManager.default.fileExists(atPath: $0) }
    // The labels come last, so that they vouch for the image.
    guard !isThere(image) || !isThere(labels) else { return }
    switch item.content {
    case .patient(let made):
      let scan = try made.make(threads: threads)
      if made.patient.pathologies.contains(where: \.hasMask) {
        try PatientFiles.makeFolder("\(root)/lesions\(item.part)")
        try VolumeWriter.write(
          try scan.lesions().volume, to: "\(root)/lesions\(item.part)/\(name).nii.gz")
      }
      try VolumeWriter.write(scan.ct, to: image)
      try VolumeWriter.write(try scan.labels(for: protocolOfTask.task).volume, to: labels)
    case .painting(let made):
      let (ct, truth) = try made.make(threads: threads)
      try VolumeWriter.write(ct, to: image)
      try VolumeWriter.write(truth.volume, to: labels)
    }
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
