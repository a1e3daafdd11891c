import Tensors

/// Carries walks on the slots of a memory plan: what a run will take and release, without taking it.
final class PlanCarrier: WalkCarrier {
  /// A tensor that will be.
  struct Value {
    let slot: MemoryPlan.Slot
    let shape: Shape
  }

  private(set) var plan = MemoryPlan()

  func patch(_ shape: Shape) throws(TensorError) -> Value { try room(shape) }

  func room(_ shape: Shape) throws(TensorError) -> Value {
    Value(slot: try plan.take(shape), shape: shape)
  }

  func perform(
    _ index: Int, _ step: NetworkWalk.Step, _ sources: [Value]
  ) throws(TensorError) -> Value {
    try room(try step.operation.targetShape(sources.map(\.shape)))
  }

  func release(_ value: Value) { plan.release(value.slot) }
}
