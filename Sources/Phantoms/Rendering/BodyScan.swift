import Anatomy
import Imaging

/// A scan of a synthetic patient and the truth about every voxel.
public struct BodyScan: Sendable {
  /// CT in HU, int16.
  public let ct: Volume
  /// The number of every voxel's finest structure, uint16, with its lesion (see `Atlas`); 0 outside the body.
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

  /// The lesions of the patient's pathologies: ids are places in `Pathology.allCases`, from 1; where two lie in each
  /// other the later has the voxel. Nothing but 0 in a patient without.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func lesions() throws -> LabelMap {
    let table = LabelTable.named(
      Pathology.allCases.filter(\.hasMask).map { (id: $0.id, name: $0.rawValue) })
    return LabelMap(volume: try look(atlas.lesionIDs), table: table)
  }

  private func look(_ organs: [Organ.ID]) throws -> Volume { try look(atlas.ids(in: organs)) }

  private func look(_ ids: [UInt16]) throws -> Volume {
    let from = structures.voxels
    let to = try Voxels.buffer(.uint8, count: from.count, file: "phantom")
    let source = from.base.assumingMemoryBound(to: UInt16.self)
    let target = to.base.assumingMemoryBound(to: UInt8.self)
    for i in 0..<from.count { target[i] = UInt8(truncatingIfNeeded: ids[Int(source[i])]) }
    to.publish(to.count)
    return Volume(storedGeometry: structures.storedGeometry, voxels: to)
  }
}
