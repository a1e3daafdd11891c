/// What lies where nothing is labelled.
enum Surrounding: Int, Sendable, CaseIterable {
  case air
  case skin
  /// Under the skin.
  case fat
  case muscle
  /// Between the organs of chest and belly.
  case looseFat
  case disc
  case fluid
  /// Vessels of mesentery and hilum, walls, nodes: strands of soft tissue in fat.
  case strand
  case blood
  case gas
  case stool
  case chyme
  case gutWall

  /// What it is made of in life.
  var material: Material {
    switch self {
    case .air: Material(.air)
    case .skin: Material(.skin)
    case .fat: Material(.fat)
    case .muscle: Material(.muscle)
    case .looseFat: Material(.looseFat)
    case .disc: Material(.disc)
    case .fluid: Material(.cerebrospinalFluid)
    case .strand: Material(Tissue(30, mottle: 15, uptake: Uptake(arterial: 40, portalVenous: 60), spread: 10))
    case .blood: Material(.venousBlood)
    case .gas: Material(.gas)
    case .stool: Material(Tissue(-15, mottle: 115, grain: 4.5, spread: 25))
    case .chyme: Material(Tissue(20, mottle: 22, grain: 5, spread: 10))
    case .gutWall:
      Material(Tissue(42, mottle: 8, uptake: Uptake(arterial: 35, portalVenous: 42), spread: 5))
    }
  }
}
