extension TorsoPainter {
  mutating func paintKidneys() {
    for side in TorsoStructure.Side.allCases {
      let s = side.sign
      let centre = side == .right ? Point3(64, -46, 176) : Point3(-64, -48, 190)
      let size = random.between(0.96, 1.04)
      let turn = -s * 38.0
      let whole = TorsoEllipsoid(
        centre, radii: Point3(27 * size, 29, 55 * size), pitch: -10, roll: -s * 11, yaw: turn)
      let hilum = TorsoEllipsoid(
        centre + Point3(-s * 21, 12, 0), radii: Point3(16, 13, 24), pitch: -10, roll: -s * 11, yaw: turn)
      let body = TorsoSculpture(bounds: whole.bounds) { max(whole.distance(to: $0), -hilum.distance(to: $0)) }
      paint(
        [body],
        Canvas.Brush(TorsoTissue(118, shell: 165, thick: 7, mottle: 14, grain: 11), .kidney(side), coat: 9)
      )
      let sinus = TorsoEllipsoid(
        centre + Point3(-s * 9, 5, 0), radii: Point3(10, 10, 24), pitch: -10, roll: -s * 11, yaw: turn)
      paint([sinus], Canvas.Brush(TorsoTissue(-70, mottle: 40, grain: 8)))
      // Pelvis and the way down.
      paint(
        TorsoTube.through([
          .init(centre + Point3(-s * 12, 7, 8), 5), .init(centre + Point3(-s * 20, 13, -2), 6),
          .init(centre + Point3(-s * 24, 13, -26), 3), .init(Point3(s * 42, -12, 110), 2.2),
          .init(Point3(s * 38, -2, 60), 2.2), .init(Point3(s * 44, -22, 10), 2.2),
        ]), Canvas.Brush(TorsoTissue(14, shell: 35, thick: 1)))
    }
  }

  /// Each gland is an upside-down Y of two thin limbs.
  mutating func paintAdrenals() {
    for side in TorsoStructure.Side.allCases {
      let apex = side == .right ? Point3(32, -30, 244) : Point3(-36, -26, 236)
      let s = side.sign
      let limbs = [
        TorsoTube.through([
          .init(apex, 4), .init(apex + Point3(s * 8, -12, -8), 3.6),
          .init(apex + Point3(s * 14, -24, -16), 3),
        ]),
        TorsoTube.through([
          .init(apex, 4), .init(apex + Point3(-s * 2, -13, -6), 3.6),
          .init(apex + Point3(-s * 2, -25, -12), 3),
        ]),
        TorsoTube.through([.init(apex + Point3(0, 8, 2), 3), .init(apex, 3.6)]),
      ]
      paint(limbs.flatMap { $0 }, Canvas.Brush(TorsoTissue(62), .adrenal(side), coat: 2))
    }
  }

  mutating func paintVessels() {
    paintVeins()
    paintArteries()
    paintPortalVein()
  }

  /// Height by height in front of the spine: `gap` mm from the body's front, `x` from the median plane.
  private func beforeSpine(_ z: Double, x: Double, radius: Double, gap: Double = 2) -> TorsoTube.Knot {
    let front = TorsoSkeleton.spine.value(at: z) + TorsoSkeleton.bodyRadius.value(at: z) * 0.8
    let curve = x * x / 90
    return .init(x, front - curve + radius + gap, z, radius)
  }

