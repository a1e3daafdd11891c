import Tensors

/// Modelling the Background (Cermelli et al. 2020, arXiv 2002.00718): both the new labels' background and the old network's
/// background are taken for what they may be.
///
/// The labels' background may be any class that the new task does not label; what the old network calls background may be
/// any class that it did not know. The network starts with `TrainingNetwork.grown(to:rows: .background)`.
public struct MiBObjective: TrainingObjective {
  /// The network before.
  public let teacher: Teacher
  /// The labels of the new task.
  public let labels: PartialLabels
  /// What the distillation counts against the labels. It is summed over classes; the paper's code takes their mean.
  public let weight: Double

  private let known: ChannelMerge

  /// The objective of a network of `classes`, of which the first are the teacher's.
  /// - Parameter labelled: classes that the new task labels, without the background.
  /// - Throws: `TensorError.label` for a class that is none, or fewer classes than the teacher's.
  public init(
    teacher: TrainingNetwork, classes: Int, labelled: [Int], weight: Double = 1
  ) throws(TensorError) {
    self.teacher = Teacher(teacher)
    self.weight = weight
    labels = try PartialLabels(classes: classes, labelled: labelled)
    known = try ChannelMerge(known: self.teacher.classes, of: classes, others: 0)
  }

  /// The old network's answer to the batch.
  public func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> any TrainingTargets {
    Targets(objective: self, answer: try teacher.answer(batch, on: engine))
  }

  private struct Targets: TrainingTargets {
    let objective: MiBObjective
    let answer: Teacher.Answer

    func backward(
      _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
    ) throws(TensorError) -> Double {
      let kept = try Distillation(
        loss: SoftCrossEntropy(), merge: objective.known, weight: objective.weight
      ).backward(logits, teacher: answer.logits(of: head), on: engine)
      let loss = try objective.labels.backward(
        logits, samples: 0..<logits.shape.batch, labels: labels, into: logits, on: engine)
      if let gradient = kept.gradient { try logits.add(gradient, on: engine) }
      return loss + kept.loss
    }
  }
}
