import CKernels

/// A convolution-like operator as lists of taps, ready for `ck_tapped`.
///
/// Strided, anisotropic, one-channel, 1x1x1 and transposed convolutions and the data gradients of all of them are
/// the same loop: every target voxel of a phase is a weighted sum of source voxels at fixed offsets. A phase is the
/// set of target voxels that share their offsets: all of them in a convolution, one parity in the gradient of a
/// strided one or in a transposed one.
struct TapProgram {
  /// A lattice of target voxels and the taps they see.
  struct Phase {
    /// Offsets in source voxels (z, y, x).
    var offsets: [Axes]
    /// The place of each tap in the dense kernel.
    var indices: [Int32]
    /// The first target voxel, and how many along each axis.
    var origin: Axes
    var count: Axes
  }

  var phases: [Phase]
  /// Source voxels from one target voxel of a phase to the next, and target voxels between them.
  var step: Axes
  var stride: Axes
  /// Channels; sources count padded places between concatenated parts.
  var sources: Int
  var targets: Int
  /// Floats between channels in the dense weights.
  var sourceStride: Int
  var targetStride: Int
  /// Whether the one source channel is kept unpadded in the weights.
  var single: Bool

  var sourceBlocks: Int { (sources + 15) / 16 }
  var targetBlocks: Int { (targets + 15) / 16 }

  /// Floats of the packed weights of a phase.
  func packedCount(_ phase: Phase) -> Int {
    targetBlocks * 16 * phase.offsets.count * (single ? 1 : sourceBlocks * 16)
  }

  /// Where the packed weights of each phase start, and the end.
  var packedStarts: [Int] {
    var starts = [0]
    for phase in phases { starts.append((starts.last ?? 0) + packedCount(phase)) }
    return starts
  }

  private func taps(_ phase: Phase, _ indices: UnsafePointer<Int32>?) -> ck_taps {
    ck_taps(
      targets: Int32(targets), sources: Int32(sources), count: Int32(phase.indices.count), index: indices,
      target_stride: targetStride, source_stride: sourceStride, single: single)
  }

  /// Packs dense weights for every phase, one after the other.
  func pack(
    _ dense: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, on engine: Engine
  ) {
    for (phase, start) in zip(phases, packedStarts) {
      phase.indices.withUnsafeBufferPointer {
        let taps = taps(phase, $0.baseAddress)
        engine.pool.run(targetBlocks) { block, _ in
          ck_pack_taps(taps, Int32(block), Int32(block + 1), dense, packed + start)
        }
      }
    }
  }

  /// Adds a packed gradient of one phase to a dense one.
  func unpack(
    _ packed: UnsafePointer<Float>, phase: Phase, into dense: UnsafeMutablePointer<Float>, on engine: Engine
  ) {
    phase.indices.withUnsafeBufferPointer {
      let taps = taps(phase, $0.baseAddress)
      engine.pool.run(targetBlocks) { block, _ in
        ck_unpack_taps(taps, Int32(block), Int32(block + 1), packed, dense)
      }
    }
  }
}

extension TapProgram {
  /// A convolution from `extent` source voxels.
  static func forward(_ operation: Convolution, extent: Axes) -> TapProgram {
    let taps = operation.kernel.product
    var phase = Phase(
      offsets: [], indices: [], origin: Axes(0), count: operation.targetExtent(extent))
    operation.kernel.forEach { tap, index in
      phase.offsets.append(tap.zip(operation.kernel) { $0 - $1 / 2 })
      phase.indices.append(Int32(index))
    }
    let sources = operation.split.padded
    return TapProgram(
      phases: [phase], step: operation.stride, stride: Axes(1), sources: sources,
      targets: operation.targets, sourceStride: taps, targetStride: sources * taps,
      single: sources == 1)
  }

  /// The data gradient of a convolution towards `extent` source voxels: source voxel i of parity p receives from
  /// target voxel (i + pad - k) / stride for the taps k that divide.
  static func gradient(_ operation: Convolution, extent: Axes) -> TapProgram {
    let taps = operation.kernel.product, sources = operation.split.padded
    var phases: [Phase] = []
    operation.stride.forEach { parity, _ in
      var phase = Phase(
        offsets: [], indices: [], origin: parity,
        count: extent.zip(parity, -).zip(operation.stride) { ($0 + $1 - 1) / $1 })
      operation.kernel.forEach { tap, index in
        let from = parity.zip(operation.kernel) { $0 + $1 / 2 }.zip(tap, -)
        guard zip(from.values, operation.stride.values).allSatisfy({ $0 % $1 == 0 }) else { return }
        phase.offsets.append(from.zip(operation.stride, /))
        phase.indices.append(Int32(index))
      }
      if phase.count.product > 0 { phases.append(phase) }
    }
    return TapProgram(
      phases: phases, step: Axes(1), stride: operation.stride, sources: operation.targets,
      targets: sources, sourceStride: sources * taps, targetStride: taps, single: false)
  }

  /// A transposed convolution from `extent` source voxels: one phase a tap.
  static func transposed(_ operation: TransposedConvolution, extent: Axes) -> TapProgram {
    let taps = operation.stride.product
    var phases: [Phase] = []
    operation.stride.forEach { tap, index in
      phases.append(Phase(offsets: [Axes(0)], indices: [Int32(index)], origin: tap, count: extent))
    }
    return TapProgram(
      phases: phases, step: Axes(1), stride: operation.stride, sources: operation.sources,
      targets: operation.targets, sourceStride: operation.targets * taps, targetStride: taps, single: false)
  }

  /// Its data gradient towards `extent` source voxels: a strided convolution that skips nothing.
  static func transposedGradient(_ operation: TransposedConvolution, extent: Axes) -> TapProgram {
    let taps = operation.stride.product
    var phase = Phase(offsets: [], indices: [], origin: Axes(0), count: extent)
    operation.stride.forEach { tap, index in
      phase.offsets.append(tap)
      phase.indices.append(Int32(index))
    }
    return TapProgram(
      phases: [phase], step: operation.stride, stride: Axes(1), sources: operation.targets,
      targets: operation.sources, sourceStride: taps, targetStride: operation.targets * taps, single: false)
  }
}

extension Axes {
  /// Every triple below this one, x fastest, with its number.
  func forEach(_ body: (Axes, Int) -> Void) {
    var index = 0
    for z in 0..<depth {
      for y in 0..<height {
        for x in 0..<width {
          body(Axes(z, y, x), index)
          index += 1
        }
      }
    }
  }

  var tuple: (Int32, Int32, Int32) { (Int32(depth), Int32(height), Int32(width)) }
}
