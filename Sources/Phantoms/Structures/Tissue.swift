/// What a part of the body is made of, as CT sees it.
struct Tissue: Sendable {
  /// HU without contrast medium.
  let hounsfield: Double
  /// Largest deviation of its uneven places from that, HU.
  let mottle: Double
  /// How far apart its light and dark places lie, mm.
  let grain: Double
  /// What contrast medium adds.
  let uptake: Uptake
  /// How much HU differs between patients: half the range, HU.
  let spread: Double

  init(
    _ hounsfield: Double, mottle: Double = 0, grain: Double = 6, uptake: Uptake = .none, spread: Double = 0
  ) {
    self.hounsfield = hounsfield
    self.mottle = mottle
    self.grain = grain
    self.uptake = uptake
    self.spread = spread
  }

  // MARK: What several regions share

  static let air = Tissue(-1000)
  static let gas = Tissue(-985)
  static let water = Tissue(5, spread: 5)
  static let skin = Tissue(20, mottle: 12, grain: 4)
  static let fat = Tissue(-104, mottle: 14, grain: 9, uptake: Uptake(arterial: 1, portalVenous: 3), spread: 6)
  /// Fat with vessels and strands in it: mediastinum, mesentery.
  static let looseFat = Tissue(-96, mottle: 24, grain: 7, spread: 6)
  static let muscle = Tissue(
    54, mottle: 15, grain: 6, uptake: Uptake(arterial: 6, portalVenous: 14), spread: 5)
  static let fascia = Tissue(-20, mottle: 15, grain: 5)
  static let tendon = Tissue(85, mottle: 10)
  static let cartilage = Tissue(98, mottle: 28, grain: 6, spread: 12)
  static let disc = Tissue(85, mottle: 12, grain: 5, spread: 8)
  static let cortex = Tissue(860, mottle: 120, grain: 5, spread: 60)
  /// Cortex so thin that a voxel rarely holds nothing else.
  static let thinCortex = Tissue(620, mottle: 90, grain: 4, spread: 50)
  static let marrow = Tissue(
    165, mottle: 70, grain: 3.5, uptake: Uptake(arterial: 8, portalVenous: 20), spread: 45)
  /// Marrow of long bones.
  static let fattyMarrow = Tissue(-30, mottle: 30, grain: 6, spread: 25)
  static let arterialBlood = Tissue(
    42, mottle: 3, uptake: Uptake(arterial: 285, portalVenous: 120), spread: 5)
  static let venousBlood = Tissue(42, mottle: 4, uptake: Uptake(arterial: 35, portalVenous: 115), spread: 5)
  static let cerebrospinalFluid = Tissue(8, mottle: 4, spread: 3)
  static let cord = Tissue(38, mottle: 5, grain: 4)
}

/// A tissue, and the layers that lie round it from the surface inwards.
struct Material: Sendable {
  /// A layer of even thickness under the surface.
  struct Layer: Sendable {
    let tissue: Tissue
    /// mm.
    let thickness: Double
  }

  let core: Tissue
  /// Outermost first.
  let layers: [Layer]

  /// A tissue throughout.
  init(_ core: Tissue) {
    self.core = core
    layers = []
  }

  /// A core inside layers, outermost first: bone is `Material(.marrow, inside: .cortex, 1.2)`.
  init(_ core: Tissue, inside tissue: Tissue, _ thickness: Double) {
    self.core = core
    layers = [Layer(tissue: tissue, thickness: thickness)]
  }

  init(_ core: Tissue, inside layers: [Layer]) {
    self.core = core
    self.layers = layers
  }

  /// How deep the layers reach, mm.
  var layerDepth: Double { layers.reduce(0) { $0 + $1.thickness } }
}