  private mutating func paintArteries() {
    let aorta = [
      (400.0, -22.0, 12.5), (340, -19, 12), (290, -13, 11.5), (250, -9, 11), (210, -9, 10), (170, -10, 9.5),
      (135, -9, 9), (106, -4, 9),
    ]
    let tissue = TorsoTissue(152, mottle: 4)
    paint(
      TorsoTube.through(aorta.map { beforeSpine($0.0, x: $0.1, radius: $0.2) }),
      Canvas.Brush(tissue, .aorta, coat: 2))
    let fork = beforeSpine(104, x: -3, radius: 7)
    for side in TorsoStructure.Side.allCases {
      let s = side.sign
      paint(
        TorsoTube.through([
          fork, .init(s * 14 - 2, 6, 84, 6), .init(s * 34, 0, 52, 5.6), .init(s * 50, -4, 24, 5.4),
          .init(s * 62, 8, -10, 5),
        ]), Canvas.Brush(tissue, .iliacArtery(side), coat: 1))
      // Renal arteries have no label of their own.
      paint(
        TorsoTube.through([
          beforeSpine(184, x: -9, radius: 3), .init(s * 24, -16, 182, 2.8),
          .init(s * 44, -34, side == .right ? 176 : 189, 2.6),
        ]), Canvas.Brush(tissue))
    }
    let celiac = beforeSpine(214, x: -8, radius: 4).point
    let mesenteric = beforeSpine(198, x: -8, radius: 4).point
    paint(
      TorsoTube.through([
        .init(celiac, 3.6), .init(celiac + Point3(0, 18, 2), 3.4), .init(celiac + Point3(24, 22, 6), 2.8),
        .init(Point3(40, 20, 216), 2.4),
      ]), Canvas.Brush(tissue))
    paint(
      TorsoTube.through([
        .init(mesenteric, 4), .init(mesenteric + Point3(2, 16, -8), 3.8), .init(Point3(2, 16, 160), 3.6),
        .init(Point3(6, 20, 110), 3), .init(Point3(20, 22, 70), 2.2),
      ]), Canvas.Brush(tissue))
  }

  private mutating func paintVeins() {
    let tissue = TorsoTissue(96, mottle: 5)
    var cava = [
      (98.0, 16.0, 11.0), (130, 19, 11.5), (170, 21, 12), (210, 22, 12.5), (244, 22, 13),
    ].map { beforeSpine($0.0, x: $0.1, radius: $0.2, gap: 3) }
    cava += [.init(22, -14, 276, 12.5), .init(21, -6, 302, 12), .init(18, 4, 330, 12)]
    paint(TorsoTube.through(cava), Canvas.Brush(tissue, .inferiorVenaCava, coat: 1))
    for side in TorsoStructure.Side.allCases {
      let s = side.sign
      paint(
        TorsoTube.through([
          .init(16, -2, 96, 9), .init(s * 20 + 2, -10, 74, 8), .init(s * 40, -14, 44, 7.5),
          .init(s * 54, -18, 18, 7.5),
          .init(s * 66, -4, -12, 7),
        ]), Canvas.Brush(tissue, .iliacVein(side), coat: 1))
    }
    // Left renal vein, across in front of the aorta.
    paint(
      TorsoTube.through([
        .init(-44, -30, 186, 4), .init(-22, 2, 186, 4.2), .init(-4, 8, 185, 4.2), .init(18, -2, 184, 4.6),
      ]), Canvas.Brush(tissue))
    paint(TorsoTube.through([.init(44, -32, 174, 4), .init(24, -8, 176, 4.6)]), Canvas.Brush(tissue))
  }

  private mutating func paintPortalVein() {
    let tissue = TorsoTissue(116, mottle: 4)
    let splenic = TorsoTube.through([
      .init(-88, -38, 222, 4), .init(-66, -26, 208, 4.4), .init(-38, -2, 198, 4.6), .init(-10, 10, 190, 5),
      .init(14, 10, 186, 6),
    ])
    let portal = TorsoTube.through([
      .init(14, 12, 172, 6), .init(16, 11, 190, 7), .init(28, 12, 208, 7.4), .init(36, 14, 224, 7.4),
      .init(48, 8, 232, 6),
    ])
    paint(splenic + portal, Canvas.Brush(tissue, .portalVein, coat: 1))
    paint(
      TorsoTube.through([
        .init(14, 12, 174, 5.5), .init(14, 22, 140, 5), .init(18, 26, 100, 4), .init(28, 26, 70, 3),
      ]),
      Canvas.Brush(tissue))
  }
}
