import Tensors

/// What networks choose where the fastest way would hold too much.
extension Convolution {
  /// Prepared weights above this are not worth the time they save, in bytes.
  private static let affordableWeights = 32 << 20

  /// The fastest method, but F(2x2x2) where F(4x4x4) would hold more than 32 MiB of weights for one layer.
  ///
  /// Such layers have many channels and small maps: a third of the memory of a 3-D U-Net's weights, a few per cent
  /// of its time.
  func leanMethod(for extent: Axes) -> Method {
    let fastest = method(for: extent)
    guard fastest == .winograd4, preparedBytes(extent, method: fastest) > Self.affordableWeights else {
      return fastest
    }
    return .winograd2
  }
}
