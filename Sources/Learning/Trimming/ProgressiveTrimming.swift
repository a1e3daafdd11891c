import Foundation
import Networks
import Tensors

/// Stage by stage from the teacher to what the search found: each stage is replaced, the student learns from its teacher, and
/// the step is kept only if validation Dice falls by no more than the tolerance; else a milder step is tried, then none.
///
/// Stages go in the order of what they save. Every attempt is a run in a folder of its own, which is never computed twice.
struct ProgressiveTrimming {
  let space: TrimmingSpace
  /// The teacher, its channels in order of importance.
  let teacher: TrainingNetwork
  let students: StudentWeights
  /// What the search leans to, stage by stage.
  let goal: [StageChoice]
  let price: SearchPrice
  /// How far mean Dice may fall.
  let tolerance: Double
  /// Of every attempt.
  let settings: TrainingSettings
  let samples: any SampleSource
  let validation: [TrainingSample]
  let objective: any TrainingObjective
  let folder: String
  let scale: StudentScale

  /// The steps, and the student in the end.
  struct Result {
    var points: [TrimmedPoint]
    /// The student behind each kept point, in the order of points; nil for those that were not kept.
    var students: [TrainingNetwork?]

    mutating func add(_ point: TrimmedPoint, _ student: TrainingNetwork) {
      points.append(point)
      students.append(point.isKept ? student : nil)
    }
  }

  /// Trims to the end.
  func run(
    threads: Int, progress: (_ step: String, _ share: Double, ProgressLog.Entry) -> Void,
    isCancelled: () -> Bool
  ) throws -> Result {
    let engine = try Engine(pool: ThreadPool(threads: threads))
    guard let base = Self.mean(try teacher.dice(on: validation, engine)) else {
      throw TrimmingError.noValidation
    }
    let size = try scale.measure(teacher)
    var current = teacher
    var result = Result(
      points: [
        TrimmedPoint(
          step: "teacher", dice: base, parameters: size.parameters, seconds: size.seconds, isKept: true)
      ], students: [teacher])
    let order = order
    for (done, stage) in order.enumerated() {
      var choice: StageChoice? = goal[stage] == space.teacher[stage] ? nil : goal[stage]
      for attempt in 0..<Self.attempts {
        guard let wanted = choice else { break }
        let student = try students.student(replacing: stage, of: current, by: wanted)
        let (trained, point) = try attempted(
          student, "stage \(stage) -> \(wanted)", least: base - tolerance,
          folder: "\(folder)/stage-\(stage)-\(attempt)", engine, threads,
          { progress($0, (Double(done) + $1) / Double(order.count + 1), $2) }, isCancelled)
        result.add(point, trained)
        if point.isKept {
          current = trained
          break
        }
        choice = space.milder(wanted, stage: stage).flatMap { $0 == space.teacher[stage] ? nil : $0 }
      }
    }
    guard let reached = result.points.last(where: \.isKept), reached.form != nil else { return result }
    // The last student had its last stage for a few steps only.
    let (trained, point) = try attempted(
      current, "learned on", least: reached.dice, folder: "\(folder)/last", engine, threads,
      { progress($0, (Double(order.count) + $1) / Double(order.count + 1), $2) }, isCancelled)
    result.add(point, trained)
    return result
  }

  /// How often a stage is tried.
  private static let attempts = 2

  /// Trains a student and measures what became of it.
  private func attempted(
    _ student: TrainingNetwork, _ name: String, least: Double, folder: String, _ engine: Engine,
    _ threads: Int,
    _ progress: (String, Double, ProgressLog.Entry) -> Void, _ isCancelled: () -> Bool
  ) throws -> (TrainingNetwork, TrimmedPoint) {
    var trainer = try Trainer(student, settings, samples: samples, in: folder)
    trainer.objective = objective
    let trained = try trainer.run(
      threads: threads, progress: { progress(name, Double($0.step) / Double($0.steps), $0) },
      isCancelled: isCancelled)
    let dice = Self.mean(try trained.dice(on: validation, engine)) ?? 0, size = try scale.measure(trained)
    let point = TrimmedPoint(
      step: name, form: trained.architecture.decoderForm, dice: dice, parameters: size.parameters,
      seconds: size.seconds, isKept: dice >= least)
    return (trained, point)
  }

  /// Stages that cost most in the teacher first.
  private var order: [Int] {
    let costs = price.stages.map { stage in
      (stage.rise.last ?? 0) + (stage.slots.reduce(0) { $0 + ($1.compactMap(\.last).max() ?? 0) })
    }
    return costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
  }

  /// Mean Dice of the classes that are shown; nil without any.
  static func mean(_ dice: [Double?]) -> Double? {
    let known = dice.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}

extension StageChoice: CustomStringConvertible {
  /// Width and operators: `16: 1x3x3, none`.
  var description: String {
    "\(features): " + slots.map { $0?.rawValue ?? "none" }.joined(separator: ", ")
  }
}
