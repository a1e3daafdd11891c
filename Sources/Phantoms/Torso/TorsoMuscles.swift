extension TorsoPainter {
  /// Muscles with labels; those of the wall itself have none.
  mutating func paintMuscles() {
    for side in TorsoStructure.Side.allCases {
      paintBackMuscles(side)
      paintIliopsoas(side)
      paintGlutei(side)
    }
  }

  /// The erector of the spine fills the gutter between spinous and transverse processes.
  private mutating func paintBackMuscles(_ side: TorsoStructure.Side) {
    let wall = wall
    let bounds = Box3(low: Point3(-90, -140, -10), high: Point3(90, -20, 400))
    let width = TorsoProfile([(0, 30), (70, 40), (140, 44), (220, 38), (360, 31)])
    let gutter = TorsoSculpture(bounds: bounds) { p in
      let x = p.x * side.sign
      let front = TorsoSkeleton.canal(p.z).y - 6
      let reach = width.value(at: p.z)
      let ahead = p.y - front + 10 * Exact.smooth(reach * 0.55, reach * 1.15, x)
      return max(wall.muscle.distance(to: p) + 2.5, ahead, 4 - x, x - reach * 1.25)
    }
    paint([gutter], Canvas.Brush(TorsoTissue(-60)))
    paint(
      [TorsoSculpture(bounds: bounds) { gutter.distance(to: $0) + 1.8 }],
      Canvas.Brush(TorsoTissue(50, mottle: 30, grain: 6), .autochthon(side)))
    // The square muscle of the loins beside it.
    let square = TorsoEllipsoid(
      Point3(side.sign * 66, -60, 140), radii: Point3(17, 10, 58), roll: side.sign * -6)
    paint([square], Canvas.Brush(.muscle))
  }

  private mutating func paintIliopsoas(_ side: TorsoStructure.Side) {
    let s = side.sign
    let psoas = TorsoTube.through([
      .init(s * 24, -44, 214, 6), .init(s * 33, -42, 185, 12), .init(s * 42, -36, 145, 18.5),
      .init(s * 50, -28, 100, 21.5), .init(s * 62, -14, 60, 20), .init(s * 80, 6, 25, 19),
      .init(s * 92, 28, -12, 19),
    ])
    let iliacus = TorsoEllipsoid(Point3(s * 93, -14, 18), radii: Point3(26, 40, 36), yaw: s * 32)
    paint(
      (psoas as [any TorsoSolid]) + [iliacus],
      Canvas.Brush(.muscle, .iliopsoas(side), clip: fields.skin.inset(by: 32)))
  }

  private mutating func paintGlutei(_ side: TorsoStructure.Side) {
    let s = side.sign
    paint(
      [TorsoEllipsoid(Point3(s * 82, -96, -6), radii: Point3(60, 26, 54), yaw: s * 26)],
      Canvas.Brush(
        TorsoTissue(45, mottle: 34, grain: 7), .gluteusMaximus(side), clip: fields.skin.inset(by: 17)))
    paint(
      [TorsoEllipsoid(Point3(s * 121, -28, 14), radii: Point3(22, 50, 44), yaw: s * 36)],
      Canvas.Brush(
        TorsoTissue(50, mottle: 26, grain: 7), .gluteusMedius(side), clip: fields.skin.inset(by: 15),
        coat: 1.5))
    paint(
      [TorsoEllipsoid(Point3(s * 118, -6, -4), radii: Point3(11, 34, 26), yaw: s * 24)],
      Canvas.Brush(TorsoTissue(48, mottle: 18), .gluteusMinimus(side), coat: 1.5))
  }
}
