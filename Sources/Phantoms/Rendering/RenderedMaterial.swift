/// A material as one scan of one patient shows it: HU with contrast medium and this patient's differences.
struct RenderedMaterial: Sendable {
  private struct Level: Sendable {
    let hounsfield: Double
    let mottle: Double
    let noise: NoiseField
    /// How deep below the surface it ends, mm; infinite for the core.
    let end: Double
  }

  /// From the core outwards.
  private let levels: [Level]

  init(_ structure: Structure, scan: Scan, plan: BodyPlan) {
    self.init(structure.material, named: structure.name, scan: scan, body: plan.patient.seed)
  }

  /// - Parameters:
  ///   - name: a stream of chance of its own.
  ///   - body: the seed of the patient.
  init(_ material: Material, named name: String, scan: Scan, body: UInt64) {
    var end = 0.0
    var levels: [Level] = []
    func level(_ tissue: Tissue, _ part: Int, end: Double) -> Level {
      var random = SeededGenerator(
        seed: SeededGenerator.mixed(body) ^ scan.seed, stream: "\(name).\(part)")
      let shift = tissue.spread * random.signed()
      let strength = random.between(0.85, 1.15)
      let texture = random.next()
      let own = scan.tissues?.varied(tissue, &random) ?? tissue
      return Level(
        hounsfield: own.hounsfield + shift + own.uptake.added(in: scan.phase) * strength,
        mottle: own.mottle, noise: NoiseField(seed: texture, scale: own.grain), end: end)
    }
    for (part, layer) in material.layers.enumerated() {
      end += layer.thickness
      levels.insert(level(layer.tissue, part + 1, end: end), at: 0)
    }
    levels.insert(level(material.core, 0, end: .infinity), at: 0)
    self.levels = levels
  }

  /// HU deep inside.
  func core(at p: Point3) -> Double {
    var memory = NoiseField.Cell()
    return core(at: p, &memory)
  }

  /// HU deep inside; quick for one point beside the other, for which `memory` is kept.
  func core(at p: Point3, _ memory: inout NoiseField.Cell) -> Double { value(levels[0], p, &memory) }

  /// HU of a sample of width `width` whose middle lies `depth` mm below the surface.
  func value(depth: Double, width: Double, at p: Point3) -> Double {
    var memory = NoiseField.Cell()
    return value(depth: depth, width: width, at: p, &memory)
  }

  /// HU of a sample; quick for one point beside the other, for which `memory` is kept.
  func value(depth: Double, width: Double, at p: Point3, _ memory: inout NoiseField.Cell) -> Double {
    var result = 0.0
    var isFirst = true
    for level in levels {
      // How much of the sample lies above the lower end of this layer.
      let share = isFirst ? 1 : min(max(0.5 + (level.end - depth) / width, 0), 1)
      guard share > 0 else { continue }
      if isFirst, levels.count > 1, depth + width / 2 <= levels[1].end {
        isFirst = false
        continue
      }
      let own = value(level, p, &memory)
      result = isFirst ? own : result + (own - result) * share
      isFirst = false
    }
    return result
  }

  private func value(_ level: Level, _ p: Point3, _ memory: inout NoiseField.Cell) -> Double {
    level.mottle > 0
      ? level.hounsfield + level.mottle * level.noise.value(at: p, &memory) : level.hounsfield
  }
}
