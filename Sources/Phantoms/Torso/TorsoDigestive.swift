extension TorsoPainter {
  // MARK: Bowel

  /// Colon and small bowel come first: every organ painted later has the right of way.
  mutating func paintBowel() {
    paintSmallBowel()
    paintColon()
    paintDuodenum()
    paintMesentery()
  }

  /// One long tube that wanders from node to node of a loose lattice, always to a near one not visited yet.
  private mutating func paintSmallBowel() {
    var nodes: [Point3] = []
    for layer in 0..<7 {
      for row in 0..<4 {
        for column in 0..<8 {
          let shift = layer % 2 == 0 ? 0.0 : 11
          let node = Point3(
            -86 + Double(column) * 23 + shift + random.signed() * 7,
            -2 + Double(row) * 23 + random.signed() * 6,
            14 + Double(layer) * 22 + random.signed() * 7)
          let roomBehind =
            TorsoSkeleton.spine.value(at: node.z) + TorsoSkeleton.bodyRadius.value(at: node.z) + 30
          let inside = wall.cavity.share(of: node) < 0.86 && (node.y > roomBehind || abs(node.x) > 58)
          if inside && random.between(0, 1) < 0.74 { nodes.append(node) }
        }
      }
    }
    var knots: [TorsoTube.Knot] = []
    var here = Point3(-34, 16, 150)
    while !nodes.isEmpty {
      let nearest = nodes.indices.min { (nodes[$0] - here).length < (nodes[$1] - here).length } ?? 0
      here = nodes.remove(at: nearest)
      knots.append(.init(here, random.between(8.5, 12.5)))
    }
    let tube = TorsoTube.through(knots)
    let clip = fields.abdomen.inset(by: 4)
    paint(
      tube,
      Canvas.Brush(
        TorsoTissue(24, shell: 72, thick: 3, mottle: 14, grain: 9), .smallBowel, clip: clip, coat: 1.2))
    let noise = NoiseField(seed: seed &+ 71, scale: 60)
    paint(
      tube.map { TorsoGasPocket(piece: $0, wall: 3, level: 0.95 + noise.value(at: $0.start) * 1.5) },
      Canvas.Brush(.gas, clip: clip, only: [.smallBowel]))
  }

  private mutating func paintColon() {
    let frame: [TorsoTube.Knot] = [
      .init(90, 24, 42, 25), .init(97, 10, 70, 26), .init(100, -2, 105, 24), .init(101, -8, 140, 22),
      .init(96, 8, 172, 22), .init(80, 36, 178, 21), .init(52, 56, 164, 20), .init(18, 61, 152, 19),
      .init(-18, 61, 156, 19), .init(-52, 55, 180, 20), .init(-82, 40, 208, 20), .init(-102, 18, 222, 19),
      .init(-108, -8, 206, 18), .init(-106, -24, 182, 17), .init(-102, -26, 150, 16),
      .init(-100, -16, 110, 15.5),
      .init(-96, -2, 70, 15.5), .init(-84, 12, 40, 15.5), .init(-56, 18, 24, 15), .init(-26, -2, 18, 15),
      .init(-6, -20, 4, 14.5), .init(0, -26, -16, 15),
    ]
    let tube = haustra(TorsoTube.through(frame, step: 4))
    let clip = fields.abdomen.inset(by: 3)
    paint(
      tube,
      Canvas.Brush(
        TorsoTissue(5, shell: 58, thick: 2.6, mottle: 110, grain: 6.5), .colon, clip: clip, coat: 2))
    let noise = NoiseField(seed: seed &+ 37, scale: 70)
    paint(
      tube.map { TorsoGasPocket(piece: $0, wall: 2.6, level: 0.25 + noise.value(at: $0.start) * 1.5) },
      Canvas.Brush(.gas, clip: clip, only: [.colon]))
    // Bubbles within the stool.
    let bubbles = NoiseField(seed: seed &+ 5, scale: 7)
    let parts = tube.map { piece in
      TorsoSculpture(bounds: piece.bounds) { p in
        max(piece.distance(to: p) + 5, (0.62 - bubbles.value(at: p)) * 12)
      }
    }
    paint(parts, Canvas.Brush(TorsoTissue(-480), clip: clip, only: [.colon]))
  }

  /// The pouches of the large bowel: its radius swings along its way.
  private func haustra(_ tube: [TorsoTubePiece]) -> [TorsoTubePiece] {
    var way = 0.0
    return tube.map { piece in
      let first = 1 + 0.14 * Exact.sine(way * 11)
      way += (piece.end - piece.start).length
      let second = 1 + 0.14 * Exact.sine(way * 11)
      return TorsoTubePiece(
        start: piece.start, end: piece.end, startRadius: piece.startRadius * first,
        endRadius: piece.endRadius * second)
    }
  }

  private mutating func paintDuodenum() {
    paint(
      TorsoTube.through([
        .init(28, 44, 190, 12), .init(46, 34, 192, 12.5), .init(57, 12, 180, 12.5), .init(58, 4, 150, 12.5),
        .init(46, 4, 126, 12), .init(18, 10, 119, 11), .init(-16, 10, 124, 10.5), .init(-32, 16, 142, 10.5),
      ]),
      Canvas.Brush(TorsoTissue(28, shell: 75, thick: 3, mottle: 16), .duodenum, clip: fields.abdomen, coat: 2)
    )
  }

  /// Vessels to the bowel: bright dots in the fat between the loops.
  private mutating func paintMesentery() {
    var tree: [TorsoTubePiece] = []
    for _ in 0..<7 {
      let start = Point3(random.between(-6, 14), 12, random.between(110, 165))
      let goal = Point3(random.between(-0.8, 0.8), random.between(0.2, 0.8), random.between(-1, 0.1))
      grow(&tree, from: start, along: goal.unit, radius: 2.6, length: 24)
    }
    let free = fields.abdomen.inset(by: 5)
    paint(tree.filter { $0.startRadius > 0.9 }, Canvas.Brush(TorsoTissue(110), clip: free))
  }

  // MARK: Organs of the upper belly

  mutating func paintLiver() {
    let size = random.between(0.97, 1.03)
    let right = TorsoEllipsoid(Point3(74, -6, 246), radii: Point3(74 * size, 94, 78), roll: -8)
    let foot = TorsoEllipsoid(Point3(96, -8, 200), radii: Point3(38, 70, 62))
    let left = TorsoEllipsoid(Point3(-2, 44, 264), radii: Point3(84 * size, 44, 34), roll: 14, yaw: -8)
    let hollow = TorsoEllipsoid(Point3(22, -8, 186), radii: Point3(58, 54, 52))
    let spineBay = TorsoEllipsoid(Point3(4, -58, 250), radii: Point3(32, 42, 90))
    let rough = NoiseField(seed: seed &+ 11, scale: 55)
    let bounds = Box3(low: Point3(-90, -110, 130), high: Point3(160, 120, 340))
    let body = TorsoSculpture(bounds: bounds) { p in
      let lobes = Exact.blend(
        Exact.blend(right.distance(to: p), foot.distance(to: p), 20), left.distance(to: p), 26)
      return max(lobes, 3 - hollow.distance(to: p), -spineBay.distance(to: p)) + 2.5 * rough.value(at: p)
    }
    paint(
      [body],
      Canvas.Brush(TorsoTissue(64, mottle: 5, grain: 8), .liver, clip: fields.abdomen.inset(by: 2), coat: 1.5)
    )
    paintLiverVessels()
    paint(
      [TorsoEllipsoid(Point3(62, 50, 190), radii: Point3(15, 22, 30), pitch: 18, roll: 10)],
      Canvas.Brush(
        TorsoTissue(9, shell: 40, thick: 1.8), .gallbladder, clip: fields.abdomen.inset(by: 4), coat: 0.5))
  }

  /// Portal branches from the hilum below, hepatic veins towards the vena cava above.
  private mutating func paintLiverVessels() {
    var tree: [TorsoTubePiece] = []
    let goals = [
      Point3(1, -0.3, 0.25), Point3(0.9, 0.3, 0.5), Point3(0.6, -0.6, 0.6), Point3(-0.5, 0.6, 0.8),
    ]
    for goal in goals { grow(&tree, from: Point3(36, 14, 224), along: goal.unit, radius: 5, length: 24) }
    let inflow = [Point3(1, 0.1, -0.3), Point3(0.5, 0.8, -0.25), Point3(-0.6, 0.9, -0.2)]
    for goal in inflow { grow(&tree, from: Point3(24, -10, 284), along: goal.unit, radius: 5, length: 28) }
    paint(tree, Canvas.Brush(TorsoTissue(112), clip: fields.abdomen.inset(by: 8), only: [.liver]))
  }

  mutating func paintSpleen() {
    let size = random.between(0.95, 1.05)
    let whole = TorsoEllipsoid(Point3(-92, -52, 234), radii: Point3(38 * size, 60, 58), roll: -14, yaw: 30)
    let hollow = TorsoEllipsoid(Point3(-60, -8, 240), radii: Point3(28, 40, 70))
    let body = TorsoSculpture(bounds: whole.bounds) {
      max(whole.distance(to: $0), 1 - hollow.distance(to: $0))
    }
    paint(
      [body], Canvas.Brush(TorsoTissue(96, mottle: 6), .spleen, clip: fields.abdomen.inset(by: 2), coat: 1.5))
  }

  /// Fluid below, a bubble of gas in front of it with a flat surface: the patient lies on the back.
  mutating func paintStomach() {
    let tube = TorsoTube.through([
      .init(-58, -20, 272, 27), .init(-66, -6, 252, 32), .init(-68, 14, 232, 33), .init(-56, 34, 210, 28),
      .init(-30, 48, 196, 22), .init(0, 52, 190, 17), .init(20, 48, 190, 12),
    ])
    let clip = fields.abdomen.inset(by: 3)
    paint(
      tube,
      Canvas.Brush(
        TorsoTissue(22, shell: 68, thick: 4.5, mottle: 30, grain: 9), .stomach, clip: clip, coat: 2))
    let gas = tube.map { piece in
      TorsoSculpture(bounds: piece.bounds) { max(piece.distance(to: $0) + 5, 33 - $0.y) }
    }
    paint(gas, Canvas.Brush(.gas, clip: clip.inset(by: 4), only: [.stomach]))
  }

  mutating func paintPancreas() {
    let lobules = NoiseField(seed: seed &+ 23, scale: 9)
    let parts = TorsoTube.through([
      .init(40, 14, 156, 13), .init(34, 16, 172, 15), .init(14, 22, 184, 11), .init(-12, 20, 192, 10.5),
      .init(-40, 4, 200, 11), .init(-68, -20, 210, 11.5), .init(-84, -32, 218, 9),
    ]).map { piece in
      TorsoSculpture(bounds: piece.bounds) { piece.distance(to: $0) + 2.2 * lobules.value(at: $0) }
    }
    paint(
      parts,
      Canvas.Brush(
        TorsoTissue(74, mottle: 22, grain: 6), .pancreas, clip: fields.abdomen.inset(by: 3), coat: 1.5))
  }
}
