import Foundation
import Networks
import Segmentation
import Storage

extension TrainingDataset {
  /// Foreground values drawn in all, and from one case at most.
  private static let draws = (all: 4_000_000, perCase: 200_000)

  /// Reads every case once and reports all that is wrong or odd, so that a run never starts on data that would waste it.
  ///
  /// Cost: a case at a time in memory; some 10 ns a voxel beside reading. Cases whose files have not changed since
  /// a check with the same store are not read again.
  /// - Parameters:
  ///   - store: where facts of cases are kept; nil keeps none.
  ///   - progress: the share that is done and the case under way, before each case and at the end.
  ///   - isCancelled: asked before each case.
  /// - Throws: `CancellationError`, or `TrainingDataError` about the store.
  public func check(
    store: CaseStore? = nil, progress: (Double, String) -> Void = { _, _ in },
    isCancelled: () -> Bool = { false }
  ) throws -> DatasetReview {
    var errors = furtherChannels.map {
      TrainingDataError(case: Self.caseName(ofChannel: $0), file: $0, .secondChannel)
    }
    var facts: [CaseFacts] = []
    for (done, item) in cases.enumerated() {
      if isCancelled() { throw CancellationError() }
      progress(Double(done) / Double(cases.count), item.name)
      do { facts.append(try self.facts(of: item, store: store)) } catch {
        // A store that cannot be written is no fault of the case.
        if case .storage = error.problem { throw error }
        errors.append(error)
      }
    }
    progress(1, "")
    if cases.count < 2 { errors.append(TrainingDataError(file: folder, .tooFewCases(cases.count))) }
    if facts.count == cases.count, !facts.isEmpty { errors += absentClasses(facts) }
    return DatasetReview(errors: errors, warnings: warnings(facts), facts: facts)
  }

  /// The facts of a case, out of the store when it has them.
  private func facts(of item: Case, store: CaseStore?) throws(TrainingDataError) -> CaseFacts {
    let draws = min(Self.draws.perCase, Self.draws.all / max(cases.count, 1))
    let key = try? store?.key("facts \(draws)", of: item, in: self)
    if let store, let key, let kept = store.facts(of: item, key: key) { return kept }
    let scan = try read(item)
    let facts: CaseFacts
    do throws(CaseFacts.Flaw) {
      facts = try CaseFacts(item.name, scan, classes: classes, draws: draws, label: label(of:))
    } catch {
      switch error {
      case .unknownLabels(let ids):
        throw TrainingDataError(case: item.name, file: item.labels, .unknownLabels(ids))
      case .constant(let value):
        throw TrainingDataError(case: item.name, file: item.image, .constant(value))
      }
    }
    if let store, let key { try store.keep(facts, of: item, key: key) }
    return facts
  }

  private func absentClasses(_ facts: [CaseFacts]) -> [TrainingDataError] {
    description.labels.filter { label in facts.allSatisfy { $0.classVoxels[label.channel] == 0 } }.map {
      TrainingDataError(file: folder + "/labelsTr", .absentClass($0.name))
    }
  }

  private func warnings(_ facts: [CaseFacts]) -> [TrainingDataWarning] {
    var warnings = facts.flatMap { item in
      item.warnings.map { TrainingDataWarning.image(case: item.name, $0) }
    }
    warnings += facts.filter { $0.classVoxels.dropFirst().allSatisfy { $0 == 0 } }.map {
      .noForeground(case: $0.name)
    }
    for label in description.labels {
      let having = facts.count { $0.classVoxels[label.channel] > 0 }
      if having > 0, having < facts.count {
        warnings.append(.rareClass(label.name, cases: having, of: facts.count))
      }
    }
    return warnings
  }

  private static func caseName(ofChannel path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.lastIndex(of: "_").map { String(file[..<$0]) } ?? file
  }
}

extension TrainingDataset {
  /// Which cases learn and which validate: as `splits_final.json` in the folder says, else by name (`DataSplit`).
  /// - Throws: `TrainingDataError` for splits that cannot be followed, or fewer than two cases.
  public func split(
    share: Double = 0.2, fold: Int = 0, keeping earlier: DataSplit? = nil
  ) throws(TrainingDataError) -> DataSplit {
    let names = cases.map(\.name), file = folder + "/splits_final.json"
    guard names.count >= 2 else { throw TrainingDataError(file: folder, .tooFewCases(names.count)) }
    if FileManager.default.fileExists(atPath: file) {
      let splits: NNUNetSplits
      do throws(PlanError) { splits = try NNUNetSplits.read(file) } catch {
        throw TrainingDataError(file: file, .description(error))
      }
      return try DataSplit(splits, fold: fold, cases: names)
    }
    do throws(StorageError) {
      return try DataSplit(names, share: share, fold: fold, keeping: earlier)
    } catch { throw TrainingDataError(file: folder, .storage(error)) }
  }
}
