import Networks

/// Stage by stage from the teacher to what the search found: each stage is replaced, the student learns from its teacher, and
/// the step is kept only if validation Dice falls by no more than the tolerance; else a milder step is tried, then none.
///
/// Stages go in the order of what they save. Every attempt is a run in a folder of its own, which is never computed twice.
struct ProgressiveTrimming {
  let space: TrimmingSpace
  /// Its teacher has its channels in order of importance.
  let trial: StudentTrial
  let students: StudentWeights
  /// What the search leans to, stage by stage.
  let goal: [StageChoice]
  let price: SearchPrice
  /// How far mean Dice may fall.
  let tolerance: Double
  let objective: any TrainingObjective

  /// How often a stage is tried.
  private static let attempts = 2

  /// Trims to the end.
  func run(progress: StudentTrial.Progress, isCancelled: () -> Bool) throws -> StudentList {
    var result = try trial.list(), current = trial.teacher
    let order = order, least = (result.points.first?.dice ?? 0) - tolerance, all = Double(order.count + 1)
    for (done, stage) in order.enumerated() {
      var choice: StageChoice? = goal[stage] == space.teacher[stage] ? nil : goal[stage]
      for attempt in 0..<Self.attempts {
        guard let wanted = choice else { break }
        let (trained, point) = try trial.attempt(
          try students.student(replacing: stage, of: current, by: wanted), "stage \(stage) -> \(wanted)",
          least: least, place: "stage-\(stage)-\(attempt)", objective: objective,
          progress: { progress($0, (Double(done) + $1) / all, $2) }, isCancelled: isCancelled)
        result.add(point, trained)
        if point.isKept {
          current = trained
          break
        }
        choice = space.milder(wanted, stage: stage, price: price)
          .flatMap { $0 == space.teacher[stage] ? nil : $0 }
      }
    }
    guard let reached = result.points.last(where: \.isKept), reached.form != nil else { return result }
    // The last student had its last stage for a few steps only.
    let (trained, point) = try trial.attempt(
      current, "learned on", least: reached.dice, place: "last", objective: objective,
      progress: { progress($0, (Double(order.count) + $1) / all, $2) }, isCancelled: isCancelled)
    result.add(point, trained)
    return result
  }

  /// Stages that cost most in the teacher first.
  private var order: [Int] {
    let costs = price.stages.map { stage in
      (stage.rise.last ?? 0) + (stage.slots.reduce(0) { $0 + ($1.compactMap(\.last).max() ?? 0) })
    }
    return costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
  }
}
