import Anatomy
import Imaging

/// Gives every voxel of a label map its HU, before vessels and the scanner.
struct LabelBrush: Sendable {
  private let scene: LabelScene
  private let intensities: any LabelIntensities
  /// By id; nil for ids that do not occur.
  private let organs: [RenderedMaterial?]
  /// By raw value.
  private let around: [RenderedMaterial]
  private let surroundings: SurroundingMap
  private let hollows: HollowOrgans
  private let heart: (id: UInt16, inside: HeartInside)?
  private let table: ScannerTable?
  /// Half the grid's width, mm: the table lies under its middle.
  private let middle: Double
  private let width: Double

  init(
    _ scene: LabelScene, _ labels: LabelTable, _ palette: TissuePalette, _ intensities: any LabelIntensities
  ) {
    self.scene = scene
    self.intensities = intensities
    let scan = intensities.scan
    organs = scene.extents.indices.map { id in
      guard id > 0, scene.extents[id].count > 0 else { return nil }
      let entry =
        labels[id]
        ?? LabelTable.Entry(id: id, name: "", organ: nil, color: OrganColor(red: 0, green: 0, blue: 0))
      let material = intensities.material(of: entry, inLife: palette.material(of: entry))
      return RenderedMaterial(material, named: "label.\(id)", scan: scan, body: scan.seed)
    }
    around = Surrounding.allCases.map {
      RenderedMaterial(
        intensities.material(of: $0), named: "around.\($0)", scan: scan, body: scan.seed)
    }
    surroundings = SurroundingMap(scene, seed: scan.seed)
    hollows = HollowOrgans(scene, seed: scan.seed)
    let whole = labels.entries.first { $0.organ == "heart" && $0.id < scene.extents.count }
    heart = whole.flatMap { entry in
      HeartInside(scene, id: entry.id, palette: palette, intensities: intensities).map {
        (UInt16(entry.id), $0)
      }
    }
    let shape = scene.grid.shape
    let spacing = scene.grid.spacing
    middle = Double(shape.x - 1) * spacing.x / 2
    width = (spacing.x + spacing.y + spacing.z) / 3
    table = scan.table ? ScannerTable(under: Self.back(scene, surroundings)) : nil
  }

  /// y of the lowest place of the back, mm.
  private static func back(_ scene: LabelScene, _ surroundings: SurroundingMap) -> Double {
    let grid = scene.grid
    var lowest = Double(grid.shape.y) * grid.spacing.y
    for z in stride(from: 0, to: grid.shape.z, by: max(1, Int(20 / grid.spacing.z))) {
      for x in stride(from: 0, to: grid.shape.x, by: max(1, Int(20 / grid.spacing.x))) {
        let p = grid.point(x, 0, z)
        var y = -40.0
        while y < lowest, surroundings.skinDistance(Point3(p.x, y, p.z)) > 0 { y += 1.5 }
        lowest = min(lowest, y)
      }
    }
    return lowest
  }

  func paint(slice z: Int, into hounsfield: SharedRow<Float>) {
    let grid = scene.grid
    for y in 0..<grid.shape.y {
      for x in 0..<grid.shape.x {
        hounsfield[grid.stored(x, y, z)] = Float(value(x, y, z))
      }
    }
  }

  private func value(_ x: Int, _ y: Int, _ z: Int) -> Double {
    let grid = scene.grid
    let p = grid.point(x, y, z)
    let index = grid.index(x, y, z)
    let id = grid.ids[index]
    guard id != 0 else {
      let surrounding = surroundings.surrounding(x, y, z)
      if surrounding == .air {
        return table?.value(at: Point3(p.x - middle, p.y, p.z), width: width) ?? -1000
      }
      return around[surrounding.rawValue].core(at: p) + intensities.bias(at: p)
    }
    return organ(id, depth: scene.depth.distance(index), x, y, z, p) + intensities.bias(at: p)
  }

  private func organ(_ id: UInt16, depth: Double, _ x: Int, _ y: Int, _ z: Int, _ p: Point3) -> Double {
    if let heart, heart.id == id { return heart.inside.value(at: p) }
    if let content = hollows.content(scene.kind(id), id, depth: depth, x, y, z) {
      return around[content.rawValue].core(at: p)
    }
    guard let material = organs[Int(id)] else { return 0 }
    var value = material.value(depth: depth, width: width, at: p)
    if scene.kind(id) == .lung {
      // Lungs are denser where they hang lowest.
      let extent = scene.extents[Int(id)]
      let share = Double(y - extent.low.y) / Double(max(extent.high.y - extent.low.y, 1))
      value += 55 * (1 - share) * (1 - share)
    }
    return value
  }

  /// Mixes neighbouring slices as a helical scan does, so that labels leave no steps along the body.
  func smoothAlongBody(_ hounsfield: SharedRow<Float>, threads: Int) {
    let grid = scene.grid
    // A slice profile of about 1.2 mm; thick slices are left as they are.
    let weight = Float(min(0.22, 0.5 / (grid.spacing.z * grid.spacing.z)))
    guard weight > 0.02 else { return }
    Workers.run(grid.shape.y, threads: threads) { y in
      for x in 0..<grid.shape.x {
        var before = hounsfield[grid.stored(x, y, 0)]
        for z in 0..<grid.shape.z {
          let at = grid.stored(x, y, z)
          let here = hounsfield[at]
          let after = z + 1 < grid.shape.z ? hounsfield[grid.stored(x, y, z + 1)] : here
          hounsfield[at] = here + weight * (before + after - 2 * here)
          before = here
        }
      }
    }
  }
}
