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

  /// The next dearer choice for a stage that asked too much: wider; at full width the first operator that is not the
  /// teacher's half the way up to it among those that cost less; nil at the teacher.
  ///
  /// What costs less is measured: a flat kernel on few channels may take longer than a cube.
  func milder(_ choice: StageChoice, stage: Int, price: SearchPrice) -> StageChoice? {
    var next = choice
    if let wider = stages[stage].widths.first(where: { $0 > choice.features }) {
      next.features = wider
      return next
    }
    let own = stages[stage].own
    guard let slot = choice.slots.firstIndex(where: { $0 != own }) else { return nil }
    let costs = zip(stages[stage].slots[slot], price.stages[stage].slots[slot].map { $0.last ?? 0 })
    let most = costs.first { $0.0 == own }?.1 ?? 0
    let ladder = costs.filter { $0.1 < most }.sorted { $0.1 < $1.1 }.map(\.0) + [own]
    let place = ladder.firstIndex(of: choice.slots[slot]) ?? ladder.count - 1
    next.slots[slot] = ladder[min(ladder.count - 1, place + (ladder.count - place) / 2)]
    return next
  }
}

extension StageChoice: CustomStringConvertible {
  /// Width and operators: `16: 1x3x3, none`.
  var description: String {
    "\(features): " + slots.map { $0?.rawValue ?? "none" }.joined(separator: ", ")
  }
}
