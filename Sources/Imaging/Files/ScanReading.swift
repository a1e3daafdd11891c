/// The voxels of a scan on their way from a file into a buffer, a piece at a time.
struct ScanReading {
  /// The scan as far as it has arrived.
  private(set) var volume: Volume
  private let file: VoxelFile
  private var decoder: ScanDecoder
  private let piece: RawPiece
  private var done = 0

  init(file: VoxelFile, volume: Volume) {
    self.file = file
    self.volume = volume
    decoder = ScanDecoder(slope: file.header.slope, inter: file.header.inter)
    piece = RawPiece(valueSize: file.header.datatype.size)
  }

  /// Whether every voxel has arrived.
  var isComplete: Bool { done == volume.voxels.count }

  /// How much has arrived, 0...1.
  var fraction: Double { Double(done) / Double(volume.voxels.count) }

  /// What the values so far say.
  var warnings: [String] { decoder.warnings }

  /// Values so far that were no number.
  var notFinite: Int { decoder.notFinite }

  /// Reads and publishes the next piece. Returns true when `volume` has been replaced by one of float32, whose
  /// buffer comes from `widen`.
  mutating func step(widen: () throws -> VoxelBuffer) throws -> Bool {
    let header = file.header
    let count = min(piece.capacity, volume.voxels.count - done)
    let bytes = count * header.datatype.size
    var replaced = false
    if volume.voxels.scalar == .int16 {
      let target = (volume.voxels.base + done * 2).assumingMemoryBound(to: Int16.self)
      if header.datatype == .int16, !header.isScaled {
        try file.read(into: UnsafeMutableRawPointer(target), count: bytes, after: done * 2)
        _ = StoredChunk(UnsafeMutableRawPointer(target), count: count, datatype: .int16, order: header.order)
        decoder.note(UnsafeBufferPointer(start: target, count: count))
      } else {
        try file.read(into: piece.base, count: bytes, after: done * header.datatype.size)
        let chunk = StoredChunk(piece.base, count: count, datatype: header.datatype, order: header.order)
        if !decoder.decode(chunk, into: target) {
          volume = try widened(into: widen())
          replaced = true
          decoder.decode(chunk, into: floatTarget)
        }
      }
    } else {
      try file.read(into: piece.base, count: bytes, after: done * header.datatype.size)
      let chunk = StoredChunk(piece.base, count: count, datatype: header.datatype, order: header.order)
      decoder.decode(chunk, into: floatTarget)
    }
    done += count
    volume.voxels.publish(done)
    return replaced
  }

  private var floatTarget: UnsafeMutablePointer<Float> {
    (volume.voxels.base + done * 4).assumingMemoryBound(to: Float.self)
  }

  /// What has arrived, as float32: int16 holds it exactly, so nothing needs to be read again.
  private func widened(into buffer: VoxelBuffer) -> Volume {
    let from = volume.voxels.base.assumingMemoryBound(to: Int16.self)
    let to = buffer.base.assumingMemoryBound(to: Float.self)
    for i in 0..<done { to[i] = Float(from[i]) }
    buffer.publish(done)
    return Volume(storedGeometry: volume.storedGeometry, voxels: buffer)
  }
}

/// Memory for one piece of stored voxels: 1 MiB, so that it stays in a core's cache between reading and decoding.
final class RawPiece {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// Values that fit.
  let capacity: Int

  init(valueSize: Int) {
    base = .allocate(byteCount: 1 << 20, alignment: 64)
    capacity = (1 << 20) / valueSize
  }

  deinit { base.deallocate() }
}
