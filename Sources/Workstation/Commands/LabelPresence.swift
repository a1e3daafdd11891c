import Anatomy
import Imaging

/// The entries of a label map that have voxels, ascending by id; an id that the table does not list is "label 7".
struct LabelPresence: Sendable {
  /// The entries.
  let entries: [LabelTable.Entry]

  /// Looks at every voxel once.
  init(_ map: LabelMap) {
    entries = LabelStatistics.compute(map).entries.map { found in
      map.table[found.id]
        ?? LabelTable.Entry(
          id: found.id, name: "label \(found.id)", organ: nil,
          color: OrganColor(red: 128, green: 128, blue: 128))
    }
  }
}
