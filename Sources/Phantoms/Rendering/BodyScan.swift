import Anatomy
import Imaging

/// A scan of a synthetic patient and the truth about every voxel.
public struct BodyScan: Sendable {
  /// CT in HU, int16.
  public let ct: Volume
  /// The number of every voxel's finest structure, uint16; 0 outside the body.
  let structures: Volume
  let atlas: Atlas

  /// The labels of a task's data set: ids as `LabelTable.task` has them.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func labels(for task: OrganTask) throws -> LabelMap {
    LabelMap(volume: try look(task.organs), table: .task(task))
  }

  /// Every organ of the catalogue that the patient has, the finest where one is part of another; ids are places in the
  /// catalogue, from 1.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func labels() throws -> LabelMap {
    let organs = OrganCatalogue.organs.map(\.id)
    let present = atlas.organs
    let table = LabelTable.named(
      organs.enumerated().filter { present.contains($0.element) }.map {
        (id: $0.offset + 1, name: $0.element)
      })
    return LabelMap(volume: try look(organs), table: table)
  }

  private func look(_ organs: [Organ.ID]) throws -> Volume {
    let ids = atlas.ids(in: organs)
    let from = structures.voxels
    let to = try Voxels.buffer(.uint8, count: from.count, file: "phantom")
    let source = from.base.assumingMemoryBound(to: UInt16.self)
    let target = to.base.assumingMemoryBound(to: UInt8.self)
    for i in 0..<from.count { target[i] = UInt8(truncatingIfNeeded: ids[Int(source[i])]) }
    to.publish(to.count)
    return Volume(storedGeometry: structures.storedGeometry, voxels: to)
  }
}
