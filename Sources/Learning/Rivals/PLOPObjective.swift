import Tensors

/// PLOP (Douillard et al. 2021, arXiv 2011.11390): the old network labels the background of the new task where it is sure, and
/// the decoder's features keep their means along the axes.
///
/// A sample's loss on labels is weighted by the share of its background that has a label. The features' part is
/// `StripError`, averaged over decoder stages, times sqrt(classes / new classes).
/// The network starts with `TrainingNetwork.grown(to:rows: .background)`.
public struct PLOPObjective: TrainingObjective {
  /// The network before.
  public let teacher: Teacher
  /// Below which entropies it is believed.
  public let thresholds: EntropyThresholds
  /// What features count against labels, without the factor for new classes.
  public let weight: Double
  /// Scales at which features are compared.
  public let strips: StripError

  private let labelled: Set<Int>
  private let whole: PartialLabels
  private let factor: Double

  /// The objective of a network of `classes`, of which the first are the teacher's.
  /// - Parameters:
  ///   - labelled: classes that the new task labels, without the background.
  ///   - scales: at which features are compared, from 1 to 5.
  /// - Throws: `TensorError.label` for fewer classes than the teacher's, `.parameters` for thresholds or scales that do not
  ///   fit.
  public init(
    teacher: TrainingNetwork, classes: Int, labelled: [Int], thresholds: EntropyThresholds,
    weight: Double = 1, scales: Int = 3
  ) throws(TensorError) {
    self.teacher = Teacher(teacher)
    let known = self.teacher.classes
    guard known <= classes else { throw .label(operator: "PLOP", value: known, classes: classes) }
    guard thresholds.values.count == known else {
      throw .parameters(
        operator: "PLOP", name: "thresholds", given: thresholds.values.count, expected: known)
    }
    self.thresholds = thresholds
    self.labelled = Set(labelled)
    self.weight = weight
    strips = try StripError(scales: scales)
    whole = try PartialLabels(all: classes)
    factor = (Double(classes) / Double(max(classes - known, 1))).squareRoot()
  }

  /// The old network's answer to the batch.
  public func targets(
    for batch: TrainingBatch, inputs: [Operand], on engine: Engine
  ) throws(TensorError) -> any TrainingTargets {
    Targets(objective: self, answer: try teacher.answer(batch, on: engine))
  }

  private struct Targets: TrainingTargets {
    let objective: PLOPObjective
    let answer: Teacher.Answer

    func backward(
      _ logits: Tensor, of head: TrainingHead, labels: [UInt16], on engine: Engine
    ) throws(TensorError) -> Double {
      guard let old = answer.logits(of: head) else {
        return try DiceCrossEntropy().backward(logits, labels: labels, on: engine)
      }
      let filled = try PseudoLabels(
        labels, teacher: old, thresholds: objective.thresholds, labelled: objective.labelled, on: engine)
      let voxels = logits.shape.voxels, batch = Double(logits.shape.batch)
      var loss = 0.0
      for (n, confidence) in filled.confidence.enumerated() {
        loss += try objective.whole.backward(
          logits, samples: n..<(n + 1), labels: filled.labels[(n * voxels)..<((n + 1) * voxels)],
          weight: confidence / batch, into: logits, on: engine)
      }
      return loss
    }

    func backward(features: [Operand], on engine: Engine) throws(TensorError) -> FeatureLoss? {
      var value = 0.0, gradients: [Tensor?] = []
      let weight = objective.weight * objective.factor / Double(max(features.count, 1))
      for (own, other) in zip(features, answer.features) {
        let (loss, gradient) = try objective.strips.backward(own, teacher: other, weight: weight, on: engine)
        value += loss
        gradients.append(gradient)
      }
      return FeatureLoss(value: value, gradients: gradients)
    }
  }
}
