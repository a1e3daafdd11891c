/// A thirteenth pair of ribs, at the first lumbar vertebra, short and free at its end.
enum LumbarRibs: BodyChange {
  static func apply(to body: inout BodyDraft) {
    let vertebra = body.plan.spine[.l1]
    var random = body.plan.random("lumbar_ribs")
    for side in Side.allCases {
      let length = random.between(32, 68)
      func at(_ right: Double, _ front: Double, _ up: Double) -> Point3 {
        vertebra.frame.point(right * side.sign, front, up)
      }
      let root = -vertebra.halfDepth - vertebra.canal.depth * 0.35
      let (w, h) = (vertebra.halfWidth, vertebra.halfHeight)
      let rib = Sweep([
        .init(at(w + 1, root + 4, h * 0.4), 3.6), .init(at(w + 9, root - 3, h * 0.3), 3),
        .init(
          at(w + 9 + 0.5 * length, root - 11, h * 0.3 - 0.22 * length), thick: 2.6, wide: 4,
          normal: Point3(0, 1, 0)),
        .init(
          at(w + 9 + length, root - 8, h * 0.3 - 0.5 * length), thick: 2.2, wide: 3.2, normal: Point3(0, 1, 0)
        ),
      ])
      body.add(
        Structure(
          "lumbar_rib_\(side.rawValue)", .tissue, .bone + 2, rib,
          Material(Tissue(170, mottle: 60, grain: 3.2), inside: .cortex, 1)))
    }
  }
}

/// The first sacral vertebra stands free, with a disc below it: a sixth of lumbar form.
enum SixLumbar: BodyChange {
  static func apply(to body: inout BodyDraft) {
    guard body["sacrum"] != nil else { return }
    let spine = body.plan.spine
    let top = spine.sacrum
    let last = spine[.l5]
    let half = 13.0
    func level(_ height: Double) -> Point3 { top.point(0, 0, height) }
    // What lies below the new disc stays sacrum, and its wings with it.
    let border = HalfSpace(level(-2 * half - 4.5), outward: top.up)
    let wings = Union(
      Side.allCases.map { side in
        HalfSpace(side.placed(Point3(31, 0, 0)), outward: Point3(-side.sign, 0, 0)) as any Solid
      })
    let trimmed = Union([
      border, wings.cut(to: HalfSpace(level(-half), outward: top.up)),
    ])
    body.reshape(prefixes: ["sacrum"]) { $0.cut(to: trimmed) }
    let sixth = Spine.Vertebra(
      level: .l5, frame: Frame3(at: level(-half), up: top.up, facing: top.front), halfHeight: half - 1.5,
      halfWidth: 24, halfDepth: 16, span: 42, spinous: (back: 18, down: 9),
      canal: (halfWidth: last.canal.halfWidth, depth: 15), stoutness: last.stoutness)
    body.add(
      Structure(
        "vertebra_sixth_lumbar", .organs(["vertebrae_S1", "sacrum"]), .bone + 1,
        VertebraShape(sixth).solid, Material(SpineRegion.marrow, inside: .cortex, 0.9)))
    let disc = Loft(
      Frame3(at: level(-2 * half - 1.5), up: top.up, facing: top.front),
      [-5.0, 5].map { .init($0, side: 22.5, front: 14.5, back: 12, squareness: 0.3) }, rounding: 2)
    body.add(Structure("disc_sixth_lumbar", .tissue, .bone + -10, disc, Material(.disc)))
  }
}
