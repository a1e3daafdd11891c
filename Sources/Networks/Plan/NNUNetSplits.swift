import Storage

/// nnU-Net's `splits_final.json`: which cases of a data set learn and which validate, fold by fold.
public struct NNUNetSplits: Hashable, Sendable {
  /// A fold: names of cases.
  public struct Fold: Hashable, Sendable {
    /// Cases to learn from, in the file's order.
    public let train: [String]
    /// Cases to validate with, in the file's order.
    public let validation: [String]
  }

  /// The file's path.
  public let file: String
  /// The folds.
  public let folds: [Fold]

  /// Reads the file. No case stands on both sides of a fold or twice on one, and no side is empty.
  public static func read(_ file: String) throws(PlanError) -> NNUNetSplits {
    try NNUNetSplits(JSONField.read(file))
  }

  init(_ root: JSONField) throws(PlanError) {
    file = root.file
    var folds: [Fold] = []
    for entry in try root.list() {
      var seen: Set<String> = []
      let train = try Self.names(entry["train"], &seen)
      folds.append(Fold(train: train, validation: try Self.names(entry["val"], &seen)))
    }
    guard !folds.isEmpty else { throw root.error(.outOfRange(value: "no folds", allowed: "one or more")) }
    self.folds = folds
  }

  private static func names(_ field: JSONField, _ seen: inout Set<String>) throws(PlanError) -> [String] {
    var names: [String] = []
    for entry in try field.list() {
      let name = try entry.text()
      guard seen.insert(name).inserted else { throw entry.error(.contradiction("names a case twice")) }
      names.append(name)
    }
    guard !names.isEmpty else { throw field.error(.outOfRange(value: "empty", allowed: "one case or more")) }
    return names
  }
}
