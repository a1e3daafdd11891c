import Glibc
import Storage

/// Looks for the names of a label map's ids: in the file the user gave, in the header, beside the file.
struct LabelNamesSearch {
  /// The label map's path as given.
  let path: String
  /// The contents of its header extensions.
  let extensions: [[UInt8]]

  /// The names and the cleaned path of the file they are from; none when nothing names the ids.
  ///
  /// Throws for an `explicit` file that cannot be used; anything else that cannot is passed over with a warning.
  func run(
    explicit: String?, warnings: inout [String]
  ) throws(ImagingError) -> (names: [LabelName], file: String?) {
    if let explicit { return (try LabelNamesReader.read(path: explicit), Sanitizer.clean(explicit)) }
    for content in extensions where content.count <= LabelNamesReader.largestFile {
      let text = String(decoding: content.filter { $0 != 0 }, as: UTF8.self)
      guard CaretLabelTable.recognises(text) else { continue }
      do {
        let names = try LabelNamesReader.parse(text)
        return (names, Sanitizer.clean(path))
      } catch {
        warnings.append(
          "the names in the header cannot be read: \(Sanitizer.clean("\(error.field), \(error.reason)"))")
      }
    }
    for candidate in sidecars where access(candidate, R_OK) == 0 {
      do {
        return (try LabelNamesReader.read(path: candidate), Sanitizer.clean(candidate))
      } catch {
        warnings.append("names passed over: \(error)")
      }
    }
    return ([], nil)
  }

  /// Files beside the label map that may hold names, the most particular first.
  private var sidecars: [String] {
    let base = NIfTIFileName.base(of: path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return [base + ".ctbl", base + "_itksnap.txt", base + ".label", base + ".json"]
      + [folder + "dataset.json", folder + "../dataset.json"]
  }
}

/// The parts of a NIfTI file's name.
enum NIfTIFileName {
  /// Endings in lower case, the longer first.
  static let endings = [".nii.gz", ".hdr.gz", ".img.gz", ".nii", ".hdr", ".img"]

  /// The path without its ending; the whole path when it has none of NIfTI's.
  static func base(of path: String) -> String {
    let lower = path.lowercased()
    let ending = endings.first { lower.hasSuffix($0) }
    return String(path.dropLast(ending?.count ?? 0))
  }
}
