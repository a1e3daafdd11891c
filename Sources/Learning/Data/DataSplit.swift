import Networks
import Storage

/// Which cases learn and which validate.
///
/// A case's side follows from its name alone, so that cases that come later move no other. Where that leaves a side
/// empty, as it may with few cases, the nearest case changes sides; to keep such a choice too when cases are added, hand
/// the earlier split on.
public struct DataSplit: Hashable, Sendable, Codable {
  /// Cases to learn from, ascending.
  public let train: [String]
  /// Cases to validate with, ascending; at least one.
  public let validation: [String]

  /// A split by names.
  /// - Parameters:
  ///   - cases: names of at least two cases.
  ///   - share: of the cases validates, about.
  ///   - fold: which share; fold 1 validates with others than fold 0.
  ///   - earlier: cases of it stay on their sides.
  /// - Throws: `StorageError` when SHA-256 is not to be had.
  public init(
    _ cases: [String], share: Double = 0.2, fold: Int = 0, keeping earlier: DataSplit? = nil
  ) throws(StorageError) {
    precondition(Set(cases).count >= 2, "a split needs two cases")
    precondition(share > 0 && share < 1 && fold >= 0 && Double(fold + 1) * share < 1 + 1e-9)
    var learns: [Place] = [], validates: [Place] = []
    for name in Set(cases).sorted() {
      let place = Place(name: name, position: try Self.position(name, from: Double(fold) * share))
      let isEarlier = earlier.map { $0.train.contains(name) || $0.validation.contains(name) } ?? false
      let side = isEarlier ? earlier?.validation.contains(name) ?? false : place.position < share
      if side { validates.append(place) } else { learns.append(place) }
    }
    if validates.isEmpty, let nearest = learns.min() {
      validates = [nearest]
      learns.removeAll { $0 == nearest }
    }
    if learns.isEmpty, let farthest = validates.max() {
      learns = [farthest]
      validates.removeAll { $0 == farthest }
    }
    train = learns.map(\.name).sorted()
    validation = validates.map(\.name).sorted()
  }

  /// A fold of nnU-Net's `splits_final.json`; cases that it does not name are left out.
  public init(
    _ splits: NNUNetSplits, fold: Int = 0, cases: [String]
  ) throws(TrainingDataError) {
    guard splits.folds.indices.contains(fold) else {
      throw TrainingDataError(file: splits.file, .noFold(fold, of: splits.folds.count))
    }
    let known = Set(cases), own = splits.folds[fold]
    for name in own.train + own.validation where !known.contains(name) {
      throw TrainingDataError(case: name, file: splits.file, .unknownCase)
    }
    train = own.train.sorted()
    validation = own.validation.sorted()
  }

  /// A case on the circle of names.
  private struct Place: Comparable {
    let name: String
    let position: Double

    static func < (a: Place, b: Place) -> Bool { (a.position, a.name) < (b.position, b.name) }
  }

  /// Where a name lies in 0..<1, counted from `start`: the first 52 bits of its SHA-256.
  private static func position(_ name: String, from start: Double) throws(StorageError) -> Double {
    let digest = try SHA256(ofText: name)
    let bits = UInt64(digest.description.prefix(13), radix: 16) ?? 0
    let position = Double(bits) * 0x1p-52 - start
    return position < 0 ? position + 1 : position
  }
}
