import Tensors

/// What a walk needs beside its tensors, known before weights are prepared.
extension NetworkWalk {
  /// Bytes of prepared weights for inputs of these shapes.
  func preparedBytes(_ inputs: [Shape]) throws(TensorError) -> Int {
    let shapes = try shapes(inputs)
    return steps.reduce(0) { $0 + $1.operation.preparedBytes(shapes[$1.sources[0]].extent) }
  }

  /// Bytes of the scratch of its hungriest step.
  func scratchBytes(_ inputs: [Shape], threads: Int) throws(TensorError) -> Int {
    let shapes = try shapes(inputs)
    return steps.reduce(0) {
      max($0, $1.operation.scratchBytes(shapes[$1.sources[0]].extent, threads: threads))
    }
  }
}

extension NetworkWalk.Operation {
  fileprivate func preparedBytes(_ extent: Axes) -> Int {
    switch self {
    case .convolution(let operation, _):
      operation.preparedBytes(extent, method: operation.leanMethod(for: extent))
    case .transposed(let operation, _): operation.preparedBytes
    case .pool, .sum: 0
    }
  }

  fileprivate func scratchBytes(_ extent: Axes, threads: Int) -> Int {
    switch self {
    case .convolution(let operation, _):
      operation.scratchBytes(extent, threads: threads, method: operation.leanMethod(for: extent))
    case .transposed(let operation, _): operation.scratchBytes(threads: threads)
    case .pool, .sum: 0
    }
  }
}
