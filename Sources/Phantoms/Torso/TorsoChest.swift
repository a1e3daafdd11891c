extension TorsoPainter {
  mutating func paintLungs() {
    let chest = Box3(low: Point3(-180, -140, 180), high: Point3(180, 140, 420))
    for side in TorsoStructure.Side.allCases {
      let s = side.sign
      // The mediastinum keeps the lungs apart: wide behind for spine and aorta, wide in front for the heart.
      let lung = TorsoSculpture(bounds: chest) { p in
        let x = p.x * s
        let spineGap = Exact.mix(27, 12, Exact.smooth(-52, -28, p.y))
        let frontGap = 10 + 12 * Exact.smooth(20, 60, p.y)
        return max(spineGap, frontGap) - x
      }
      let clip = fields.thorax.inset(by: 1.5)
      let (lower, upper): (TorsoStructure, TorsoStructure) =
        side == .left
        ? (.lungLowerLobeLeft, .lungUpperLobeLeft) : (.lungLowerLobeRight, .lungMiddleLobeRight)
      paint(
        [lung],
        Canvas.Brush(TorsoTissue(-865, shell: -820, thick: 2, mottle: 26, grain: 12), lower, clip: clip))
      // The oblique fissure falls from behind to the front, not quite even.
      let wave = NoiseField(seed: seed &+ 53, scale: 45)
      let front = TorsoSculpture(bounds: chest) { p in
        max(
          lung.distance(to: p), (2 + (360 - p.z) * 0.8 - abs(p.x) * 0.12 + 4 * wave.value(at: p) - p.y) * 0.78
        )
      }
      paint(
        [front],
        Canvas.Brush(TorsoTissue(-875, shell: -700, thick: 1, mottle: 20, grain: 12), upper, clip: clip))
      paintLungVessels(side, clip: clip)
    }
  }

  /// Arteries and veins as one tree from the root of the lung, ever thinner; they belong to the lobe they run in.
  private mutating func paintLungVessels(_ side: TorsoStructure.Side, clip: Canvas.Field) {
    var tree: [TorsoTubePiece] = []
    let roots = [Point3(46, -30, 385), Point3(44, -12, 380), Point3(52, -44, 372), Point3(58, 12, 380)]
    let goals = [
      Point3(0.55, -0.25, -1), Point3(0.7, 0.35, -1), Point3(0.3, -0.7, -1), Point3(0.5, 0.5, -0.6),
    ]
    for (root, goal) in zip(roots, goals) {
      grow(&tree, from: root, along: goal.unit, radius: 5.6, length: 27)
    }
    let placed = tree.map { piece in
      side == .right
        ? piece
        : TorsoTubePiece(
          start: piece.start.mirrored, end: piece.end.mirrored, startRadius: piece.startRadius,
          endRadius: piece.endRadius)
    }
    paint(placed, Canvas.Brush(TorsoTissue(40), clip: clip.inset(by: 3), only: TorsoStructure.lungs))
  }

  /// Grows a branch and, at its end, two thinner ones.
  mutating func grow(
    _ tree: inout [TorsoTubePiece], from start: Point3, along direction: Point3, radius: Double,
    length: Double
  ) {
    guard radius > 0.6 else { return }
    let wander = Point3(random.signed(), random.signed(), random.signed())
    let bent = (direction + wander * 0.28).unit
    let end = start + bent * (length * random.between(0.8, 1.2))
    tree.append(TorsoTubePiece(start: start, end: end, startRadius: radius, endRadius: radius * 0.82))
    let spread = Point3(random.signed(), random.signed(), random.signed()).unit
    grow(&tree, from: end, along: (bent + spread * 0.55).unit, radius: radius * 0.78, length: length * 0.84)
    grow(&tree, from: end, along: (bent - spread * 0.65).unit, radius: radius * 0.66, length: length * 0.76)
  }

  mutating func paintHeart() {
    let sac = TorsoEllipsoid(Point3(-24, 28, 366), radii: Point3(72, 52, 62), pitch: -10, roll: 24)
    paint([sac], Canvas.Brush(TorsoTissue(-95, mottle: 10), clip: fields.thorax.inset(by: 0)))
    // The sac took its voxels from the lungs.
    paint(
      [TorsoEllipsoid(Point3(-24, 28, 368), radii: Point3(66, 46, 57), pitch: -10, roll: 24)],
      Canvas.Brush(TorsoTissue(108, mottle: 8), .heart, clip: fields.thorax.inset(by: 3), coat: 1))
    let chambers: [any TorsoSolid] = [
      TorsoEllipsoid(Point3(-46, 24, 374), radii: Point3(26, 20, 42), roll: 30),
      TorsoEllipsoid(Point3(0, 44, 376), radii: Point3(36, 17, 38), roll: 20),
      TorsoEllipsoid(Point3(28, 18, 384), radii: Point3(20, 24, 34)),
    ]
    paint(
      chambers, Canvas.Brush(TorsoTissue(148, mottle: 6), clip: fields.thorax.inset(by: 6), only: [.heart]))
    paint(
      TorsoTube.through([
        .init(-4, -32, 400, 8), .init(-6, -32, 350, 8), .init(-10, -26, 318, 8), .init(-22, -14, 294, 8.5),
        .init(-36, -8, 282, 9),
      ]), Canvas.Brush(TorsoTissue(38, shell: 58, thick: 3), .esophagus, coat: 2))
  }

  /// The thin muscle between lungs and belly, with its two legs beside the spine.
  mutating func paintDiaphragm() {
    let wall = wall
    let whole = Box3(low: Point3(-180, -140, 180), high: Point3(180, 140, 330))
    let sheet = TorsoSculpture(bounds: whole) { p in
      max(abs(wall.diaphragm(p) - p.z) * 0.7 - 1.4, wall.cavity.distance(to: p))
    }
    paint([sheet], Canvas.Brush(TorsoTissue(52), only: []))
    for s in [-1.0, 1.0] {
      paint(
        TorsoTube.through([
          .init(s * 10, -8, 290, 3.5), .init(s * 16, -22, 255, 4.5), .init(s * 17, -22, 215, 4.5),
          .init(s * 14, -18, 185, 3),
        ]), Canvas.Brush(.muscle))
    }
  }
}
