/// The bone of one vertebra in its own frame: right, front, up from the middle of the body.
struct VertebraShape {
  let vertebra: Spine.Vertebra

  init(_ vertebra: Spine.Vertebra) { self.vertebra = vertebra }

  var solid: any Solid {
    switch vertebra.level {
    case .c1: atlas.minus(foramen)
    case .c2: Blend.all([body, arch, dens], radius: 3).minus(foramen)
    default: Blend.all([body, arch], radius: 4).minus(foramen)
    }
  }

  private func at(_ right: Double, _ front: Double, _ up: Double) -> Point3 {
    vertebra.frame.point(right, front, up)
  }

  /// y of the canal's hind wall in the frame.
  private var canalBack: Double { -vertebra.halfDepth - vertebra.canal.depth }

  /// A drum with a waist, flat behind.
  private var body: any Solid {
    let (w, d, h) = (vertebra.halfWidth, vertebra.halfDepth, vertebra.halfHeight)
    let waist = vertebra.level.isCervical ? 0.97 : 0.92
    func section(_ height: Double, _ scale: Double) -> Loft.Section {
      .init(height, side: w * scale, front: d * scale, back: d * 0.86 * (scale + 1) / 2, squareness: 0.35)
    }
    return Loft(
      vertebra.frame, [section(-h, 1), section(-h * 0.4, waist), section(h * 0.4, waist), section(h, 1)],
      rounding: 1.5)
  }

  /// C7 has long processes as the chest's vertebrae have; above it they are slender.
  private func thickness(_ lumbar: Double, _ thoracic: Double, _ last: Double, _ cervical: Double) -> Double {
    let level = vertebra.level
    let thick = level.isLumbar ? lumbar : level.isThoracic ? thoracic : level == .c7 ? last : cervical
    return thick * vertebra.stoutness
  }

  /// The free space of the canal.
  private var foramen: any Solid {
    let h = vertebra.halfHeight + 14
    let (r, w) = (vertebra.canal.depth / 2 - 0.3, vertebra.canal.halfWidth - 0.3)
    let y = vertebra.canalFront
    return Sweep([
      .init(at(0, y, -h), thick: r, wide: w, normal: vertebra.frame.front),
      .init(at(0, y, h), thick: r, wide: w, normal: vertebra.frame.front),
    ])
  }

  private var arch: any Solid {
    var parts: [any Solid] = [spine]
    for side in Side.allCases {
      parts += pillars(side.sign)
      parts.append(transverse(side.sign))
    }
    return Union(parts)
  }

  /// Pedicle, lamina and joint processes of one side.
  private func pillars(_ s: Double) -> [any Solid] {
    let (w, d, h) = (vertebra.halfWidth, vertebra.halfDepth, vertebra.halfHeight)
    let cw = vertebra.canal.halfWidth
    let back = canalBack
    let level = vertebra.level
    let thick = thickness(6.3, 5, 4.5, 3.7)
    let pedicleUp = level.isCervical ? 0 : h * 0.35
    let pillar = at(s * (cw + thick), -d - vertebra.canal.depth * 0.62, pedicleUp)
    let front = vertebra.frame.front
    let pedicle = Sweep([
      .init(
        at(s * min(w * 0.72, cw + thick), -d * 0.55, pedicleUp), thick: thick, wide: thick * 1.5,
        normal: vertebra.frame.right),
      .init(pillar, thick: thick, wide: thick * 1.5, normal: vertebra.frame.right),
    ])
    // The lamina falls backwards to the root of the spinous process.
    let lamina = Sweep([
      .init(pillar, thick: thick * 0.85, wide: h * 0.62, normal: front),
      .init(
        at(s * cw * 0.5, back - 1.5, -h * 0.25), thick: thick * 0.8, wide: h * 0.75,
        normal: (front + vertebra.frame.right * s).unit),
      .init(at(0, back - thick, -h * 0.4), thick: thick * 0.9, wide: h * 0.8, normal: front),
    ])
    // Joint processes: a column beside the canal that reaches the neighbours'.
    let reach = h + (level.isLumbar ? 9 : 5)
    let joint = Sweep([
      .init(
        at(s * (cw + thick * 1.5), back + 4, reach), thick: thick * 0.75, wide: thick * 1.25, normal: front),
      .init(at(s * (cw + thick * 1.1), back + 2, 0), thick: thick, wide: thick * 1.3, normal: front),
      .init(
        at(s * (cw + thick * 0.8), back - 3, -reach), thick: thick * 0.75, wide: thick * 1.2, normal: front),
    ])
    return [pedicle, lamina, joint]
  }

