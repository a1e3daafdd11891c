/// Where the bones of the torso lie.
enum TorsoSkeleton {
  /// Ribs that reach into the torso.
  static let ribs = Array(6...12)

  /// The lower end plate of each vertebra from L5 to T8 and the upper end of T8, mm.
  static let levels: [Double] = [60, 94, 128, 161, 193, 224, 252, 279, 306, 332, 358]

  /// y of the centres of the vertebral bodies by height: the lumbar spine bends forwards.
  static let spine = TorsoProfile([
    (0, -78), (40, -60), (75, -46), (120, -38), (170, -38), (230, -47), (300, -56), (380, -60),
  ])

  /// Half the width of a vertebral body by height; the depth is four fifths of it.
  static let bodyRadius = TorsoProfile([(60, 27.5), (130, 26.5), (230, 22), (360, 17.5)])

  /// The axis of the vertebral canal behind the bodies.
  static func canal(_ z: Double) -> Point3 {
    Point3(0, spine.value(at: z) - bodyRadius.value(at: z) * 0.8 - 9, z)
  }
}

extension TorsoPainter {
  mutating func paintSkeleton() {
    paintRibs()
    paintSternum()
    paintHips()
    paintSacrum()
    for step in 0..<10 { paintVertebra(step) }
    paintCanal()
  }

  // MARK: Spine

  /// Discs are painted with the bodies: a cylinder of disc, then bone a little shorter.
  private mutating func paintVertebra(_ step: Int) {
    let bottom = TorsoSkeleton.levels[step]
    let top = TorsoSkeleton.levels[step + 1]
    let middle = (bottom + top) / 2
    let disc = Exact.mix(7.5, 4, Double(step) / 9)
    let label = TorsoStructure.vertebra(fromL5: step)
    let radius = TorsoSkeleton.bodyRadius.value(at: middle)

    paint(
      [column(from: bottom - disc, to: bottom + 1, swell: 0.5)],
      Canvas.Brush(TorsoTissue(82, shell: 110, thick: 3, mottle: 14)))
    paint(
      arch(middle, radius: radius, height: top - bottom, thoracic: step >= 5),
      Canvas.Brush(TorsoTissue(220, shell: 700, thick: 1.5, mottle: 70, grain: 4), label))
    paint(
      [column(from: bottom + disc / 2 - 1, to: top - disc / 2 - 1, swell: -2)],
      Canvas.Brush(TorsoTissue(150, shell: 560, thick: 1.2, mottle: 70, grain: 4), label))
  }

  /// A piece of the column of bodies: an upright oval cylinder, wider (or narrower, `swell` below 0) at half height.
  private func column(from low: Double, to high: Double, swell: Double) -> TorsoSculpture {
    let middle = (low + high) / 2
    let centre = TorsoSkeleton.spine
    let widest = TorsoSkeleton.bodyRadius
    let bounds = Box3(low: Point3(-40, -130, low), high: Point3(40, 20, high))
    return TorsoSculpture(bounds: bounds) { p in
      let height = (p.z - middle) / (high - low) * 2
      let radius = widest.value(at: p.z) + swell * (1 - height * height)
      let u = p.x / radius
      let v = (p.y - centre.value(at: p.z)) / (radius * 0.8)
      // The back of a body is flat towards the canal.
      let flat = v < 0 ? 1 + 0.12 * (1 - u * u) : 1
      let share = (u * u + v * v * flat * flat).squareRoot()
      return max((share - 1) * radius * 0.88, low - p.z, p.z - high)
    }
  }

