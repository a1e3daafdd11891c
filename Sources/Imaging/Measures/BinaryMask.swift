/// One organ cut out of a label map: a grid of 0 and 1 in canonical order, x fastest.
public struct BinaryMask: Sendable, Hashable {
  /// Voxels along each axis.
  public let shape: GridShape
  /// 1 inside the organ, 0 outside; `shape.count` of them.
  public let voxels: [UInt8]

  /// A mask over given voxels, every one 0 or 1.
  public init(shape: GridShape, voxels: [UInt8]) {
    precondition(voxels.count == shape.count)
    self.shape = shape
    self.voxels = voxels
  }

  /// Voxels inside the organ.
  public var count: Int { voxels.reduce(0) { $0 + Int($1) } }
}

extension LabelMap {
  /// The voxels of a box that carry one of some ids.
  public func mask(of ids: [Int], in box: VoxelBox) -> BinaryMask {
    precondition(volume.geometry.shape.contains(box.lower) && volume.geometry.shape.contains(box.upper))
    var isWanted = [UInt8](repeating: 0, count: 1 << 16)
    for id in ids where id > 0 && id < isWanted.count { isWanted[id] = 1 }
    return accept(MaskCut(layout: volume.layout, box: box, isWanted: isWanted))
  }
}

private struct MaskCut: LabelVisitor {
  let layout: VoxelLayout
  let box: VoxelBox
  let isWanted: [UInt8]

  func visit<T: StoredScalar & FixedWidthInteger & UnsignedInteger>(_ ids: UnsafePointer<T>) -> BinaryMask {
    let shape = box.shape
    let voxels = [UInt8](unsafeUninitializedCapacity: shape.count) { voxels, count in
      isWanted.withUnsafeBufferPointer { isWanted in
        var place = 0
        for z in 0..<shape.z {
          for y in 0..<shape.y {
            let start = VoxelIndex(x: box.lower.x, y: box.lower.y + y, z: box.lower.z + z)
            let line = ids + layout.offset(of: start)
            for x in 0..<shape.x {
              voxels[place] = isWanted[Int(line[x &* layout.strideX])]
              place += 1
            }
          }
        }
      }
      count = shape.count
    }
    return BinaryMask(shape: shape, voxels: voxels)
  }
}
