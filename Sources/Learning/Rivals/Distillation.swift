import Tensors

/// What keeps a network's logits, merged into its teacher's classes, near those of the teacher.
struct Distillation {
  let loss: SoftCrossEntropy
  /// The network's classes to the teacher's.
  let merge: ChannelMerge
  let weight: Double

  /// The loss, and its gradient with respect to the logits, which stay what they are; no gradient without a teacher.
  func backward(
    _ logits: Tensor, teacher: Tensor?, on engine: Engine
  ) throws(TensorError) -> (loss: Double, gradient: Tensor?) {
    guard let teacher else { return (0, nil) }
    let own = try merge.forward(logits, on: engine)
    let value = try loss.backward(own, teacher: teacher, weight: weight, on: engine)
    let gradient = try engine.tensor(logits.shape)
    try merge.backward(logits, gradient: own, into: gradient, on: engine)
    return (value, gradient)
  }
}

extension ChannelMerge {
  /// The first `known` of `classes` by themselves; the others in the group `others`, or in none.
  init(known: Int, of classes: Int, others: Int?) throws(TensorError) {
    guard known > 0, known <= classes else {
      throw .label(operator: "distillation", value: known, classes: classes)
    }
    try self.init((0..<classes).map { $0 < known ? $0 : others })
  }
}
