import Tensors

/// What tiling refuses, as facts to match.
public enum TilingError: Error, Hashable, Sendable {
  /// A step that is no part of a patch.
  case step(Double)
  /// A grid that is not the placement's.
  case grid(given: Axes, expected: Axes)
  /// Logits interpolated by a spline of an order other than 0 and 1.
  case order(Int)
  /// A predictor with another patch than the plan's.
  case patch(given: Axes, expected: Axes)
  /// No predictor, no decoder, or folds that do not have the same classes; classes of each.
  case folds([[Int]])
  /// A decoder with no class or more than 1,024.
  case classes(Int)
  /// Probabilities asked of a decoder or class that is not there.
  case request(decoder: Int, classes: [Int])
}

extension TilingError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .step(let step): "tiles: a step of \(step) patches is not above 0 and at most 1"
    case .grid(let given, let expected): "tiles: the prepared grid has \(given) voxels, expected \(expected)"
    case .order(let order): "plan: logits interpolated by order \(order) are not supported, 0 and 1 are"
    case .patch(let given, let expected):
      "model: a network reads patches of \(given), the plan says \(expected)"
    case .folds(let classes): "model: folds differ in their classes: \(classes)"
    case .classes(let count): "model: a decoder of \(count) classes; 1 to 1,024 are supported"
    case .request(let decoder, let classes):
      "probabilities: decoder \(decoder) does not have the classes \(classes)"
    }
  }
}
