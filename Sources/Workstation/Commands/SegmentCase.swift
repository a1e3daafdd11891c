import Foundation
import Imaging
import Networks
import Storage

/// A scan to be segmented and where its results go.
struct SegmentCase {
  /// The scan's path.
  let scan: String
  /// The file's name without its ending, safe as a folder's name.
  let name: String
  /// `output/<name>`.
  let folder: String

  /// The cases of paths: files, and the NIfTI files in folders, in the order of their names.
  ///
  /// Throws `CommandError` for a folder without scans and for two scans of one name, `StorageError` for a folder that
  /// cannot be read.
  static func cases(_ inputs: [String], output: String) throws -> [SegmentCase] {
    var cases: [SegmentCase] = []
    for input in inputs {
      for scan in try scans(of: input) {
        let name = FileNames.safe(FileNames.stem(scan))
        if let other = cases.first(where: { $0.name == name }) {
          throw CommandError.badCombination(
            "\(Sanitizer.clean(scan)) and \(Sanitizer.clean(other.scan)) would both write \(name); "
              + "segment them into different folders")
        }
        cases.append(SegmentCase(scan: scan, name: name, folder: joined(output, name)))
      }
    }
    return cases
  }

  /// Cases whose results are there from the same model and method. Throws `CommandError.wouldOverwrite` for folders
  /// that hold anything else.
  static func finished(
    _ cases: [SegmentCase], model: ModelBundle, method: SegmentReport.Asked
  ) throws(CommandError) -> [String: SegmentReport] {
    var result: [String: SegmentReport] = [:], others: [String] = []
    for item in cases where FileSystem.exists(item.folder) {
      let path = item.folder + "/" + SegmentWork.reportName
      let report = FileSystem.text(path).flatMap { text in
        try? JSONDecoder().decode(SegmentReport.self, from: Data(text.utf8))
      }
      if let report, report.model.contentHash == model.contentHash.description, report.asked == method,
        FileSystem.exists(item.folder + "/" + SegmentWork.labelsName)
      {
        result[item.name] = report
      } else {
        others.append(item.folder)
      }
    }
    guard others.isEmpty else { throw .wouldOverwrite(others) }
    return result
  }

  private static func scans(of input: String) throws -> [String] {
    guard FileSystem.isFolder(input) else { return [input] }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: input) } catch {
      throw StorageError(input, .unreadable, reason: "the folder cannot be listed")
    }
    let scans = names.filter { name in
      !name.hasPrefix(".") && (name.hasSuffix(".nii") || name.hasSuffix(".nii.gz"))
    }
    guard !scans.isEmpty else {
      throw CommandError.badCombination("\(Sanitizer.clean(input)) holds no .nii or .nii.gz file")
    }
    return scans.sorted().map { joined(input, $0) }
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