  private func transverse(_ s: Double) -> any Solid {
    let (d, h) = (vertebra.halfDepth, vertebra.halfHeight)
    let cw = vertebra.canal.halfWidth
    let level = vertebra.level
    let span = vertebra.span
    let root = -d - vertebra.canal.depth * 0.6
    if level.isCervical {
      // Two bars round the hole of the vertebral artery.
      let outer = at(s * (span - 2), -d * 0.7, -1)
      let bar = thickness(0, 0, 3.3, 2.6)
      return Union([
        Sweep([
          .init(at(s * vertebra.halfWidth * 0.8, -d * 0.1, 0), bar), .init(at(s * (span - 6), 0.5, -1), bar),
          .init(outer, bar * 1.1),
        ]),
        Sweep([.init(at(s * (cw + 3), root + 3, 0), bar * 1.15), .init(outer, bar * 1.1)]),
      ])
    }
    let (backwards, up) = level.isThoracic ? (17.0, 3.0) : (5, 1.0)
    let thick = thickness(4.7, 5.7, 0, 0)
    return Sweep([
      .init(at(s * (cw + 3), root, h * 0.25), thick: thick, wide: thick * 1.5, normal: vertebra.frame.front),
      .init(
        at(s * (span - 3), root - backwards, h * 0.25 + up), thick: thick, wide: thick * 1.35,
        normal: vertebra.frame.front),
    ])
  }

  /// The spinous process: an upright blade, long and steep in the chest, a square plate in the loin.
  var spine: any Solid {
    let h = vertebra.halfHeight
    let level = vertebra.level
    let back = canalBack - 2
    let tip = at(0, back - vertebra.spinous.back, -vertebra.spinous.down)
    let root = at(0, back, -h * 0.35)
    let thin = thickness(4.5, 3.9, 4, 3.2)
    let tall = h * (level.isLumbar ? 0.8 : level.isThoracic ? 0.62 : 0.72)
    return Sweep([
      .init(root, thick: thin, wide: tall, normal: vertebra.frame.right),
      .init(Point3.mix(root, tip, 0.6), thick: thin * 0.85, wide: tall * 0.9, normal: vertebra.frame.right),
      .init(tip, thick: thin * 1.35, wide: tall * 0.75, normal: vertebra.frame.right),
    ])
  }

  /// The tooth of C2, up into the ring of C1.
  private var dens: any Solid {
    Sweep([.init(at(0, 1, 4), 6.2), .init(at(0, 3, 16), 5.2), .init(at(0, 3, 27), 4.2)])
  }

  /// C1: a ring without a body.
  private var atlas: any Solid {
    let depth = vertebra.canal.depth
    var parts: [any Solid] = []
    let front = vertebra.frame.front
    // In front of the tooth of C2, which lies where the body would.
    var ring: [Sweep.Knot] = []
    for s in [1.0, -1.0] {
      parts.append(Ellipsoid(at(s * 19, -5, 0), radii: Point3(8.5, 10.5, 9), yaw: -18 * s))
      parts.append(
        Union([
          Sweep([.init(at(s * 22, -3, -1), 3), .init(at(s * 36, -7, -2), 3.4)]),
          Sweep([.init(at(s * 20, -13, -1), 2.8), .init(at(s * 35, -8, -2), 3)]),
        ]))
      ring.append(.init(at(s * 17, 4, 0), thick: 3, wide: 5, normal: front))
      parts.append(
        Sweep([
          .init(at(s * 20, -13, 0), thick: 3, wide: 4, normal: front),
          .init(at(s * 15.5, -depth - 9, 0), thick: 2.6, wide: 4, normal: front),
          .init(at(0, -depth - 15, 0), thick: 3.4, wide: 4.5, normal: front),
        ]))
    }
    parts.append(
      Sweep([ring[0], .init(at(0, 11, 0), thick: 3.2, wide: 5.5, normal: front), ring[1]]))
    return Blend.all([Union(parts)], radius: 2)
  }
}
