import Anatomy
import Imaging
import Networks
import Segmentation
import Tensors

/// Whether organs of earlier decoders keep their voxels when a new decoder's labels are laid over theirs.
///
/// Some validation scans are segmented by the model before and after; an organ that the new decoder knows neither itself nor
/// as parts (the aorta by its arch) may lose no more than a small share of its voxels, unless the reader says that it may be
/// covered. Cost: four segmentations.
struct PromotionGate {
  /// The share of its voxels that an organ may lose: borders move by single voxels.
  static let tolerance = 0.02
  /// Of organs of fewer voxels no share is asked.
  static let fewVoxels = 50
  /// Scans at most.
  static let mostCases = 2

  let scans: ScanValidation
  /// Organs that may be covered.
  let mayCover: Set<String>

  /// Organs that lose more than they may, by name, with the share they lose; in the model's order.
  /// - Parameter learned: the new decoder's labels.
  func losses(
    from before: ModelBundle, to after: ModelBundle, learned: [ModelLabel], isCancelled: () -> Bool
  ) throws -> [CoveredOrgan] {
    let known = Set(learned.map(\.name)), wholes = Set(learned.compactMap(Self.whole))
    var counts: [(name: String, before: Int, after: Int)] = []
    let models = try [before, after].map { try Segmenter($0, SegmenterOptions(threads: scans.threads)) }
    for item in scans.cases.prefix(Self.mostCases) {
      let scan = try scans.dataset.read(item)
      for (place, segmenter) in models.enumerated() {
        let found = try segmenter.segment(scan.image, file: item.image, isCancelled: isCancelled).labels
        for (name, count) in Self.voxels(found) {
          guard let row = counts.firstIndex(where: { $0.name == name }) else {
            if place == 0 { counts.append((name, count, 0)) }
            continue
          }
          if place == 0 { counts[row].before += count } else { counts[row].after += count }
        }
      }
    }
    return counts.compactMap { organ in
      let share = 1 - Double(organ.after) / Double(max(organ.before, 1))
      guard organ.before >= Self.fewVoxels, share > Self.tolerance, !known.contains(organ.name),
        !mayCover.contains(organ.name), !wholes.contains(OrganCatalogue.organ(named: organ.name)?.id ?? "")
      else { return nil }
      return CoveredOrgan(name: organ.name, share: share)
    }
  }

  /// The organ of the catalogue that a label is a part of.
  private static func whole(of label: ModelLabel) -> Organ.ID? {
    label.organ.flatMap { OrganCatalogue.organ($0) }?.partOf
  }

  /// Voxels of every label of a map, in the order of its table.
  private static func voxels(_ map: LabelMap) -> [(name: String, count: Int)] {
    let statistics = LabelStatistics.compute(map)
    return map.table.entries.map { ($0.name, statistics[$0.id]?.voxels ?? 0) }
  }
}
