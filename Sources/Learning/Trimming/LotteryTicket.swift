import Networks

/// Magnitude pruning with rewinding: a ladder of shares of a decoder's weights that are cut, the smallest over all layers
/// first; what is left goes back to where the ladder began and learns again (Frankle & Carbin 2019, arXiv 1803.03635; CL-Net,
/// arXiv 2503.12698).
///
/// A rung is kept only if validation Dice falls by no more than the tolerance; else half of the way is tried, at most twice.
/// The network stays dense: fewer weights that are not zero, not less time.
struct LotteryTicket {
  /// The shares that are cut, rung by rung.
  static let ladder = [0.5, 0.7, 0.8, 0.86, 0.9, 0.94, 0.96, 0.98, 0.99]

  /// Its teacher is what the ladder begins with and goes back to.
  let trial: StudentTrial
  let tolerance: Double

  /// How often a rung is tried.
  private static let attempts = 3

  /// Climbs as far as the tolerance allows.
  func run(progress: StudentTrial.Progress, isCancelled: () -> Bool) throws -> StudentList {
    var result = try trial.list(), current = trial.teacher, reached = 0.0
    let least = (result.points.first?.dice ?? 0) - tolerance
    for (rung, share) in Self.ladder.enumerated() {
      var wanted = share, isReached = false, attempt = 0
      while !isReached, attempt < Self.attempts {
        let (trained, point) = try trial.attempt(
          trial.teacher, "\((1000 * wanted).rounded() / 10) % of the weights cut", least: least,
          place: "rung-\(rung)-\(attempt)", mask: WeightMask(ofSmallest: wanted, in: current.parameters),
          progress: { progress($0, (Double(rung) + $1) / Double(Self.ladder.count), $2) },
          isCancelled: isCancelled)
        result.add(point, trained)
        isReached = point.isKept
        if isReached { (current, reached) = (trained, wanted) } else { wanted = (reached + wanted) / 2 }
        attempt += 1
      }
      // A rung that took more than one try is the last.
      guard isReached, attempt == 1 else { break }
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
