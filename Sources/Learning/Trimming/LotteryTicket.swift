import Foundation
import Networks
import Tensors

/// Magnitude pruning with rewinding: a ladder of shares of a decoder's weights that are cut, the smallest over all layers
/// first; what is left goes back to where the ladder began and learns again (Frankle & Carbin 2019, arXiv 1803.03635; CL-Net,
/// arXiv 2503.12698).
///
/// A rung is kept only if validation Dice falls by no more than the tolerance; else half of the way is tried, at most twice.
/// The network stays dense: fewer weights that are not zero, not less time.
struct LotteryTicket {
  /// The shares that are cut, rung by rung.
  static let ladder = [0.5, 0.7, 0.8, 0.86, 0.9, 0.94, 0.96, 0.98, 0.99]

  /// What the ladder begins with and goes back to.
  let teacher: TrainingNetwork
  let tolerance: Double
  let settings: TrainingSettings
  let samples: any SampleSource
  let validation: [TrainingSample]
  let folder: String
  let scale: StudentScale

  /// Climbs as far as the tolerance allows.
  func run(
    threads: Int, progress: (_ step: String, _ share: Double, ProgressLog.Entry) -> Void,
    isCancelled: () -> Bool
  ) throws -> ProgressiveTrimming.Result {
    let engine = try Engine(pool: ThreadPool(threads: threads))
    guard let base = ProgressiveTrimming.mean(try teacher.dice(on: validation, engine)) else {
      throw TrimmingError.noValidation
    }
    let size = try scale.measure(teacher)
    var result = ProgressiveTrimming.Result(
      points: [
        TrimmedPoint(
          step: "teacher", dice: base, parameters: size.parameters, seconds: size.seconds, isKept: true)
      ], students: [teacher])
    var current = teacher, reached = 0.0
    climb: for (rung, share) in Self.ladder.enumerated() {
      var wanted = share
      for attempt in 0..<3 {
        let name = "\((1000 * wanted).rounded() / 10) % of the weights cut"
        let mask = WeightMask(ofSmallest: wanted, in: current.parameters)
        var trainer = try Trainer(
          teacher, settings, samples: samples, in: "\(folder)/rung-\(rung)-\(attempt)")
        trainer.mask = mask
        let trained = try trainer.run(
          threads: threads,
          progress: { entry in
            let within = Double(entry.step) / Double(entry.steps)
            progress(name, (Double(rung) + within) / Double(Self.ladder.count), entry)
          }, isCancelled: isCancelled)
        let dice = ProgressiveTrimming.mean(try trained.dice(on: validation, engine)) ?? 0
        let size = try scale.measure(trained), isKept = dice >= base - tolerance
        let point = TrimmedPoint(
          step: name, dice: dice, parameters: size.parameters, seconds: size.seconds, isKept: isKept)
        result.add(point, trained)
        if isKept {
          (current, reached) = (trained, wanted)
          if attempt > 0 { break climb }
          break
        }
        wanted = (reached + wanted) / 2
        if attempt == 2 { break climb }
      }
    }
    return result
  }
}

extension WeightMask {
  /// Cuts a share of a decoder's weights, those of the smallest magnitude over all its layers; equal ones in their order.
  init(ofSmallest share: Double, in parameters: NetworkParameters) {
    let layers = parameters.decoder.map { $0?.weights }
    let all = layers.flatMap { $0 ?? [] }
    let cut = min(all.count, Int((share * Double(all.count)).rounded()))
    let order = all.indices.sorted { (abs(all[$0]), $0) < (abs(all[$1]), $1) }
    var kept = [Float](repeating: 1, count: all.count)
    for place in order.prefix(cut) { kept[place] = 0 }
    var start = 0
    decoder = layers.map { layer in
      guard let layer else { return nil }
      defer { start += layer.count }
      return Array(kept[start..<(start + layer.count)])
    }
  }
}
