import Tensors

/// What carries out the steps of walks: an engine on tensors, or a memory plan on slots.
public protocol WalkCarrier: AnyObject {
  /// A value of a walk; memory of tensors goes back when the last reference to it goes.
  associatedtype Value

  /// The input of an encoder.
  func patch(_ shape: Shape) throws(TensorError) -> Value
  /// Memory for a tensor that nobody fills.
  func room(_ shape: Shape) throws(TensorError) -> Value
  /// Does step number `index`.
  func perform(_ index: Int, _ step: NetworkWalk.Step, _ sources: [Value]) throws(TensorError) -> Value
  /// A value that nobody reads any more.
  func release(_ value: Value)
}

extension NetworkWalk {
  /// What becomes of the inputs of a walk.
  public enum Fate {
    /// They stay, for other walks.
    case kept
    /// Each goes as soon as no step reads it any more.
    case spent
  }

  /// Does every step. `values` holds the inputs at first and the outputs (and inputs that are kept) in the end; what
  /// no later step reads is released at once.
  public func carry<Carrier: WalkCarrier>(
    _ values: inout [Carrier.Value?], inputs fate: Fate, on carrier: Carrier
  ) throws(TensorError) {
    let dying = dying(fate)
    values += [Carrier.Value?](repeating: nil, count: max(0, valueCount - values.count))
    for index in steps.indices {
      try perform(index, &values, on: carrier)
      for value in dying[index] { Self.release(value, &values, on: carrier) }
    }
  }

  /// In a function of its own, so that no temporary outlives the step.
  private func perform<Carrier: WalkCarrier>(
    _ index: Int, _ values: inout [Carrier.Value?], on carrier: Carrier
  ) throws(TensorError) {
    let step = steps[index], sources = step.sources.compactMap { values[$0] }
    values[step.target] = try carrier.perform(index, step, sources)
  }

  private static func release<Carrier: WalkCarrier>(
    _ index: Int, _ values: inout [Carrier.Value?], on carrier: Carrier
  ) {
    if let value = values[index] { carrier.release(value) }
    values[index] = nil
  }

  /// For every step the values that no later one reads.
  private func dying(_ fate: Fate) -> [[Int]] {
    var seen = Set(outputs), result: [[Int]] = []
    if fate == .kept { seen.formUnion(0..<inputs) }
    for step in steps.reversed() {
      result.append(Set(step.sources).subtracting(seen).sorted())
      seen.formUnion(step.sources)
    }
    return result.reversed()
  }

  /// Carries an encoder from its patch to the skips, finest first.
  func carryEncoder<Carrier: WalkCarrier>(
    _ patch: Shape, on carrier: Carrier
  ) throws(TensorError) -> [Carrier.Value] {
    var values = [try begin(patch, on: carrier)]
    try carry(&values, inputs: .spent, on: carrier)
    return outputs.compactMap { values[$0] }
  }

  /// The patch, which dies first: behind the room of the first result it leaves no gap that is too small for others.
  private func begin<Carrier: WalkCarrier>(
    _ patch: Shape, on carrier: Carrier
  ) throws(TensorError) -> Carrier.Value? {
    guard let first = steps.first else { return try carrier.patch(patch) }
    let room = try carrier.room(try first.operation.targetShape([patch]))
    let value = try carrier.patch(patch)
    carrier.release(room)
    return value
  }

  /// Carries a decoder from the skips to the features its head reads.
  func carryDecoder<Carrier: WalkCarrier>(
    _ skips: inout [Carrier.Value?], inputs fate: Fate, on carrier: Carrier
  ) throws(TensorError) -> Carrier.Value? {
    try carry(&skips, inputs: fate, on: carrier)
    defer { for output in outputs { skips[output] = nil } }
    return outputs.last.flatMap { skips[$0] }
  }
}
