import Networks
import Tensors

/// The forward pass of a walk with everything kept that its backward pass reads.
///
/// Tensors lie in the engine's arena; `backward` frees each layer's as soon as its gradients are known, and can be
/// called once. A value with several readers gets the sum of their gradients, in an order fixed by the walk.
final class WalkTrace {
  private struct Node {
    let source: Concatenation
    let tensor: Tensor
    let norm: InstanceNorm.Result?
  }

  private let walk: NetworkWalk
  private let parameters: [LayerParameters?]
  private let engine: Engine
  private var nodes: [Node?] = []
  private var values: [Operand?]

  /// Runs the walk forward. `parameters` are those of its steps; weights are prepared anew, as after every step of an
  /// optimiser.
  init(
    _ walk: NetworkWalk, _ parameters: [LayerParameters?], inputs: [Operand], on engine: Engine
  ) throws(TensorError) {
    self.walk = walk
    self.parameters = parameters
    self.engine = engine
    values = inputs
    for (index, step) in walk.steps.enumerated() {
      let (node, value) = try forward(index, step)
      nodes.append(node)
      values.append(value)
    }
  }

  /// A value as its readers see it; nil once the backward pass has gone over it.
  subscript(value: Int) -> Operand? { values[value] }

  /// Walks back from the gradients of values (what their readers see); nil where nothing depends on a value.
  /// - Parameters:
  ///   - gradients: by value; afterwards those of the inputs that were wanted, nil elsewhere.
  ///   - wanted: inputs whose gradients are computed.
  /// - Returns: the gradients of every step's parameters; nil where a step has none.
  func backward(
    _ gradients: inout [Tensor?], inputs wanted: Set<Int>
  ) throws(TensorError) -> [LayerParameters?] {
    var result = [LayerParameters?](repeating: nil, count: walk.steps.count)
    for (index, step) in walk.steps.enumerated().reversed() {
      let gradient = gradients[step.target]
      gradients[step.target] = nil
      if let gradient {
        let needed = step.sources.filter { $0 >= walk.inputs || wanted.contains($0) }
        result[index] = try backward(index, step, gradient, &gradients, needed: needed)
      } else {
        result[index] = parameters[index]?.zeroed
      }
      nodes[index] = nil
      values[step.target] = nil
    }
    return result
  }
}

extension WalkTrace {
  private func forward(
    _ index: Int, _ step: NetworkWalk.Step
  ) throws(TensorError) -> (node: Node, value: Operand) {
    let source = try Concatenation(step.sources.compactMap { values[$0] })
    let result = try PreparedStep(step, parameters[index], extent: source.shape.extent, on: engine)
      .run(source.parts, on: engine)
    return (Node(source: source, tensor: result.tensor, norm: result.norm), result.value)
  }

  private func layer(_ index: Int, _ step: NetworkWalk.Step) throws(TensorError) -> LayerParameters {
    guard let layer = parameters[index] else {
      throw .parameters(operator: step.name ?? "network", name: "weights", given: 0, expected: 1)
    }
    return layer
  }
}

