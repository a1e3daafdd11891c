import Imaging

/// Vessels within labelled organs that no label tells apart: trees through both lungs and the liver.
struct LabelVessels: Sendable {
  /// Tubes that may show in voxels of one kind.
  struct Tree: Sendable {
    let kind: OrganKind
    let tubes: [SweepPiece]
    let material: RenderedMaterial
  }

  let trees: [Tree]

  init(_ scene: LabelScene, _ intensities: any LabelIntensities) {
    let scan = intensities.scan
    var random = SeededGenerator(seed: scan.seed, stream: "vessels")
    let blood = RenderedMaterial(
      intensities.material(of: .blood), named: "vessels", scan: scan, body: scan.seed)
    var trees: [Tree] = []
    let middle = scene.extent(of: .lung).centre(scene.grid.spacing)
    // An artery and a vein for every lobe, from the hilum of its side: vessels do not cross fissures.
    for (id, extent) in scene.extents.enumerated() where scene.kinds[id] == .lung && extent.count > 0 {
      let own = extent.centre(scene.grid.spacing)
      let hilum = Point3.mix(
        Point3(middle.x, own.y, middle.z), Point3(own.x, own.y, Exact.mix(middle.z, own.z, 0.5)), 0.45)
      for _ in 0..<2 {
        let goals = Self.places(scene, [UInt16(id)], extent, apart: 13, depth: 0, &random)
        guard goals.count > 8 else { continue }
        let shift = Point3(3 * random.signed(), 5 * random.signed(), 6 * random.signed())
        let tree = VesselTree(
          root: .init(hilum + shift, 6), targets: goals, calibre: .init(twig: 0.72, power: 0.3, fewest: 1))
        trees.append(Tree(kind: .lung, tubes: Self.pieces(tree), material: blood))
      }
    }
    let livers = scene.kinds.indices.filter { $0 > 0 && scene.kinds[$0] == .liver }.map { UInt16($0) }
    for root in Self.liverRoots(scene) {
      let goals = Self.places(scene, livers, scene.extent(of: .liver), apart: 24, depth: 7, &random)
      guard goals.count > 8 else { continue }
      let tree = VesselTree(
        root: .init(root, 5.5), targets: goals, calibre: .init(twig: 0.95, power: 0.3, fewest: 1))
      trees.append(Tree(kind: .liver, tubes: Self.pieces(tree), material: blood))
    }
    self.trees = trees
  }

  private static func pieces(_ tree: VesselTree) -> [SweepPiece] {
    tree.tubes.flatMap { ($0 as? Sweep)?.pieces ?? [] }
  }

  /// Where vessels enter and leave the liver: low near its middle, and high at the back.
  private static func liverRoots(_ scene: LabelScene) -> [Point3] {
    let extent = scene.extent(of: .liver)
    guard extent.count > 0 else { return [] }
    let spacing = scene.grid.spacing
    let centre = extent.centre(spacing)
    let (low, high) = (Double(extent.low.z) * spacing.z, Double(extent.high.z) * spacing.z)
    let back = Double(extent.low.y) * spacing.y
    return [
      Point3(centre.x - 28, centre.y + 4, Exact.mix(low, high, 0.45)),
      Point3(centre.x - 34, Exact.mix(back, centre.y, 0.6), Exact.mix(low, high, 0.8)),
    ]
  }

  /// Places evenly spread over the voxels of labels, deeper than so many mm, each moved at random, mm.
  private static func places(
    _ scene: LabelScene, _ ids: [UInt16], _ extent: LabelExtent, apart: Double, depth: Double,
    _ random: inout SeededGenerator
  ) -> [Point3] {
    let grid = scene.grid
    guard extent.count > 0 else { return [] }
    func range(_ low: Int, _ high: Int, _ spacing: Double) -> StrideThrough<Int> {
      stride(from: low, through: high, by: max(1, Int(apart / spacing)))
    }
    func moved(_ at: Int, _ spacing: Double, _ count: Int, _ shift: Double) -> Int {
      min(max(at + Int(shift * apart / spacing / 2), 0), count - 1)
    }
    var places: [Point3] = []
    for z in range(extent.low.z, extent.high.z, grid.spacing.z) {
      for y in range(extent.low.y, extent.high.y, grid.spacing.y) {
        for x in range(extent.low.x, extent.high.x, grid.spacing.x) {
          let i = moved(x, grid.spacing.x, grid.shape.x, random.signed())
          let j = moved(y, grid.spacing.y, grid.shape.y, random.signed())
          let k = moved(z, grid.spacing.z, grid.shape.z, random.signed())
          let index = grid.index(i, j, k)
          if ids.contains(grid.ids[index]), scene.depth.distance(index) > depth {
            places.append(grid.point(i, j, k))
          }
        }
      }
    }
    return places
  }

  /// Draws every tree into painted HU (storage order), one after the other.
  func draw(into hounsfield: SharedRow<Float>, _ scene: LabelScene) {
    let grid = scene.grid
    let spacing = grid.spacing
    let width = (spacing.x + spacing.y + spacing.z) / 3
    for tree in trees {
      for piece in tree.tubes {
        let box = piece.bounds.grown(by: width / 2)
        func range(_ low: Double, _ high: Double, _ spacing: Double, _ count: Int) -> Range<Int> {
          let first = max(0, Int((low / spacing).rounded(.up)))
          return first..<max(first, min(count, Int(high / spacing) + 1))
        }
        for z in range(box.low.z, box.high.z, spacing.z, grid.shape.z) {
          for y in range(box.low.y, box.high.y, spacing.y, grid.shape.y) {
            for x in range(box.low.x, box.high.x, spacing.x, grid.shape.x) {
              let id = grid.ids[grid.index(x, y, z)]
              guard id != 0, scene.kind(id) == tree.kind else { continue }
              let p = grid.point(x, y, z)
              let cover = min(0.5 - piece.distance(to: p) / width, 1)
              guard cover > 0 else { continue }
              let at = grid.stored(x, y, z)
              hounsfield[at] += (Float(tree.material.core(at: p)) - hounsfield[at]) * Float(cover)
            }
          }
        }
      }
    }
  }
}
