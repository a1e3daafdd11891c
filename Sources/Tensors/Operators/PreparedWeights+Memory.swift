import CKernels

/// What operators need beside tensors, known before anything is prepared: for memory plans.
extension Convolution {
  /// Bytes of the weights prepared for maps of `extent`; `method` nil is the fastest.
  public func preparedBytes(_ extent: Axes, method: Method? = nil) -> Int {
    let taps = kernel.product, sources = split.padded, to = ChannelSplit.padded(targets)
    let from = ChannelSplit.padded(sources)
    let tile = (method ?? self.method(for: extent)).tile
    let floats = tile.map { WinogradRun.points($0) * from * to } ?? to * taps * (sources == 1 ? 1 : from)
    return max(floats, Int(CK_LANES)) * MemoryLayout<Float>.stride
  }

  /// Bytes of scratch that `forward` needs on a source of `extent`, on so many threads; `method` nil is the fastest.
  public func scratchBytes(_ extent: Axes, threads: Int, method: Method? = nil) -> Int {
    let tile = (method ?? self.method(for: extent)).tile
    let floats = tile.map { winogradScratch($0, extent, threads: threads) } ?? tappedScratch * threads
    return max(floats, Int(CK_LANES)) * MemoryLayout<Float>.stride
  }

  /// Floats of scratch a thread needs for gathered taps.
  var tappedScratch: Int {
    Self.tappedScratch(depth: split.padded == 1 ? kernel.product : kernel.product * paddedSources, targets)
  }

  fileprivate static func tappedScratch(depth: Int, _ targets: Int) -> Int {
    tappedRun * (depth + Int(CK_LANES) + ChannelSplit.padded(targets))
  }

  private var paddedSources: Int { ChannelSplit.padded(split.padded) }

  private func winogradScratch(_ tile: Axes, _ extent: Axes, threads: Int) -> Int {
    WinogradRun.scratch(
      tile: tile, from: paddedSources, to: ChannelSplit.padded(targets), extent: extent, threads: threads)
  }

  /// Voxels gathered at once: TAPPED_RUN of the kernels.
  private static let tappedRun = 64
}

extension TransposedConvolution {
  /// Bytes of the prepared weights.
  public var preparedBytes: Int {
    max(ChannelSplit.padded(sources) * ChannelSplit.padded(targets) * stride.product, Int(CK_LANES))
      * MemoryLayout<Float>.stride
  }

  /// Bytes of scratch that `forward` needs, on so many threads.
  public func scratchBytes(threads: Int) -> Int {
    Convolution.tappedScratch(depth: ChannelSplit.padded(sources), targets) * threads
      * MemoryLayout<Float>.stride
  }
}
