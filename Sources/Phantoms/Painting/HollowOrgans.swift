import Imaging

/// What lies within stomach, bowel and gullet: gas above (in front, the patient lies on the back), fluid or stool below.
struct HollowOrgans: Sendable {
  private let scene: LabelScene
  private let places: NoiseField
  private let lumps: NoiseField
  /// Share of the stomach's height under the fluid's level.
  private let fill: Double
  private let gasShare: Double

  init(_ scene: LabelScene, seed: UInt64) {
    self.scene = scene
    var random = SeededGenerator(seed: seed, stream: "hollow organs")
    places = NoiseField(seed: random.next(), scale: 42)
    lumps = NoiseField(seed: random.next(), scale: 11)
    fill = random.between(0.45, 0.75)
    gasShare = random.between(-0.2, 0.2)
  }

  /// The content at a voxel of a hollow organ; nil where the label's own material belongs.
  func content(_ kind: OrganKind, _ id: UInt16, depth: Double, _ x: Int, _ y: Int, _ z: Int) -> Surrounding? {
    let p = scene.grid.point(x, y, z)
    switch kind {
    case .stomach:
      guard depth > 3 else { return .gutWall }
      let extent = scene.extents[Int(id)]
      let share = Double(y - extent.low.y) / Double(max(extent.high.y - extent.low.y, 1))
      return share > fill ? .gas : .chyme
    case .colon:
      guard depth > 2.2 else { return .gutWall }
      let lump = 0.35 * lumps.value(at: p)
      return height(id, x, y, z) - 0.5 + lump > places.value(at: p) + gasShare ? .gas : .stool
    case .smallBowel:
      guard depth > 2 else { return .gutWall }
      return places.value(at: p) > 0.42 + 0.3 * (0.5 - height(id, x, y, z)) && depth > 3 ? .gas : .chyme
    case .esophagus:
      return depth > 3.2 && places.value(at: p) > 0.1 ? .gas : .gutWall
    default: return nil
    }
  }

  /// How far up between the walls of the same label a voxel lies along y: 0 at the back, 1 in front.
  private func height(_ id: UInt16, _ x: Int, _ y: Int, _ z: Int) -> Double {
    let grid = scene.grid
    func run(_ step: Int) -> Int {
      var steps = 0
      var at = y + step
      while at >= 0, at < grid.shape.y, steps < 60, grid.ids[grid.index(x, at, z)] == id {
        steps += 1
        at += step
      }
      return steps
    }
    let (back, front) = (run(-1), run(1))
    return (Double(back) + 0.5) / Double(back + front + 1)
  }
}
