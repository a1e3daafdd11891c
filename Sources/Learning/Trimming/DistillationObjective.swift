import Networks
import Tensors

/// What a teacher says, beside the labels: its softened probabilities at every head, and where it looks at the end of every
/// stage (Hinton et al. 2015, arXiv 1503.02531; Zagoruyko & Komodakis 2017, arXiv 1612.03928).
///
/// Teacher and student stand behind the same frozen encoder, so the teacher costs one way forward of its decoder.
struct DistillationObjective: TrainingObjective {
  /// With the parameters it answers with; its encoder is the student's.
  let teacher: TrainingNetwork
  /// Softens both.
  var temperature: Float = 2
  /// Weight of the loss on features.
  var attention = 0.5

  func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> any TrainingTargets {
    let (logits, features) = try teacher.outputs(behind: inputs, on: engine)
    return Targets(
      logits: logits, stages: teacher.heads.map(\.stage), features: features, temperature: temperature,
      attention: attention)
  }

  private struct Targets: TrainingTargets {
    let logits: [Tensor]
    let stages: [Int]
    let features: [Operand]
    let temperature: Float
    let attention: Double

    func backward(
      _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
    ) throws(TensorError) -> Double {
      guard let place = stages.firstIndex(of: head.stage) else {
        return try DiceCrossEntropy().backward(logits, labels: labels, on: engine)
      }
      let copy = try Operand(plain: logits).materialised(on: engine)
      let soft = try SoftCrossEntropy(temperature: temperature)
        .backward(copy, teacher: self.logits[place], on: engine)
      let hard = try DiceCrossEntropy().backward(logits, labels: labels, on: engine)
      try logits.add(copy, on: engine)
      return soft + hard
    }

    func backward(features own: [Operand], on engine: Engine) throws(TensorError) -> FeatureLoss? {
      guard attention > 0, own.count == features.count else { return nil }
      var value = 0.0, gradients: [Tensor?] = []
      for (own, teacher) in zip(own, features) {
        let (loss, gradient) = try AttentionTransfer().backward(
          own, teacher: teacher, weight: attention, on: engine)
        value += loss
        gradients.append(gradient)
      }
      return FeatureLoss(value: value, gradients: gradients)
    }
  }
}
