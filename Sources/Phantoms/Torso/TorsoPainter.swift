/// Paints the torso organ by organ; each system has a file of its own that extends this.
///
/// Order matters: what is painted later lies in front and takes its voxels from what was there.
struct TorsoPainter {
  let wall = TorsoWall()
  private(set) var canvas: Canvas
  private(set) var fields: Fields
  var random: SeededGenerator
  let seed: UInt64

  /// Spaces that organs are fitted into.
  struct Fields {
    /// Inside the skin.
    let skin: Canvas.Field
    /// The cavity above the diaphragm.
    let thorax: Canvas.Field
    /// The cavity below the diaphragm.
    let abdomen: Canvas.Field
  }

  init(canvas: Canvas, seed: UInt64) {
    self.canvas = canvas
    self.seed = seed
    random = SeededGenerator(seed: seed)
    let wall = wall
    let cavity = canvas.field { wall.cavity.distance(to: $0) }
    let above = canvas.field { wall.diaphragm($0) - $0.z }
    fields = Fields(
      skin: canvas.field { wall.skin.distance(to: $0) },
      thorax: cavity.intersection(above),
      abdomen: cavity.intersection(above.complement(margin: 2.5)))
  }

  mutating func paint(_ parts: [any TorsoSolid], _ brush: Canvas.Brush) { canvas.paint(parts, brush) }

  mutating func scan(noise: Double) { canvas.scan(noise: noise) }

  /// A distance at every voxel.
  func field(_ distance: (Point3) -> Double) -> Canvas.Field { canvas.field(distance) }

  /// Paints everything, from the wall inwards.
  mutating func paintPatient() {
    paintWall()
    paintMuscles()
    paintLungs()
    paintHeart()
    paintDiaphragm()
    paintBowel()
    paintLiver()
    paintStomach()
    paintSpleen()
    paintKidneys()
    paintPancreas()
    paintVessels()
    paintAdrenals()
    paintSkeleton()
  }
}
