import Anatomy

/// A volume of integer ids with a table of what they mean; `volume.voxels` holds uint8 or uint16.
public struct LabelMap: Sendable {
  /// The ids, on their own grid.
  public let volume: Volume
  /// What the ids mean.
  public let table: LabelTable

  /// A label map; the volume must hold uint8 or uint16.
  public init(volume: Volume, table: LabelTable) {
    precondition(volume.voxels.scalar == .uint8 || volume.voxels.scalar == .uint16)
    self.volume = volume
    self.table = table
  }

  /// The id at a canonical index inside the grid; 0 is background.
  public func id(at index: VoxelIndex) -> Int { Int(volume.value(at: index)) }
}
