import Imaging

/// Chambers and muscle for a heart that is labelled as one organ: those of the synthetic patient, stretched into its box.
struct HeartInside: Sendable {
  private let parts: [(solid: any Solid, material: RenderedMaterial)]
  private let muscle: RenderedMaterial
  private let from: Point3
  private let scale: Point3
  private let low: Point3
  private let width: Double

  /// Nil where no heart is labelled as a whole.
  init?(_ scene: LabelScene, id: Int, palette: TissuePalette, intensities: any LabelIntensities) {
    let structures = palette.atlas.structures.filter { $0.belongs(to: "heart") }
    let extent = scene.extents[id]
    guard let first = structures.first, extent.count > 0,
      let myocardium = structures.first(where: { $0.name == "heart_myocardium" })
    else { return nil }
    let scan = intensities.scan
    func rendered(_ material: Material, _ name: String) -> RenderedMaterial {
      RenderedMaterial(material, named: name, scan: scan, body: scan.seed)
    }
    parts = structures.map { structure in
      let entry = LabelHeartPart.entry(structure.name, id)
      return (
        structure.solid, rendered(intensities.material(of: entry, inLife: structure.material), structure.name)
      )
    }
    muscle = rendered(
      intensities.material(of: LabelHeartPart.entry("heart", id), inLife: myocardium.material), "heart")
    let box = structures.reduce(first.solid.bounds) { $0.union($1.solid.bounds) }
    let spacing = scene.grid.spacing
    low = Point3(
      Double(extent.low.x) * spacing.x, Double(extent.low.y) * spacing.y, Double(extent.low.z) * spacing.z)
    let high = Point3(
      Double(extent.high.x) * spacing.x, Double(extent.high.y) * spacing.y, Double(extent.high.z) * spacing.z)
    let size = box.high - box.low
    scale = Point3(
      size.x / max(high.x - low.x, 1), size.y / max(high.y - low.y, 1), size.z / max(high.z - low.z, 1))
    from = box.low
    width = (spacing.x + spacing.y + spacing.z) / 3
  }

  /// HU at a place of the heart, mm from the first voxel.
  func value(at p: Point3) -> Double {
    let d = p - low
    let q = from + Point3(d.x * scale.x, d.y * scale.y, d.z * scale.z)
    var value = muscle.core(at: p)
    for part in parts where part.solid.bounds.distance(to: q) < width {
      let distance = part.solid.distance(to: q)
      let cover = min(0.5 - distance / width, 1)
      guard cover > 0 else { continue }
      value = Exact.mix(value, part.material.value(depth: -distance, width: width, at: p), cover)
    }
    return value
  }
}
