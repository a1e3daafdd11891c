extension ContinualReport {
  /// What the tables say at a glance: how Dice of everything learned goes on from task to task, and what it costs in the
  /// end. An SVG file; "" where no method is done.
  public var picture: String {
    guard !methods.isEmpty else { return "" }
    var picture = VectorPicture(width: 1000, height: 420)
    let history = ChartArea(left: 60, right: 440, top: 60, bottom: 350)
    let size = ChartArea(left: 700, right: 960, top: 60, bottom: 350)
    drawHistory(in: history, &picture)
    drawSizes(in: size, &picture)
    picture.words(facts.notice, 500, 410, anchor: .middle, size: 10, colour: "#777777")
    return picture.svg
  }

  /// Dice after every task, a line a method; where tasks do not follow one another a dashed line at what comes of them.
  private func drawHistory(in area: ChartArea, _ picture: inout VectorPicture) {
    let order = recipe.orders.first ?? []
    area.drawFrame("Dice of all organs learned so far", &picture)
    for (place, task) in order.enumerated() {
      picture.words(
        (place == 0 ? "" : "+ ") + task.rawValue, area.x(Self.share(place, order.count)), area.bottom + 18,
        anchor: .middle)
    }
    picture.words("after learning", (area.left + area.right) / 2, area.bottom + 38, anchor: .middle)
    let shown = methods.filter { $0.order == 1 }
    for method in shown {
      let points = Self.line(method).map { (x: area.x($0.x), y: area.y($0.y)) }
      picture.line(
        points, colour: method.method.colour, width: 2.5, isDashed: method.method.knowsNoOrder)
      for point in points { picture.dot(point.x, point.y, radius: 3.5, colour: method.method.colour) }
    }
    let ends = shown.compactMap { method in
      Self.line(method).last.map { (method: method.method, y: area.y($0.y)) }
    }
    for end in Self.spread(ends) {
      picture.words(end.method.title, area.right + 22, end.y + 4, colour: end.method.colour)
    }
  }

  /// Points of a method's line, both coordinates from 0 to 1.
  private static func line(_ method: Method) -> [(x: Double, y: Double)] {
    method.steps.enumerated().compactMap { place, step in
      guard let dice = step.dice else { return nil }
      return (x: method.steps.count == 1 ? 1 : share(place, method.steps.count), y: dice)
    }
  }

  /// Ends of lines, highest first, moved down until none hides another.
  private static func spread(
    _ ends: [(method: ContinualMethod, y: Double)]
  ) -> [(method: ContinualMethod, y: Double)] {
    var result: [(method: ContinualMethod, y: Double)] = []
    for end in ends.sorted(by: { $0.y < $1.y }) {
      result.append((end.method, max(end.y, (result.last?.y ?? -20) + 15)))
    }
    return result
  }

  private static func share(_ place: Int, _ count: Int) -> Double {
    Double(place) / Double(max(count - 1, 1))
  }

  /// Dice in the end against parameters that are not zero.
  private func drawSizes(in area: ChartArea, _ picture: inout VectorPicture) {
    area.drawFrame("Dice in the end, by size", &picture)
    let largest = Double(methods.map(\.cost.nonZero).max() ?? 0) / 1e6
    let tick = Self.roundStep(largest), ticks = max(1, Int((largest / tick).rounded(.up)))
    for number in 0...ticks {
      picture.words(
        Figure.text(Double(number) * tick, tick < 1 ? 1 : 0), area.x(Double(number) / Double(ticks)),
        area.bottom + 18, anchor: .middle)
    }
    picture.words("million parameters", (area.left + area.right) / 2, area.bottom + 38, anchor: .middle)
    for method in methods.filter({ $0.order == 1 }) {
      guard let dice = method.dice else { continue }
      picture.dot(
        area.x(Double(method.cost.nonZero) / 1e6 / (Double(ticks) * tick)), area.y(dice), radius: 6,
        colour: method.method.colour)
    }
  }

  /// The smallest round step of which at most five reach so far.
  private static func roundStep(_ most: Double) -> Double {
    [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].first { most <= 5 * $0 } ?? 100
  }
}

/// A square of a picture in which Dice goes up from 0 to 1.
private struct ChartArea {
  let left: Double, right: Double, top: Double, bottom: Double

  /// Where a share from 0 to 1 of the width is.
  func x(_ share: Double) -> Double { left + share * (right - left) }

  /// Where a Dice is.
  func y(_ dice: Double) -> Double { bottom - dice * (bottom - top) }

  /// Title, lines at every fifth of Dice, and their numbers.
  func drawFrame(_ title: String, _ picture: inout VectorPicture) {
    picture.words(title, left, top - 24, size: 14, isBold: true)
    for fifth in 0...5 {
      let dice = Double(fifth) / 5
      picture.line(
        [(left, y(dice)), (right, y(dice))], colour: fifth == 0 ? "#444444" : "#dddddd")
      picture.words(Figure.text(dice, 1), left - 10, y(dice) + 4, anchor: .end)
    }
  }
}

extension ContinualMethod {
  /// Colours that colour-blind readers tell apart (Okabe and Ito 2008, "Color Universal Design").
  fileprivate var colour: String {
    switch self {
    case .separate: "#000000"
    case .ours: "#0072b2"
    case .trimmed: "#009e73"
    case .fineTuning: "#d55e00"
    case .ewc: "#e69f00"
    case .lwf: "#56b4e9"
    case .mib: "#cc79a7"
    case .plop: "#a08f00"
    case .joint: "#777777"
    }
  }
}
