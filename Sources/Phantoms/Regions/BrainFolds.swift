/// The furrows of the brain: sheets of fluid that wind inwards from its surface and thin out on the way.
///
/// They lie where a smooth field is 0, so that they branch and end as furrows do; with age they widen.
struct BrainFolds: Solid {
  private let brain: any Solid
  private let field: NoiseField
  private let half: Double
  private static let scale = 15.0
  private static let depth = 19.0

  let bounds: Box3
  var steepness: Double { 2.2 + brain.steepness }

  /// - Parameter age: years.
  init(_ brain: any Solid, age: Double, seed: UInt64) {
    self.brain = brain
    field = NoiseField(seed: seed, scale: Self.scale)
    half = Exact.mix(0.8, 1.9, Exact.smooth(30, 90, age))
    bounds = brain.bounds
  }

  func distance(to p: Point3) -> Double {
    let depth = -brain.distance(to: p)
    guard depth < Self.depth else { return depth - Self.depth + 1 }
    let across = abs(field.value(at: p)) * Self.scale * 0.42
    return max(across - half * (1 - depth / Self.depth), -depth)
  }
}
