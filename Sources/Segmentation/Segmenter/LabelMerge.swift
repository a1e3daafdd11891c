import Imaging
import Tensors

/// Labels of one decoder laid over those of others.
enum LabelMerge {
  /// Voxels whose channel has an id get it; all others keep what they had. Cost: one pass over both buffers.
  static func lay(
    _ channels: VoxelBuffer, ids: [UInt16], over labels: VoxelBuffer, pool: ThreadPool
  ) {
    switch (channels.scalar, labels.scalar) {
    case (.uint8, .uint8): lay(UInt8.self, UInt8.self, channels, ids, labels, pool)
    case (.uint8, .uint16): lay(UInt8.self, UInt16.self, channels, ids, labels, pool)
    case (.uint16, .uint8): lay(UInt16.self, UInt8.self, channels, ids, labels, pool)
    default: lay(UInt16.self, UInt16.self, channels, ids, labels, pool)
    }
  }

  private static func lay<Channel: FixedWidthInteger, Label: FixedWidthInteger>(
    _: Channel.Type, _: Label.Type, _ channels: VoxelBuffer, _ ids: [UInt16], _ labels: VoxelBuffer,
    _ pool: ThreadPool
  ) {
    let stretch = 1 << 20
    let buffers = Buffers(
      channels: channels.base, labels: labels.base, count: min(channels.count, labels.count))
    let table = ids.map { Label(truncatingIfNeeded: $0) }
    pool.run((buffers.count + stretch - 1) / stretch) { item, _ in
      let from = buffers.channels.assumingMemoryBound(to: Channel.self)
      let to = buffers.labels.assumingMemoryBound(to: Label.self)
      table.withUnsafeBufferPointer { table in
        for index in (item * stretch)..<min(buffers.count, (item + 1) * stretch) {
          let channel = Int(from[index])
          if channel > 0, channel < table.count, table[channel] > 0 { to[index] = table[channel] }
        }
      }
    }
  }

  /// Safe across threads: every item has a stretch of its own.
  private struct Buffers: @unchecked Sendable {
    let channels: UnsafeMutableRawPointer
    let labels: UnsafeMutableRawPointer
    let count: Int
  }
}
