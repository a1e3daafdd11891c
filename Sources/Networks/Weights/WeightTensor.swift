/// A named parameter array of a network as files hold it: extents and dense values, last axis fastest.
public struct WeightTensor: Equatable, Sendable {
  /// Extents, slowest axis first; PyTorch's order ([target][source][kz][ky][kx] for a convolution).
  public var shape: [Int]
  /// The values, `shape`'s product of them.
  public var values: [Float]

  /// A tensor; `values.count` must be the product of `shape`.
  public init(shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *))
    self.shape = shape
    self.values = values
  }
}

/// The parameter arrays of a network or a part of one, by name, in the order of their names.
///
/// Names are those of nnU-Net's networks (`encoder.stages.0.0.convs.0.conv.weight`), without the duplicates that
/// checkpoints hold, so that weights stay exchangeable.
public struct WeightTable: Equatable, Sendable {
  private var tensors: [String: WeightTensor] = [:]

  /// An empty table.
  public init() {}

  /// The tensor of a name.
  public subscript(name: String) -> WeightTensor? {
    get { tensors[name] }
    set { tensors[name] = newValue }
  }

  /// Names in order.
  public var names: [String] { tensors.keys.sorted() }

  /// Values of all tensors together.
  public var parameterCount: Int { tensors.values.reduce(0) { $0 + $1.values.count } }

  /// The tensors whose names begin with `prefix`, names unchanged.
  public func part(_ prefix: String) -> WeightTable {
    var result = WeightTable()
    result.tensors = tensors.filter { $0.key.hasPrefix(prefix) }
    return result
  }

  /// Puts the tensors of another table in the place of those of their names, and adds those that are new.
  public mutating func replace(with other: WeightTable) {
    tensors.merge(other.tensors) { $1 }
  }

  /// The tensors whose names begin with `prefix` and a dot, without both.
  public func branch(_ prefix: String) -> WeightTable {
    let start = prefix + "."
    var result = WeightTable()
    for (name, tensor) in tensors where name.hasPrefix(start) {
      result[String(name.dropFirst(start.count))] = tensor
    }
    return result
  }

  /// Adds another table's tensors under `prefix` and a dot.
  public mutating func graft(_ other: WeightTable, as prefix: String) {
    for (name, tensor) in other.tensors { self["\(prefix).\(name)"] = tensor }
  }
}