  /// Pedicles, laminae, the processes behind and beside, and the joints between neighbours.
  private func arch(_ middle: Double, radius: Double, height: Double, thoracic: Bool) -> [any TorsoSolid] {
    let canal = TorsoSkeleton.canal(middle)
    let back = canal.y - 10
    let tip = thoracic ? back - 17 : back - 25
    var parts: [any TorsoSolid] = TorsoTube.through(
      [
        .init(Point3(0, back, middle - 2), 4),
        .init(Point3(0, (back + tip) / 2, middle - (thoracic ? 9 : 6)), 3.2),
        .init(Point3(0, tip, middle - (thoracic ? 16 : 9)), 4.2),
      ], squash: 0.55)
    for side in [-1.0, 1.0] {
      let pedicle = Point3(side * radius * 0.62, canal.y + 10, middle + 5)
      let lamina = Point3(side * 12, canal.y - 3, middle)
      parts += TorsoTube.through([.init(pedicle, 4.6), .init(lamina, 4.4)], squash: 0.6)
      parts += TorsoTube.through([.init(lamina, 4.4), .init(Point3(0, back, middle - 3), 4.2)], squash: 0.42)
      let reach = thoracic ? 34.0 : 42.0
      let backwards = thoracic ? -12.0 : -2.0
      parts += TorsoTube.through(
        [
          .init(lamina, 4), .init(Point3(side * reach * 0.7, lamina.y + backwards / 2, middle + 3), 3.3),
          .init(Point3(side * reach, lamina.y + backwards, middle + 4), 2.8),
        ], squash: 0.8)
      for end in [-1.0, 1.0] {
        parts.append(
          TorsoEllipsoid(
            Point3(side * (thoracic ? 13 : 16), canal.y - 6, middle + end * height * 0.4),
            radii: Point3(5, 5, 8)))
      }
    }
    return parts
  }

  /// Fat, fluid and the cord: the cord itself ends at L1 and its roots go on.
  private mutating func paintCanal() {
    let heights = stride(from: 5.0, through: 395, by: 15)
    let canal = heights.map { TorsoSkeleton.canal($0) }
    paint(TorsoTube.through(canal.map { .init($0, 9.5) }), Canvas.Brush(TorsoTissue(-45)))
    paint(TorsoTube.through(canal.map { .init($0, 7.6) }), Canvas.Brush(TorsoTissue(24), .spinalCord))
    paint(
      TorsoTube.through(canal.filter { $0.z > 195 }.map { .init($0, 4.4) }),
      Canvas.Brush(TorsoTissue(42), .spinalCord))
  }

  // MARK: Chest wall

  private mutating func paintRibs() {
    for number in TorsoSkeleton.ribs {
      for side in TorsoStructure.Side.allCases {
        let course = ribCourse(number).map { side == .right ? $0 : $0.mirrored }
        let knots = course.enumerated().map { TorsoTube.Knot($1, $0 == 0 ? 4.2 : 3.7) }
        paint(TorsoTube.through(knots, squash: 0.62), Canvas.Brush(.rib, .rib(number, side)))
      }
    }
    paintCartilages()
  }

  /// The right rib: from its vertebra back over the transverse process, then round the wall, falling.
  private func ribCourse(_ number: Int) -> [Point3] {
    // T12's head is level with its own body; every rib above one body higher.
    let start =
      number >= 8
      ? TorsoSkeleton.levels[17 - number] + 18 : TorsoSkeleton.levels[10] + Double(8 - number) * 26
    let end: Double = [6: 142, 7: 138, 8: 132, 9: 122, 10: 112, 11: 84, 12: 52][number] ?? 60
    let fall: Double = [6: 92, 7: 96, 8: 98, 9: 96, 10: 90, 11: 62, 12: 36][number] ?? 40
    let body = TorsoSkeleton.spine.value(at: start)
    let radius = TorsoSkeleton.bodyRadius.value(at: start)
    var course = [
      Point3(radius * 0.9, body - radius * 0.45, start + 6),
      Point3(radius + 14, body - radius - 12, start + 3),
    ]
    let first = 33.0
    let steps = max(3, Int((end - first) / 11))
    for step in 0...steps {
      let t = Double(step) / Double(steps)
      let angle = Exact.mix(first, end, t)
      let z = start - fall * (0.25 * t + 0.75 * t * t * (1.6 - 0.6 * t)) - 3
      course.append(wall.muscle.point(angle, z: z, depth: 6.5))
    }
    return course
  }

