/// What values a volume holds, from one pass over all of them.
public struct ValueRange: Sendable, Hashable {
  /// The smallest finite value, nil when there is none.
  public private(set) var least: Float?
  /// The largest finite value.
  public private(set) var most: Float?
  /// How many different whole numbers from 0 to 65535 occur; nil once another value turned up.
  public private(set) var differentIDs: Int?
  /// Voxels in all.
  public let count: Int

  /// Looks at every voxel. Cost: about 1 ns a voxel.
  public init(of volume: Volume) {
    let voxels = volume.voxels
    count = voxels.count
    withExtendedLifetime(voxels) {
      switch voxels.scalar {
      case .uint8: scan(voxels.base.assumingMemoryBound(to: UInt8.self))
      case .int16: scan(voxels.base.assumingMemoryBound(to: Int16.self))
      case .uint16: scan(voxels.base.assumingMemoryBound(to: UInt16.self))
      case .float32: scan(voxels.base.assumingMemoryBound(to: Float.self))
      }
    }
  }

  /// Whether these look like ids of a label map: few different whole numbers from 0, each of many voxels. A CT
  /// stored with an offset has thousands of different ones.
  public var looksLikeLabels: Bool {
    guard let differentIDs, least == 0, most ?? 0 > 0 else { return false }
    return differentIDs <= 512 && differentIDs <= count / 64
  }

  private mutating func scan<T: FixedWidthInteger>(_ values: UnsafePointer<T>) {
    var low = T.max
    var high = T.min
    for offset in 0..<count {
      let value = values[offset]
      low = min(low, value)
      high = max(high, value)
    }
    least = Float(low)
    most = Float(high)
    guard low >= 0 else { return }
    var isPresent = [Bool](repeating: false, count: Int(high) + 1)
    isPresent.withUnsafeMutableBufferPointer { present in
      for offset in 0..<count { present[Int(values[offset])] = true }
    }
    differentIDs = isPresent.count { $0 }
  }

  private mutating func scan(_ values: UnsafePointer<Float>) {
    var isPresent = [Bool](repeating: false, count: 65536)
    var areIDs = true
    for offset in 0..<count {
      let value = values[offset]
      guard value.isFinite else {
        areIDs = false
        continue
      }
      least = Swift.min(least ?? value, value)
      most = Swift.max(most ?? value, value)
      if areIDs {
        if value >= 0, value <= 65535, value == value.rounded() {
          isPresent[Int(value)] = true
        } else {
          areIDs = false
        }
      }
    }
    differentIDs = areIDs ? isPresent.count { $0 } : nil
  }
}
