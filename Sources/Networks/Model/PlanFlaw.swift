import Tensors

/// A field of a plan with a value that no plan can have.
public struct PlanFlaw: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field, from the plan: `architecture.stages[2].kernel`.
  public let field: String
  /// What is wrong with it.
  public let flaw: FieldFlaw

  init(_ field: String, _ expected: String) {
    self.field = field
    flaw = .invalid(expected: expected)
  }

  /// The field and what it must be.
  public var description: String { "\(field) \(flaw)" }
}

extension Plan {
  /// The first field that no network could be built from or no scan be brought to; nil if there is none.
  ///
  /// A plan that comes from a file decides sizes of memory: what passes here multiplies without overflow.
  public var flaw: PlanFlaw? {
    geometryFlaw ?? intensityFlaw ?? interpolationFlaw ?? architecture.flaw
      ?? patchFlaw
  }

  private var geometryFlaw: PlanFlaw? {
    guard isShownText(configuration, limit: 64) else {
      return PlanFlaw("configuration", "a short printable name")
    }
    guard spacing.count == 3, spacing.allSatisfy({ (0.01...100).contains($0) }) else {
      return PlanFlaw("spacing", "three lengths from 0.01 to 100 mm")
    }
    guard transpose.sorted() == [0, 1, 2] else { return PlanFlaw("transpose", "0, 1 and 2 in some order") }
    guard patch.values.allSatisfy({ (1...1024).contains($0) }), patch.product <= 1 << 27 else {
      return PlanFlaw("patch", "three extents from 1 to 1024, together at most \(1 << 27) voxels")
    }
    guard tileStep > 0, tileStep <= 1 else { return PlanFlaw("tileStep", "more than 0 and at most 1") }
    return nil
  }

  private var intensityFlaw: PlanFlaw? {
    let values = [intensities.low, intensities.high, intensities.mean, intensities.deviation]
    guard values.allSatisfy({ $0.magnitude <= 1e6 }) else { return PlanFlaw("intensities", "finite HU") }
    guard intensities.low <= intensities.high else {
      return PlanFlaw("intensities.high", "at least intensities.low")
    }
    guard intensities.deviation >= 1e-8 else { return PlanFlaw("intensities.deviation", "at least 1e-8") }
    return nil
  }

  private var interpolationFlaw: PlanFlaw? {
    for (name, value) in [
      ("scanInterpolation", scanInterpolation), ("logitInterpolation", logitInterpolation),
    ] {
      guard [0, 1, 3].contains(value.order) else { return PlanFlaw(name + ".order", "0, 1 or 3") }
      guard [0, 1].contains(value.orderAcross) else { return PlanFlaw(name + ".orderAcross", "0 or 1") }
    }
    return nil
  }

  /// Every stage halves what it halves without a rest, or the decoder's skips would not fit.
  private var patchFlaw: PlanFlaw? {
    var step = Axes(1)
    for stage in architecture.stages { step = step.zip(stage.stride, *) }
    guard zip(patch.values, step.values).allSatisfy({ $0 % $1 == 0 }) else {
      return PlanFlaw("patch", "a multiple of the product of all strides (\(step))")
    }
    return nil
  }
}

extension UNetArchitecture {
  fileprivate var flaw: PlanFlaw? {
    guard (1...64).contains(inputChannels) else { return PlanFlaw("architecture.inputChannels", "1 to 64") }
    guard (2...10).contains(stages.count) else { return PlanFlaw("architecture.stages", "2 to 10 stages") }
    for (index, stage) in stages.enumerated() {
      let name = "architecture.stages[\(index)]"
      guard (1...4096).contains(stage.features) else { return PlanFlaw(name + ".features", "1 to 4096") }
      guard stage.kernel.values.allSatisfy({ $0 == 1 || $0 == 3 }) else {
        return PlanFlaw(name + ".kernel", "1 or 3 along each axis")
      }
      guard stage.stride.values.allSatisfy({ $0 == 1 || $0 == 2 && index > 0 }) else {
        return PlanFlaw(name + ".stride", index > 0 ? "1 or 2 along each axis" : "1 along each axis")
      }
      guard (1...64).contains(stage.blocks) else { return PlanFlaw(name + ".blocks", "1 to 64") }
    }
    guard decoderConvolutions.count == stages.count - 1,
      decoderConvolutions.allSatisfy({ (1...64).contains($0) })
    else { return PlanFlaw("architecture.decoderConvolutions", "1 to 64 for each stage but the last") }
    if let flaw = decoderForm?.flaw(stages: stages.count) {
      return PlanFlaw("architecture.decoderForm.\(flaw.field)", flaw.expected)
    }
    guard support == nil else {
      return PlanFlaw("architecture.support", "absent: decoders say for themselves what supports them")
    }
    guard (2...1024).contains(classes) else { return PlanFlaw("architecture.classes", "2 to 1024") }
    guard epsilon > 0, epsilon <= 1 else {
      return PlanFlaw("architecture.epsilon", "more than 0 and at most 1")
    }
    guard slope >= 0, slope <= 1 else { return PlanFlaw("architecture.slope", "0 to 1") }
    return nil
  }
}

extension DecoderForm {
  /// The first field that no decoder of an encoder of `stages` stages has, and what it must be.
  func flaw(stages count: Int) -> (field: String, expected: String)? {
    guard stages.count == count - 1 else { return ("stages", "one fewer than the encoder's, \(count - 1)") }
    for (index, stage) in stages.enumerated() {
      guard (1...4096).contains(stage.features) else { return ("stages[\(index)].features", "1 to 4096") }
      guard (1...64).contains(stage.operators.count) else {
        return ("stages[\(index)].operators", "1 to 64 operators")
      }
    }
    return nil
  }
}
