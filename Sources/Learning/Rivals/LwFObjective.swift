import Tensors

/// Learning without Forgetting (Li and Hoiem 2016, arXiv 1606.09282): the labels of the new task, and the old network's
/// softened softmax over the classes it knew, which the new network's softmax over the same classes is held to.
///
/// Old organs are background to the labels of the new task; distillation alone speaks for them.
public struct LwFObjective: TrainingObjective {
  /// The network before.
  public let teacher: Teacher
  /// What the distillation counts against the labels.
  public let weight: Double
  /// What both networks' logits are divided by.
  public let temperature: Float

  private let known: ChannelMerge

  /// The objective of a network of `classes`, of which the first are the teacher's.
  /// - Throws: `TensorError.label` for fewer classes than the teacher's.
  public init(
    teacher: TrainingNetwork, classes: Int, weight: Double = 1, temperature: Float = 2
  ) throws(TensorError) {
    self.teacher = Teacher(teacher)
    self.weight = weight
    self.temperature = temperature
    known = try ChannelMerge(known: self.teacher.classes, of: classes, others: nil)
  }

  /// The old network's answer to the batch.
  public func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> any TrainingTargets {
    Targets(objective: self, answer: try teacher.answer(batch, on: engine))
  }

  private struct Targets: TrainingTargets {
    let objective: LwFObjective
    let answer: Teacher.Answer

    func backward(
      _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
    ) throws(TensorError) -> Double {
      let kept = try Distillation(
        loss: SoftCrossEntropy(temperature: objective.temperature), merge: objective.known,
        weight: objective.weight
      ).backward(logits, teacher: answer.logits(of: head), on: engine)
      let loss = try DiceCrossEntropy().backward(logits, labels: labels, on: engine)
      if let gradient = kept.gradient { try logits.add(gradient, on: engine) }
      return loss + kept.loss
    }
  }
}
