import Anatomy
import Imaging

/// Which class of a task the voxels of a label map from elsewhere are.
///
/// An organ of the task is its class, and so is a part of one (the aortic arch in a task that has the aorta). Where the map
/// has the whole and the task its parts, nobody knows which part a voxel is: it is ignored. Everything else is background.
struct TaskLabels {
  /// The task.
  let task: OrganTask
  /// The class of each id of the map; `ignored` for what counts nowhere.
  private let classes: [UInt8]

  /// The id of voxels that count nowhere, one above the highest class, as nnU-Net has it.
  static func ignored(_ task: OrganTask) -> Int { task.organs.count + 1 }

  /// The classes of a table's ids.
  init(_ table: LabelTable, task: OrganTask) {
    self.task = task
    var classes = [UInt8](repeating: 0, count: table.highestID + 1)
    for entry in table.entries {
      guard let organ = entry.organ.flatMap({ OrganCatalogue.organ($0) }) else { continue }
      classes[entry.id] = UInt8(truncatingIfNeeded: Self.number(of: organ, in: task))
    }
    self.classes = classes
  }

  private static func number(of organ: Organ, in task: OrganTask) -> Int {
    func place(_ id: Organ.ID?) -> Int? { task.organs.firstIndex { $0 == id } }
    if let own = place(organ.id) { return own + 1 }
    if task.organs.contains(where: { OrganCatalogue.organ($0)?.partOf == organ.id }) { return ignored(task) }
    return place(organ.partOf).map { $0 + 1 } ?? 0
  }

  /// The map in the task's classes, on its own grid.
  /// - Throws: `ImagingError` `.outOfMemory`.
  func map(_ labels: LabelMap) throws -> LabelMap {
    let from = labels.volume.voxels, to = try Voxels.buffer(.uint8, count: from.count, file: "painted labels")
    let target = to.base.assumingMemoryBound(to: UInt8.self)
    for offset in 0..<from.count {
      let id = Int(from[offset])
      target[offset] = id < classes.count ? classes[id] : 0
    }
    to.publish(to.count)
    return LabelMap(
      volume: Volume(storedGeometry: labels.volume.storedGeometry, voxels: to), table: .task(task))
  }
}
