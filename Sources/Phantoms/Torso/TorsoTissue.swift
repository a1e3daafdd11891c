/// What a body is made of, in HU: a core, a shell of its own thickness, and unevenness.
struct TorsoTissue {
  /// HU of the inside.
  let core: Double
  /// HU of the outer layer.
  let shell: Double
  /// Thickness of the outer layer, mm; 0 for none.
  let shellThickness: Double
  /// Largest deviation of the uneven inside from `core`, HU.
  let mottle: Double
  /// How far apart its light and dark places lie, mm.
  let grain: Double

  init(_ core: Double, shell: Double = 0, thick: Double = 0, mottle: Double = 0, grain: Double = 6) {
    self.core = core
    self.shell = shell
    shellThickness = thick
    self.mottle = mottle
    self.grain = grain
  }

  static let gas = TorsoTissue(-980)
  static let fat = TorsoTissue(-102, mottle: 12, grain: 9)
  static let muscle = TorsoTissue(55, shell: 40, thick: 1, mottle: 14, grain: 7)
  static let rib = TorsoTissue(130, shell: 720, thick: 1.2, mottle: 50, grain: 4)
  static let cartilage = TorsoTissue(105, shell: 150, thick: 1.5, mottle: 25, grain: 6)
}