extension WalkTrace {
  /// One step back: `gradient` is overwritten.
  private func backward(
    _ index: Int, _ step: NetworkWalk.Step, _ gradient: Tensor, _ gradients: inout [Tensor?], needed: [Int]
  ) throws(TensorError) -> LayerParameters? {
    guard let node = nodes[index] else {
      throw .parameters(operator: step.name ?? "network", name: "trace", given: 0, expected: 1)
    }
    switch step.operation {
    case .convolution(let operation, let norm):
      return try backward(
        operation, norm, try layer(index, step), step, node, gradient, &gradients, needed: needed)
    case .transposed(let operation, let biased):
      let own = try layer(index, step), source = step.sources[0]
      let result = try operation.parameterGradient(node.source.parts[0], gradient, on: engine)
      if needed.contains(source) {
        let prepared = try PreparedWeights(
          operation, own.weights, direction: .gradient, extent: node.source.shape.extent, on: engine)
        let isNew = gradients[source] == nil
        let target: Tensor
        if let old = gradients[source] { target = old } else { target = try engine.tensor(node.source.shape) }
        try operation.backward(gradient, prepared, into: target, accumulate: !isNew, on: engine)
        gradients[source] = target
      }
      return LayerParameters(
        weights: result.weights, bias: biased ? result.bias : [], gamma: [], beta: [])
    case .pool(let operation):
      if needed.contains(step.sources[0]) {
        let fresh = try engine.tensor(node.source.shape)
        try operation.backward(gradient, into: fresh, on: engine)
        try add(fresh, to: step.sources[0], &gradients)
      }
      return nil
    case .sum(let operation):
      try operation.backward(node.tensor, gradient: gradient, on: engine)
      // Each summand's gradient is overwritten further on, so the second gets a copy.
      for (place, source) in step.sources.enumerated() where needed.contains(source) {
        let own = place == 0 ? gradient : try Operand(plain: gradient).materialised(on: engine)
        try add(own, to: source, &gradients)
      }
      return nil
    }
  }

  private func add(
    _ tensor: Tensor, to value: Int, _ gradients: inout [Tensor?]
  ) throws(TensorError) {
    if let sum = gradients[value] { try sum.add(tensor, on: engine) } else { gradients[value] = tensor }
  }

  /// A convolution with its normalisation. Data gradients are computed for the needed sources only: behind frozen
  /// features that is a part of the weights.
  private func backward(
    _ operation: Convolution, _ norm: InstanceNorm, _ own: LayerParameters, _ step: NetworkWalk.Step,
    _ node: Node, _ gradient: Tensor, _ gradients: inout [Tensor?], needed: [Int]
  ) throws(TensorError) -> LayerParameters? {
    guard let result = node.norm else { return nil }
    let (gamma, beta) = try norm.backward(
      node.tensor, result, gamma: own.gamma, gradient: gradient, on: engine)
    let parameters = try operation.parameterGradient(node.source, gradient, on: engine)
    if !needed.isEmpty {
      let places = step.sources.indices.filter { needed.contains(step.sources[$0]) }
      let (part, weights) = try operation.restricted(to: places, own.weights)
      let prepared = try PreparedWeights(
        part, weights, direction: .gradient, extent: node.source.shape.extent, on: engine)
      let areOld = needed.allSatisfy { gradients[$0] != nil }
      var targets: [Tensor] = []
      for (value, place) in zip(needed, places) {
        if areOld, let old = gradients[value] {
          targets.append(old)
        } else {
          targets.append(try engine.tensor(node.source.parts[place].tensor.shape))
        }
      }
      try part.backward(gradient, prepared, into: targets, accumulate: areOld, on: engine)
      for (value, target) in zip(needed, targets) where !areOld {
        try add(target, to: value, &gradients)
      }
    }
    return LayerParameters(weights: parameters.weights, bias: [], gamma: gamma, beta: beta)
  }
}

extension Convolution {
  /// The convolution of some of its concatenated parts, with their share of the weights.
  func restricted(
    to places: [Int], _ weights: [Float]
  ) throws(TensorError) -> (operation: Convolution, weights: [Float]) {
    guard places.count < sources.count else { return (self, weights) }
    let taps = kernel.product
    var starts: [Int] = [], start = 0
    for count in sources {
      starts.append(start)
      start += count
    }
    var part: [Float] = []
    part.reserveCapacity(targets * places.reduce(0) { $0 + sources[$1] } * taps)
    for target in 0..<targets {
      for place in places {
        let from = (target * sourceChannels + starts[place]) * taps
        part += weights[from..<(from + sources[place] * taps)]
      }
    }
    return (
      try Convolution(places.map { sources[$0] }, targets, kernel: kernel, stride: stride), part
    )
  }
}
