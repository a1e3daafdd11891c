import Foundation
import Imaging
import Networks
import Storage
import Tensors

/// A folder in nnU-Net's layout: `dataset.json`, `imagesTr/CASE_0000.nii.gz`, `labelsTr/CASE.nii.gz`; or with cases that
/// `dataset.json` lists under `dataset`, wherever their files lie, such as label maps that were corrected elsewhere.
///
/// Opening lists files and reads `dataset.json`; no voxel is read. `check` looks at every case before a run begins.
public struct TrainingDataset: Hashable, Sendable {
  /// An image with its label map.
  public struct Case: Hashable, Sendable {
    /// The case's name: what the files' names have in common.
    public let name: String
    /// Path of the image.
    public let image: String
    /// Path of the label map.
    public let labels: String
  }

  /// An image and its ids.
  struct Scan {
    /// HU.
    let image: Volume
    /// Ids, stored in the order of the image.
    let labels: Volume
    /// What the reader of the image says, one sentence each.
    let warnings: [String]
  }

  /// The data set's folder.
  public let folder: String
  /// What `dataset.json` says.
  public let description: NNUNetDataset
  /// The cases, ascending by name; of some a file may be missing, which `check` tells.
  public let cases: [Case]
  /// Images of further channels.
  let furtherChannels: [String]

  /// Classes, the background among them.
  public var classes: Int { description.classes }

  /// Opens a folder; throws what makes the whole of it unusable.
  public init(_ folder: String) throws(TrainingDataError) {
    let file = folder + "/dataset.json"
    let description: NNUNetDataset
    do throws(PlanError) { description = try NNUNetDataset.read(file) } catch {
      throw TrainingDataError(file: file, .description(error))
    }
    guard description.channel.uppercased() == "CT" else {
      throw TrainingDataError(file: file, .notCT(channel: description.channel))
    }
    self.folder = folder
    self.description = description
    if let listed = description.listed {
      func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(folder)/\(text)" }
      cases = listed.map { Case(name: $0.name, image: path($0.image), labels: path($0.labels)) }
      furtherChannels = []
      return
    }
    let ending = description.fileEnding
    guard ending == ".nii.gz" || ending == ".nii" else {
      throw TrainingDataError(file: file, .fileEnding(ending))
    }
    let images = try Self.names(in: folder + "/imagesTr", ending: ending)
    let labels = try Self.names(in: folder + "/labelsTr", ending: ending)
    let first = images.filter { $0.hasSuffix("_0000") }.map { String($0.dropLast(5)) }
    cases = Set(first).union(labels).sorted().map {
      Case(
        name: $0, image: "\(folder)/imagesTr/\($0)_0000\(ending)", labels: "\(folder)/labelsTr/\($0)\(ending)"
      )
    }
    furtherChannels = images.filter { !$0.hasSuffix("_0000") }.map { "\(folder)/imagesTr/\($0)\(ending)" }
  }

  /// Names of files without their ending, ascending; hidden ones are those of writers at work.
  private static func names(in folder: String, ending: String) throws(TrainingDataError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.map { String($0.dropLast(ending.count)) }
        .sorted()
    } catch {
      throw TrainingDataError(file: folder, .unreadable("no such folder, or not open to this user"))
    }
  }

  /// The class of an id in a label map; nil for one that `dataset.json` does not name.
  func label(of id: UInt16) -> UInt16? {
    if Int(id) < classes { return id }
    return Int(id) == description.ignored ? DiceCrossEntropy.ignored : nil
  }

  /// Reads image and label map of a case and checks what can be seen without looking at voxels.
  func read(_ item: Case) throws(TrainingDataError) -> Scan {
    func fail(_ file: String, _ problem: TrainingDataError.Problem) -> TrainingDataError {
      TrainingDataError(case: item.name, file: file, problem)
    }
    guard FileManager.default.fileExists(atPath: item.image) else { throw fail(item.image, .missingImage) }
    guard FileManager.default.fileExists(atPath: item.labels) else { throw fail(item.labels, .missingLabels) }
    let loader = try Self.imaging(item, item.image) {
      let loader = try VolumeLoader(path: item.image)
      try loader.load()
      return loader
    }
    guard loader.notFinite == 0 else { throw fail(item.image, .notFinite(voxels: loader.notFinite)) }
    let image = loader.volume
    let labels = try Self.imaging(item, item.labels) { try LabelMapReader.read(path: item.labels).volume }
    do throws(ImagingError) {
      try labels.requireSameGrid(as: image, file: item.labels, reference: "the image")
    } catch { throw fail(item.labels, .offGrid(error)) }
    let ordered = try Self.imaging(item, item.labels) {
      try StorageOrder.reordered(labels, to: image.orientation, file: item.labels)
    }
    return Scan(image: image, labels: ordered, warnings: loader.warnings)
  }

  private static func imaging<Result>(
    _ item: Case, _ file: String, _ body: () throws -> Result
  ) throws(TrainingDataError) -> Result {
    do { return try body() } catch let error as ImagingError {
      throw TrainingDataError(case: item.name, file: file, .file(error))
    } catch {
      throw TrainingDataError(case: item.name, file: file, .unreadable("\(error)"))
    }
  }
}
