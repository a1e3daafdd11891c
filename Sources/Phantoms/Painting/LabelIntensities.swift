import Anatomy

/// Chooses how bright everything in a painted label map is.
protocol LabelIntensities: Sendable {
  /// How the picture is taken: contrast phase, noise, blur, table, artefacts.
  var scan: Scan { get }
  /// The material of a label, given what it is in life.
  func material(of entry: LabelTable.Entry, inLife material: Material) -> Material
  /// The material of what is not labelled.
  func material(of surrounding: Surrounding) -> Material
  /// What is added to the HU of the body at a place, mm.
  func bias(at p: Point3) -> Double
}

/// HU as the catalogue has them: a scan that a reader would take for one.
public struct CatalogueIntensities: LabelIntensities {
  let scan: Scan

  /// - Parameter scan: how the picture is taken; its seed chooses everything left to chance.
  public init(scan: Scan = Scan()) { self.scan = scan }

  func material(of entry: LabelTable.Entry, inLife material: Material) -> Material { material }

  func material(of surrounding: Surrounding) -> Material { surrounding.material }

  func bias(at p: Point3) -> Double { 0 }
}

/// HU drawn afresh for every label (domain randomisation, as in Billot et al., doi 10.1016/j.media.2023.102789): brightness,
/// unevenness and its scale, bias, blur, noise, contrast phase all follow from a seed.
public struct RandomizedIntensities: LabelIntensities {
  let scan: Scan
  private let seed: UInt64
  private let strength: Double
  private let slow: NoiseField

  /// Another seed makes another picture of the same labels.
  public init(seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: "randomized labels")
    let phases = ContrastPhase.allCases
    let phase = phases[Int(random.next() % UInt64(phases.count))]
    let noise = random.between(2, 40)
    let blur = random.between(0.4, 2.4)
    scan = Scan(
      phase: phase, noise: noise, blur: blur, table: random.signed() < 0, tissues: nil, seed: random.next())
    self.seed = random.next()
    strength = 45 * abs(random.signed())
    slow = NoiseField(seed: random.next(), scale: random.between(90, 220))
  }

  func material(of entry: LabelTable.Entry, inLife material: Material) -> Material {
    drawn(material, "label.\(entry.id)")
  }

  func material(of surrounding: Surrounding) -> Material {
    surrounding == .air ? surrounding.material : drawn(surrounding.material, "around.\(surrounding)")
  }

  func bias(at p: Point3) -> Double { strength * slow.value(at: p) }

  private func drawn(_ material: Material, _ name: String) -> Material {
    var random = SeededGenerator(seed: seed, stream: name)
    // Some labels keep near to life, others are drawn from all that their kind of stuff may be.
    let isNear = random.between(0, 1) < 0.4
    func tissue(_ tissue: Tissue) -> Tissue {
      let range: (Double, Double) =
        tissue.hounsfield < -400 ? (-1000, -500) : tissue.hounsfield < 250 ? (-160, 320) : (150, 1500)
      let near = tissue.hounsfield + 60 * random.signed()
      let any = random.between(range.0, range.1)
      return Tissue(
        max(isNear ? near : any, -1000), mottle: random.between(0, 45), grain: random.between(2, 16),
        uptake: isNear ? tissue.uptake : .none, spread: tissue.spread)
    }
    return Material(
      tissue(material.core),
      inside: material.layers.map {
        Material.Layer(tissue: tissue($0.tissue), thickness: $0.thickness * random.between(0.6, 1.6))
      })
  }
}
