import Storage

/// A folder that nnU-Net trained into: `plans.json`, `dataset.json` and a folder for each fold.
///
/// Its usual place is `Dataset003_Liver/nnUNetTrainer__nnUNetPlans__3d_fullres`, which says what nothing inside does:
/// the data set, the trainer and the configuration.
public struct NNUNetFolder: Hashable, Sendable {
  /// The folder's path.
  public let path: String
  /// `Dataset003_Liver`, where the folder above has such a name.
  public let dataset: String?
  /// `nnUNetTrainer`, where the folder's name says it.
  public let trainer: String?
  /// `3d_fullres`, where the folder's name says it.
  public let configuration: String?

  /// Checkpoints that training leaves.
  public enum Checkpoint: String, Sendable, CaseIterable {
    /// After the last epoch.
    case final
    /// After the epoch with the best moving average of Dice.
    case best

    /// `checkpoint_final.pth`.
    public var fileName: String { "checkpoint_\(rawValue).pth" }
  }

  /// A fold's checkpoint.
  public struct Fold: Hashable, Sendable {
    /// `0`, or `all` for a training on everything.
    public let name: String
    /// The checkpoint's path.
    public let file: String
  }

  /// `plans.json`.
  public var plansFile: String { path + "/plans.json" }
  /// `dataset.json`.
  public var datasetFile: String { path + "/dataset.json" }

  init(_ path: String) {
    self.path = path
    let parts = FolderContents.name(path).split(separator: "__", omittingEmptySubsequences: false).map(
      String.init)
    trainer = parts.count == 3 ? parts[0] : nil
    configuration = parts.count == 3 ? parts[2] : nil
    let parent = FolderContents.parentName(path)
    dataset = Self.isDataset(parent) ? parent : nil
  }

  /// The checkpoints of folds: those asked for, else all of `fold_0`, `fold_1`, ..., else `fold_all`.
  ///
  /// - Throws: `.noFold`, `.noCheckpoint`.
  public func folds(_ wanted: [String]?, _ checkpoint: Checkpoint) throws(ImportError) -> [Fold] {
    let names = FolderContents.folders(in: path).filter { $0.hasPrefix("fold_") }.map {
      String($0.dropFirst(5))
    }
    .sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
    func folds(_ names: [String], _ checkpoint: Checkpoint) -> [Fold] {
      names.map { Fold(name: $0, file: "\(path)/fold_\($0)/\(checkpoint.fileName)") }
        .filter { FolderContents.isFile($0.file) }
    }
    if let wanted {
      if let absent = wanted.first(where: { !names.contains($0) }) {
        throw ImportError(path, .noFold(absent, available: names))
      }
      let found = folds(wanted, checkpoint)
      guard found.count == wanted.count else {
        let absent = wanted.first { name in !found.contains { $0.name == name } } ?? ""
        throw noCheckpoint("\(path)/fold_\(absent)", checkpoint) { !folds([absent], $0).isEmpty }
      }
      return found
    }
    let numbered = folds(names.filter { Int($0) != nil }, checkpoint)
    let found = numbered.isEmpty ? folds(["all"], checkpoint) : numbered
    guard !found.isEmpty else { throw noCheckpoint(path, checkpoint) { !folds(names, $0).isEmpty } }
    return found
  }

  private func noCheckpoint(
    _ place: String, _ checkpoint: Checkpoint, isThere: (Checkpoint) -> Bool
  ) -> ImportError {
    let other = Checkpoint.allCases.first { $0 != checkpoint && isThere($0) }
    return ImportError(place, .noCheckpoint(name: checkpoint.fileName, other: other?.fileName))
  }

  static func isDataset(_ name: String) -> Bool {
    name.hasPrefix("Dataset") && name.dropFirst(7).first?.isNumber == true
  }
}
