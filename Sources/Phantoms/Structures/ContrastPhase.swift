/// When after an injection of contrast medium the scan is taken.
public enum ContrastPhase: String, Sendable, CaseIterable {
  /// No contrast medium.
  case none
  /// About 30 s after: bright arteries, cortex of the kidneys.
  case arterial
  /// About 70 s after: bright veins, liver and spleen.
  case portalVenous = "portal-venous"
}

/// How many HU contrast medium adds to a tissue.
struct Uptake: Sendable {
  let arterial: Double
  let portalVenous: Double

  static let none = Uptake(arterial: 0, portalVenous: 0)

  func added(in phase: ContrastPhase) -> Double {
    switch phase {
    case .none: 0
    case .arterial: arterial
    case .portalVenous: portalVenous
    }
  }
}
