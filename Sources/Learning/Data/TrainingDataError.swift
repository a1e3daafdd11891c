import Imaging
import Networks
import Segmentation
import Storage

/// Why data cannot be learned from, as facts: which case, which file, what is wrong.
///
/// Sentences are made here alone.
public struct TrainingDataError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The folder cannot be listed; the system's reason.
    case unreadable(String)
    /// `dataset.json` or `splits_final.json` cannot be used.
    case description(PlanError)
    /// An input channel that is no CT.
    case notCT(channel: String)
    /// Files in another format than NIfTI.
    case fileEnding(String)
    /// A case with more than one image.
    case secondChannel
    /// Fewer cases than a run needs, one to learn from and one to validate with.
    case tooFewCases(Int)
    /// A case without its image.
    case missingImage
    /// A case without its label map.
    case missingLabels
    /// An image or label map that cannot be read.
    case file(ImagingError)
    /// A label map on another grid than the image.
    case offGrid(ImagingError)
    /// Ids that `dataset.json` does not name.
    case unknownLabels([Int])
    /// An image of one value.
    case constant(Float)
    /// Voxels that are not a number or infinite.
    case notFinite(voxels: Int)
    /// A class that no case has.
    case absentClass(String)
    /// An image that cannot be brought to the plan's grid.
    case preparation(PreparationError)
    /// More voxels on the plan's grid than a case can have.
    case tooLarge(voxels: Int)
    /// A case of the splits that the data set does not have.
    case unknownCase
    /// A fold that the splits do not have.
    case noFold(Int, of: Int)
    /// A file that the system would not read or write.
    case storage(StorageError)
  }

  /// The case, made safe to show; nil when it is about the data set as a whole.
  public let name: String?
  /// The file or folder, made safe to show.
  public let file: String
  /// What is wrong.
  public let problem: Problem

  /// An error; names are made safe to show.
  public init(case name: String? = nil, file: String, _ problem: Problem) {
    self.name = name.map { Sanitizer.clean($0, limit: 200) }
    self.file = Sanitizer.clean(file)
    self.problem = problem
  }

  /// Whether the machine is too small or full, rather than the data bad.
  public var isLackOfRoom: Bool {
    switch problem {
    case .preparation(let error): error.isLackOfMemory
    case .storage(let error): error.isFull
    case .file(let error):
      if case .outOfMemory = error.problem { true } else { false }
    default: false
    }
  }

  /// One sentence that names the case and the file.
  public var description: String { (name.map { "case \($0): " } ?? "") + sentence }

  private var sentence: String {
    switch problem {
    case .unreadable(let reason): "\(file): cannot be read: \(reason)"
    case .description(let error): error.description
    case .notCT(let channel):
      "\(file): channel_names '\(channel)' is no CT; only one channel of CT can be used"
    case .fileEnding(let ending):
      "\(file): file_ending '\(ending)' is not supported; only .nii.gz and .nii are"
    case .secondChannel: "\(file): a second channel; only one channel of CT can be used"
    case .tooFewCases(let count):
      "\(file): has \(count == 1 ? "a single case" : "no case"); a run needs at least two, one to learn from and one "
        + "to validate with"
    case .missingImage: "\(file): is missing, the image of a label map"
    case .missingLabels: "\(file): is missing, the label map of an image"
    case .file(let error), .offGrid(let error): error.description
    case .unknownLabels(let ids): "\(file): has labels that dataset.json does not name: \(Self.list(ids))"
    case .constant(let value): "\(file): every voxel is \(value), there is nothing to learn from"
    case .notFinite(let voxels): "\(file): \(voxels) voxels are not finite numbers"
    case .absentClass(let label): "\(file): class '\(label)' is in no case"
    case .preparation(let error): error.description
    case .tooLarge(let voxels):
      "\(file): \(voxels) voxels at the plan's spacing are more than a case can have"
    case .unknownCase: "\(file): names a case that the data set does not have"
    case .noFold(let fold, let count): "\(file): has no fold \(fold), only 0 to \(count - 1)"
    case .storage(let error): error.description
    }
  }

  private static func list(_ ids: [Int]) -> String {
    ids.prefix(10).map(String.init).joined(separator: ", ") + (ids.count > 10 ? ", ..." : "")
  }
}

/// What is odd about data that can be learned from all the same.
public enum TrainingDataWarning: Hashable, Sendable, CustomStringConvertible {
  /// A class that only some cases have.
  case rareClass(String, cases: Int, of: Int)
  /// A case without a voxel of any class.
  case noForeground(case: String)
  /// What the reader of an image says, or that its values can be no HU.
  case image(case: String, String)

  /// One sentence that names the case or class.
  public var description: String {
    switch self {
    case .rareClass(let label, let cases, let count): "class '\(label)' is in \(cases) of \(count) cases"
    case .noForeground(let name): "case \(name): no voxel has a class"
    case .image(let name, let sentence): "case \(name): \(sentence)"
    }
  }
}
