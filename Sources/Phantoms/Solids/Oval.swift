/// Ovals between an ellipse and a rounded rectangle.
enum Oval {
  /// 1 on the outline whose half axes are the units of u and v, smaller inside, in proportion along rays.
  ///
  /// The outline is u^2 + v^2 - s u^2 v^2 = 1: an ellipse for s = 0, a rounded rectangle towards s = 1.
  static func share(_ uu: Double, _ vv: Double, _ squareness: Double) -> Double {
    let sum = uu + vv
    let root = max(sum * sum - 4 * squareness * uu * vv, 0).squareRoot()
    return max(((sum + root) / 2).squareRoot(), 1e-6)
  }
}
