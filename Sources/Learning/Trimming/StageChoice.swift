import Networks

/// What a stage of a student is to be: one width and one operator a slot, or nothing in a slot.
struct StageChoice: Codable, Hashable {
  /// Channels.
  var features: Int
  /// By slot; nil where a slot is empty.
  var slots: [DecoderForm.Operator?]

  /// The stage of a form.
  var stage: DecoderForm.Stage { DecoderForm.Stage(features: features, operators: slots.compactMap { $0 }) }
}

extension SearchChoices {
  /// What is leaned to most, stage by stage.
  func choices(_ space: TrimmingSpace) -> [StageChoice] {
    zip(space.stages, zip(operators, widths)).map { stage, leanings in
      StageChoice(
        features: Self.largest(leanings.1).map { stage.widths[$0] } ?? 0,
        slots: zip(stage.slots, leanings.0).map { slot, leaning in
          Self.largest(leaning).flatMap { slot[$0] }
        })
    }
  }
}

extension TrimmingSpace {
  /// The teacher's own stages.
  var teacher: [StageChoice] {
    stages.map { stage in
      StageChoice(features: stage.widths.last ?? 0, slots: stage.slots.map { _ in stage.own })
    }
  }

  /// The next dearer choice for a stage that asked too much: wider; at full width every operator half the way up to the
  /// teacher's; nil at the teacher.
  func milder(_ choice: StageChoice, stage: Int) -> StageChoice? {
    var next = choice
    if let wider = stages[stage].widths.first(where: { $0 > choice.features }) {
      next.features = wider
      return next
    }
    guard choice != teacher[stage] else { return nil }
    for (slot, options) in stages[stage].slots.enumerated() {
      let ladder = options.sorted { Self.taps($0) < Self.taps($1) }
      guard let own = ladder.firstIndex(of: stages[stage].own),
        let place = ladder.firstIndex(of: choice.slots[slot]), place < own
      else { continue }
      next.slots[slot] = ladder[place + (own - place + 1) / 2]
    }
    return next
  }

  /// Weights of an operator for a pair of channels: what it costs, roughly.
  private static func taps(_ choice: DecoderForm.Operator?) -> Int {
    (choice?.kernels ?? []).reduce(0) { $0 + $1.product }
  }
}

extension StageChoice: CustomStringConvertible {
  /// Width and operators: `16: 1x3x3, none`.
  var description: String {
    "\(features): " + slots.map { $0?.rawValue ?? "none" }.joined(separator: ", ")
  }
}
