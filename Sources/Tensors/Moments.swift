import CKernels

/// Mean and variance of every channel of every sample, in double.
public struct Moments: Equatable, Sendable {
  /// The shape of the tensor they were taken from.
  public let shape: Shape
  /// Batch x channels.
  public let mean: [Double]
  /// Batch x channels; population variance.
  public let variance: [Double]

  /// Merges `parts` [sample][item][block] in the order of their items, which fixes the value.
  init(_ shape: Shape, blocks: Int, items: Int, parts: [ck_moments]) {
    self.shape = shape
    var mean: [Double] = [], variance: [Double] = []
    for n in 0..<shape.batch {
      for block in 0..<blocks {
        var total = ck_moments()
        for item in 0..<items {
          withUnsafePointer(to: parts[(n * items + item) * blocks + block]) {
            ck_moments_merge(&total, $0)
          }
        }
        let lanes = min(Int(CK_LANES), shape.channels - block * Int(CK_LANES))
        withUnsafeBytes(of: total.mean) { mean += $0.bindMemory(to: Double.self)[..<lanes] }
        let count = total.count
        withUnsafeBytes(of: total.m2) {
          variance += $0.bindMemory(to: Double.self)[..<lanes].map { $0 / count }
        }
      }
    }
    self.mean = mean
    self.variance = variance
  }

  /// The moments of a tensor, by a pass over it.
  public init(of tensor: Tensor, on engine: Engine) {
    let slabs = Engine.slabs(tensor.shape.extent.depth).count, blocks = tensor.blocks
    var parts = [ck_moments](repeating: ck_moments(), count: tensor.shape.batch * blocks * slabs)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let parts = buffer.baseAddress else { return }
      engine.forEachSlab(of: tensor) { n, block, index, slab in
        engine.kernels.moments(&slab, tensor.block(n, block), parts + (n * slabs + index) * blocks + block)
      }
    }
    self.init(tensor.shape, blocks: blocks, items: slabs, parts: parts)
  }

  /// Channels whose moments are not finite.
  var notFinite: Int { mean.indices.count { !mean[$0].isFinite || !variance[$0].isFinite } }
}
