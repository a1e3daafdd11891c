import Foundation
import Imaging
import Networks
import Segmentation
import Storage
import Tensors

/// Makes training cases: image and labels on the grid that the plan's network reads.
///
/// The image takes the very way that a scan takes to be segmented (`ScanPreparation`); labels follow it
/// (`LabelResampling`). The same bits come out for any number of threads. Cost: 512x512x138 to 1.5 mm about a second
/// beside reading the files; memory is image and labels on both grids.
public struct CasePreparation {
  private let dataset: TrainingDataset
  private let plan: Plan
  private let store: CaseStore?
  private let pool: ThreadPool
  private let preparation: ScanPreparation

  /// A preparation.
  /// - Parameters:
  ///   - store: where cases are kept; nil makes them anew every time.
  /// - Throws: `TensorError.instructions`.
  public init(
    _ dataset: TrainingDataset, plan: Plan, store: CaseStore?, pool: ThreadPool
  ) throws(TensorError) {
    self.dataset = dataset
    self.plan = plan
    self.store = store
    self.pool = pool
    preparation = try ScanPreparation(plan: plan, pool: pool)
  }

  /// A case of the data set, out of the store when it has it.
  /// - Throws: `TrainingDataError`, or `CancellationError`.
  public func prepare(
    _ item: TrainingDataset.Case, isCancelled: () -> Bool = { false }
  ) throws -> TrainingCase {
    let key = try store?.key(purpose(), of: item, in: dataset)
    if let store, let key, let kept = store.prepared(item, key: key) { return kept }
    let made = try make(item, try dataset.read(item), isCancelled)
    if let store, let key { try store.keep(made, of: item, key: key) }
    return made
  }

  private func make(
    _ item: TrainingDataset.Case, _ scan: TrainingDataset.Scan, _ isCancelled: () -> Bool
  ) throws -> TrainingCase {
    let prepared: PreparedScan
    do {
      prepared = try preparation.prepare(scan.image, file: item.image, isCancelled: isCancelled)
    } catch let error as PreparationError {
      throw TrainingDataError(case: item.name, file: item.image, .preparation(error))
    }
    let grid = prepared.grid, voxels = grid.shape.product
    guard voxels <= Int(Int32.max) else {
      throw TrainingDataError(case: item.name, file: item.image, .tooLarge(voxels: voxels))
    }
    // A zoom treats all axes alike.
    let separate =
      prepared.placement.zoomed == nil
      ? AnisotropyRule.separateAxis(
        current: prepared.placement.scanSpacing, target: plan.spacing, forced: nil) : nil
    let ids = LabelResampling(prepared.placement, separate: separate).run(scan.labels.voxels, pool: pool)
    let labels = try classes(of: ids, item)
    let image = withExtendedLifetime(grid) { Array(UnsafeBufferPointer(start: grid.base, count: voxels)) }
    return TrainingCase(
      name: item.name, channels: 1, extent: grid.shape, image: image, labels: labels,
      foreground: ForegroundVoxels.chosen(labels, classes: dataset.classes))
  }

  /// Ids as classes. A case may have changed since it was checked, so they are looked at once more.
  private func classes(of ids: [UInt16], _ item: TrainingDataset.Case) throws(TrainingDataError) -> [UInt16] {
    let table = (0...UInt16.max).map { dataset.label(of: $0) }
    var unknown: Set<Int> = []
    let labels = ids.map { id in
      if let label = table[Int(id)] { return label }
      unknown.insert(Int(id))
      return 0
    }
    guard unknown.isEmpty else {
      throw TrainingDataError(case: item.name, file: item.labels, .unknownLabels(unknown.sorted()))
    }
    return labels
  }

  /// What of the plan decides how a case looks; patch and network do not. The number grows with this code.
  private func purpose() -> String {
    let numbers =
      plan.spacing + [
        plan.intensities.low, plan.intensities.high, plan.intensities.mean, plan.intensities.deviation,
      ]
    let separate = plan.scanInterpolation.separateAcross.map(String.init) ?? "by anisotropy"
    return "case 1 \(numbers.map { "\($0)" }) \(plan.transpose) \(plan.orientation.rawValue) "
      + "\(plan.pipeline.rawValue) \(plan.scanInterpolation.order) \(plan.scanInterpolation.orderAcross) \(separate)"
  }
}
