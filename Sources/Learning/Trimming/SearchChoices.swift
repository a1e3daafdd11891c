import Foundation
import Networks

/// The state of a search: how much each choice of a space is leaned to, and how these numbers are moved.
///
/// A share is the softmax of a leaning (Liu et al. 2019, arXiv 1806.09055, for operators; Wan et al. 2020,
/// arXiv 2004.05565, for widths as shares of nested masks).
struct SearchChoices: Codable, Equatable {
  /// By stage, slot and choice.
  var operators: [[[Double]]]
  /// By stage and width.
  var widths: [[Double]]

  /// No leaning to anything but the teacher's own, so that the search begins near it.
  init(_ space: TrimmingSpace) {
    operators = space.stages.map { stage in
      stage.slots.map { slot in slot.map { $0 == stage.own ? 1 : 0 } }
    }
    widths = space.stages.map { stage in stage.widths.indices.map { $0 == stage.widths.count - 1 ? 1 : 0 } }
  }

  private init(operators: [[[Double]]], widths: [[Double]]) {
    self.operators = operators
    self.widths = widths
  }

  /// The shares.
  var shares: SearchChoices {
    SearchChoices(operators: operators.map { $0.map(Self.softmax) }, widths: widths.map(Self.softmax))
  }

  /// Zeros of the same form.
  var zeroed: SearchChoices {
    SearchChoices(
      operators: operators.map { $0.map { $0.map { _ in 0 } } }, widths: widths.map { $0.map { _ in 0 } })
  }

  /// The gradient of leanings out of that of their shares.
  func gradient(ofShares gradient: SearchChoices) -> SearchChoices {
    let shares = shares
    return SearchChoices(
      operators: zip(shares.operators, gradient.operators).map { stage, own in
        zip(stage, own).map(Self.back)
      }, widths: zip(shares.widths, gradient.widths).map(Self.back))
  }

  /// Adds another of the same form, times a factor.
  mutating func add(_ other: SearchChoices, times factor: Double) {
    var first = zeroed, second = first
    update(other, &first, &second) { own, other, _, _ in own += factor * other }
  }

  /// Changes every number together with those at the same place of three others of one form.
  mutating func update(
    _ gradient: SearchChoices, _ first: inout SearchChoices, _ second: inout SearchChoices,
    _ change: (inout Double, Double, inout Double, inout Double) -> Void
  ) {
    for s in operators.indices {
      for j in operators[s].indices {
        for k in operators[s][j].indices {
          change(
            &operators[s][j][k], gradient.operators[s][j][k], &first.operators[s][j][k],
            &second.operators[s][j][k])
        }
      }
      for w in widths[s].indices {
        change(&widths[s][w], gradient.widths[s][w], &first.widths[s][w], &second.widths[s][w])
      }
    }
  }

  /// The place of the largest value, the first of equal ones.
  static func largest(_ values: [Double]) -> Int? {
    values.indices.max { (values[$0], -$0) < (values[$1], -$1) }
  }

  private static func softmax(_ values: [Double]) -> [Double] {
    let top = values.max() ?? 0
    let powers = values.map { exp($0 - top) }, sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private static func back(_ shares: [Double], _ gradient: [Double]) -> [Double] {
    let mean = zip(shares, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(shares, gradient).map { $0 * ($1 - mean) }
  }
}
