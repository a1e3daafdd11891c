import CKernels

/// Scale, shift and leaky ReLU that the reader of a tensor applies while reading, per sample and channel.
///
/// So that a normalisation costs no pass over memory of its own.
public final class DeferredLoad {
  /// The shape of the tensors it belongs to.
  public let shape: Shape

  let blocks: Int
  private let loads: UnsafeMutablePointer<ck_load>

  /// A load with `scale` and `shift` per sample and channel (batch x channels) and one `slope`.
  public init(_ shape: Shape, scale: [Float], shift: [Float], slope: Float) throws(TensorError) {
    let expected = shape.batch * shape.channels
    for (name, values) in [("scale", scale), ("shift", shift)] where values.count != expected {
      throw .parameters(
        operator: "deferred load", name: name, given: values.count, expected: expected)
    }
    self.shape = shape
    let lanes = Int(CK_LANES)
    blocks = (shape.channels + lanes - 1) / lanes
    let count = shape.batch * blocks
    loads = .allocate(capacity: max(count, 1))
    loads.initialize(repeating: ck_load(), count: max(count, 1))
    for index in 0..<count { loads[index].slope = slope }
    for n in 0..<shape.batch {
      for c in 0..<shape.channels {
        let index = n * blocks + c / lanes
        Self.set(&loads[index].scale, c % lanes, scale[n * shape.channels + c])
        Self.set(&loads[index].shift, c % lanes, shift[n * shape.channels + c])
      }
    }
  }

  deinit { loads.deallocate() }

  func load(_ sample: Int, _ block: Int) -> UnsafePointer<ck_load> {
    UnsafePointer(loads + sample * blocks + block)
  }

  private static func set<Lanes>(_ lanes: inout Lanes, _ lane: Int, _ value: Float) {
    withUnsafeMutableBytes(of: &lanes) {
      $0.storeBytes(of: value, toByteOffset: lane * MemoryLayout<Float>.stride, as: Float.self)
    }
  }
}

/// A tensor as an operator reads it: its values, through a deferred load if there is one.
public struct Operand {
  /// The values.
  public let tensor: Tensor
  /// What is done to each value on reading.
  public let load: DeferredLoad?

  /// `tensor` read through `load`, which must be of its shape.
  public init(_ tensor: Tensor, through load: DeferredLoad? = nil) throws(TensorError) {
    if let load, load.shape != tensor.shape {
      throw .mismatch(operator: "deferred load", given: load.shape, expected: tensor.shape)
    }
    self.tensor = tensor
    self.load = load
  }

  /// `tensor` as it is.
  public init(plain tensor: Tensor) {
    self.tensor = tensor
    load = nil
  }
}