  /// From the front ends of the true and false ribs up to the breast bone.
  private mutating func paintCartilages() {
    for number in 6...10 {
      guard let front = ribCourse(number).last else { continue }
      for side in TorsoStructure.Side.allCases {
        let target = Double(10 - number)
        let rise = [
          front,
          wall.muscle.point(min(150, 118 + target * 9), z: front.z + 6 + (10 - target) * 1.5, depth: 7),
          wall.muscle.point(160, z: front.z + 34, depth: 8),
          wall.muscle.point(171, z: 326 + target * 6, depth: 8),
        ]
        let knots = rise.map { TorsoTube.Knot(side == .right ? $0 : $0.mirrored, 3.9) }
        paint(TorsoTube.through(knots, squash: 0.75), Canvas.Brush(.cartilage, .costalCartilages))
      }
    }
  }

  private mutating func paintSternum() {
    let front = wall.muscle.front
    let parts: [any TorsoSolid] = TorsoTube.through(
      stride(from: 305.0, through: 400, by: 12).map { z in
        TorsoTube.Knot(Point3(0, front.value(at: z) - 9, z), z < 325 ? 3.5 : 5)
      })
    let wide = parts.flatMap { part -> [any TorsoSolid] in
      guard let piece = part as? TorsoTubePiece, piece.start.z > 320 else { return [part] }
      return [-10.0, -3, 3, 10].map { shift in
        TorsoTubePiece(
          start: piece.start + Point3(shift, -abs(shift) / 9, 0),
          end: piece.end + Point3(shift, -abs(shift) / 9, 0),
          startRadius: 5, endRadius: 5)
      }
    }
    paint(wide, Canvas.Brush(TorsoTissue(130, shell: 480, thick: 1.2, mottle: 50), .sternum))
  }

  // MARK: Pelvis

  /// The iliac wing: an upright sheet from the sacrum round the flank to the front spine.
  private mutating func paintHips() {
    for side in TorsoStructure.Side.allCases {
      let knots: [TorsoTube.Knot] = [
        .init(50, -80, -22, 8.5), .init(62, -74, -2, 7), .init(84, -54, 26, 5.2), .init(106, -22, 34, 4.6),
        .init(120, 14, 18, 5), .init(122, 44, -16, 6.4),
      ]
      let placed = knots.map { TorsoTube.Knot(side == .right ? $0.point : $0.point.mirrored, $0.radius) }
      paint(
        TorsoTube.through(placed, squash: 0.095, step: 7),
        Canvas.Brush(TorsoTissue(110, shell: 720, thick: 1.4, mottle: 60, grain: 4), .hip(side)))
    }
  }

  private mutating func paintSacrum() {
    let tissue = TorsoTissue(95, shell: 560, thick: 1.3, mottle: 60, grain: 5)
    paint(
      [TorsoEllipsoid(Point3(0, -48, 56), radii: Point3(26, 20, 6), pitch: -28)],
      Canvas.Brush(TorsoTissue(82, mottle: 12)))
    var low: [any TorsoSolid] = [TorsoEllipsoid(Point3(0, -74, 6), radii: Point3(34, 17, 42), pitch: -22)]
    var high: [any TorsoSolid] = [TorsoEllipsoid(Point3(0, -57, 42), radii: Point3(27, 20, 15), pitch: -25)]
    for side in [-1.0, 1.0] {
      low.append(TorsoEllipsoid(Point3(side * 32, -74, 14), radii: Point3(20, 13, 26), pitch: -15))
      high.append(TorsoEllipsoid(Point3(side * 31, -66, 38), radii: Point3(19, 12, 13), yaw: -side * 20))
    }
    let crest = TorsoTube.through(
      [.init(Point3(0, -100, 34), 4), .init(Point3(0, -106, -5), 4)], squash: 0.8)
    paint(low + (crest as [any TorsoSolid]), Canvas.Brush(tissue, .sacrum))
    paint(high, Canvas.Brush(tissue, .vertebraS1))
  }
}
