/// The column of vertebrae: a curve, the levels of the discs, and a frame for every vertebra.
struct Spine: Sendable {
  /// Measures of one vertebra, mm.
  struct Vertebra: Sendable {
    let level: VertebraLevel
    /// At the middle of the body; `up` follows the curve of the spine. For C1 the middle of the ring, where the dens is.
    let frame: Frame3
    /// Half the height of the body without discs.
    let halfHeight: Double
    let halfWidth: Double
    let halfDepth: Double
    /// Half the distance between the tips of the transverse processes.
    let span: Double
    /// How far behind the canal the tip of the spinous process lies, and how far below the body's middle.
    let spinous: (back: Double, down: Double)
    /// Half width and depth of the canal.
    let canal: (halfWidth: Double, depth: Double)
    /// How much thicker its arch and processes are than the reference body's.
    let stoutness: Double

    /// Middle of the canal, forwards of the body's middle (so negative).
    var canalFront: Double { -halfDepth - canal.depth / 2 }
  }

  /// y of the middle of the vertebral bodies by height.
  let line: Profile
  /// All vertebrae, C1 first.
  let vertebrae: [Vertebra]
  /// The middle of the sacrum's upper end plate, tilted as it is.
  let sacrum: Frame3

  subscript(_ level: VertebraLevel) -> Vertebra { vertebrae[level.rawValue] }

  /// The point of the spine's curve at a height.
  func point(_ z: Double) -> Point3 { Point3(0, line.value(at: z), z) }

  /// Heights of the middles of the discs, from the one above the sacrum upwards: L5/S1, L4/L5, ... C2/C3.
  static let discs: [Double] = {
    let heights =
      [34.0, 35, 35, 34.5, 33]
      + [27.8, 26.3, 24.9, 23.9, 23.4, 22.9, 22.4, 21.9, 21.5, 21, 20.5, 20]
      + [17.5, 16.5, 16.5, 17, 17.5]
    return heights.reduce(into: [178.0]) { $0.append(($0.last ?? 0) + $1) }
  }()

  /// - Parameter stoutness: how much wider and deeper the vertebrae are than the reference body's.
  init(stoutness: Double = 1) {
    // Lying on the back: loin hollow, chest curved backwards, neck forward.
    let line = Profile([
      (120, -78), (150, -64), (178, -54), (195, -45), (230, -38), (264, -36), (299, -39), (333, -44),
      (364, -49), (416, -57), (466, -61), (512, -62), (556, -55), (582, -48), (603, -40), (618, -34),
      (635, -29), (652, -25), (670, -23), (688, -23), (705, -25), (722, -28), (742, -31), (760, -33),
    ])
    self.line = line
    func frame(_ z: Double) -> Frame3 {
      let slope = line.slope(at: z)
      return Frame3(at: Point3(0, line.value(at: z), z), up: Point3(0, slope, 1))
    }
    vertebrae = VertebraLevel.allCases.map { level in
      Spine.vertebra(level, stoutness, frame: frame)
    }
    sacrum = Frame3(at: Point3(0, line.value(at: 178), 176), up: Point3(0, 0.62, 1))
  }

  private static func vertebra(_ level: VertebraLevel, _ stoutness: Double, frame: (Double) -> Frame3)
    -> Vertebra
  {
    let n = Double(level.rawValue)
    let halfWidth = widths.value(at: n) * 1.04 * stoutness
    let halfDepth = depths.value(at: n) * 1.04 * stoutness
    let canal = (halfWidth: canalWidths.value(at: n), depth: canalDepths.value(at: n))
    let spinous = (back: spinousBack.value(at: n), down: spinousDown.value(at: n))
    let (middle, half): (Double, Double)
    switch level {
    case .c1: (middle, half) = (742, 5)
    case .c2: (middle, half) = (721, 8.5)
    default:
      // L5 is 23 and lies above disc 0.
      let lower = discs[23 - level.rawValue]
      let upper = discs[24 - level.rawValue]
      (middle, half) = ((lower + upper) / 2, (upper - lower - discHeights.value(at: n)) / 2)
    }
    return Vertebra(
      level: level, frame: frame(middle), halfHeight: half, halfWidth: halfWidth, halfDepth: halfDepth,
      span: spans.value(at: n), spinous: spinous, canal: canal, stoutness: stoutness)
  }

  // By level, C1 = 0 ... L5 = 23. Measures after Panjabi et al. (doi 10.1097/00007632-199108000-00008 for the neck,
  // 199108000-00009 for the chest, 199203000-00011 for the loin), smoothed.
  private static let widths = Profile([
    (1, 9), (2, 8.8), (4, 9.6), (6, 12), (7, 13.5), (9, 13.2), (11, 13.2), (15, 15.5), (18, 20), (19, 21.5),
    (21, 23), (23, 25.5),
  ])
  private static let depths = Profile([
    (1, 7.8), (2, 7.8), (6, 8.4), (7, 8.6), (9, 10.5), (12, 13), (16, 15), (19, 16.5), (21, 17.3), (23, 17),
  ])
  private static let spans = Profile([
    (0, 38), (1, 26), (2, 25), (5, 28), (6, 32), (7, 37), (9, 33), (12, 32), (15, 31), (17, 26), (18, 22),
    (19, 36), (21, 43), (22, 41), (23, 45),
  ])
  private static let spinousBack = Profile([
    (0, 5), (1, 19), (2, 15), (5, 22), (6, 33), (7, 34), (11, 31), (15, 30), (18, 29), (21, 33), (23, 25),
  ])
  private static let spinousDown = Profile([
    (0, 1), (1, 6), (2, 9), (6, 12), (7, 15), (9, 24), (12, 33), (14, 30), (17, 18), (19, 12), (23, 11),
  ])
  private static let canalWidths = Profile([
    (0, 14), (1, 12), (3, 11.5), (6, 11.5), (7, 10), (10, 8.3), (16, 8.5), (19, 11), (21, 11.5), (23, 13),
  ])
  private static let canalDepths = Profile([
    (0, 17), (1, 16), (2, 14.5), (6, 14.5), (7, 15), (12, 15.5), (19, 17), (23, 17),
  ])
  private static let discHeights = Profile([
    (2, 5.2), (6, 5.4), (7, 4.2), (10, 3.6), (15, 4.4), (18, 6.2), (19, 7.6), (21, 9.6), (23, 10.5),
  ])
}
