/// The bones of the head with their air: vault, base, face, jaw, teeth; and the soft parts of the face.
enum SkullRegion: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    let shape = SkullShape(plan)
    let vault = Material(
      Tissue(980, mottle: 120, grain: 5, spread: 60),
      inside: [
        .init(tissue: Tissue(1050, mottle: 110, grain: 5, spread: 80), thickness: 1.9),
        .init(tissue: Tissue(480, mottle: 150, grain: 4, spread: 80), thickness: 2.4),
      ])
    let face = Material(Tissue(240, mottle: 130, grain: 3.5, spread: 40), inside: .thinCortex, 1.3)
    let dense = Material(Tissue(900, mottle: 260, grain: 4, spread: 60))
    return [
      bone("skull_face", .bone + 8, shape.face, face),
      bone("skull_vault", .bone + 10, shape.vault, vault),
      bone("skull_base", .bone + 12, shape.base, dense),
      bone(
        "mandible", .bone + 14, shape.mandible,
        Material(Tissue(260, mottle: 120, grain: 4), inside: .cortex, 2)),
      Structure(
        "mastoid_cells", .tissue, .bone + 13, shape.mastoids,
        Material(Tissue(-150, mottle: 700, grain: 3.2), inside: .thinCortex, 2.2)),
      bone("teeth", .bone + 16, shape.teeth, Material(Tissue(1500, mottle: 150), inside: Tissue(2300), 1.2)),
    ] + air(plan) + softParts(plan)
  }

  private static func bone(
    _ name: String, _ order: Structure.Order, _ solid: any Solid, _ material: Material
  ) -> Structure {
    Structure(name, .organs(["skull"]), order, solid, material)
  }

  /// Sinuses and the nose; the walls' lining is what the bone's voxels hold at their edge.
  private static func air(_ plan: BodyPlan) -> [Structure] {
    let lining = Material(.gas, inside: Tissue(35, mottle: 10), 0.8)
    var sinuses: [any Solid] = [
      Ellipsoid(plan.at(.sella, .right, 0, 2, -13), radii: Point3(13, 11, 8), squareness: 0.3)
    ]
    for side in Side.allCases {
      sinuses.append(
        Ellipsoid(
          side.placed(Point3(27, 49, 756)), radii: Point3(12.5, 16, 15), yaw: 18 * side.sign, squareness: 0.2)
      )
      sinuses.append(
        Ellipsoid(
          side.placed(Point3(9, 70, 816)), radii: Point3(9, 4.5, 8), pitch: -22, yaw: -10 * side.sign))
    }
    let nose = Union([
      Sweep([
        .init(Point3(0, 88, 756), thick: 8, wide: 12, normal: Point3(1, 0, 0)),
        .init(Point3(0, 62, 760), thick: 13, wide: 18, normal: Point3(1, 0, 0)),
        .init(Point3(0, 32, 758), thick: 12, wide: 14, normal: Point3(1, 0, 0)),
        .init(Point3(0, 14, 752), thick: 11, wide: 11, normal: Point3(1, 0, 0)),
      ])
    ])
    var shells: [any Solid] = [
      Formula(in: Box3(low: Point3(-2, 20, 742), high: Point3(2, 96, 782))) { abs($0.x) - 1.4 }
    ]
    for s in [1.0, -1.0] {
      for (x, z, r) in [(8.5, 750.0, 4.2), (7.5, 763, 3.6), (6, 773, 2.4)] {
        shells.append(
          Sweep([.init(s * x, 76, z, r * 0.7), .init(s * x, 55, z, r), .init(s * x, 26, z, r * 0.8)]))
      }
    }
    let cells = Ellipsoid(Point3(0, 43, 789), radii: Point3(12, 22, 11), squareness: 0.5)
    return [
      Structure("sinuses", .tissue, .airway, Union(sinuses), lining),
      Structure(
        "ethmoid_cells", .tissue, .airway, cells, Material(Tissue(-560, mottle: 650, grain: 3.4))),
      Structure("nose_air", .tissue, .airway, nose, lining),
      Structure(
        "nose_shells", .tissue, .airway + 1, Union(shells).cut(to: nose), Material(Tissue(48, mottle: 12))),
    ]
  }

  private static func softParts(_ plan: BodyPlan) -> [Structure] {
    var muscles: [any Solid] = [
      // Tongue and the floor of the mouth.
      Ellipsoid(Point3(0, 38, 722), radii: Point3(23, 31, 17), pitch: -8),
      Sweep([.init(0, 70, 700, 11), .init(0, 48, 695, 14), .init(plan.at(.hyoid, .right, 0, 4, 6), 12)]),
      // Lips.
      Sweep([.init(28, 70, 722, 5), .init(0, 87, 722, 6.5), .init(-28, 70, 722, 5)]),
    ]
    for side in Side.allCases {
      func at(_ x: Double, _ y: Double, _ z: Double) -> Point3 { side.placed(Point3(x, y, z)) }
      let out = side.placed(Point3(1, 0.1, 0))
      // Masseter, temporalis, the wing muscles, cheek.
      muscles.append(
        Sweep([
          .init(at(61, 30, 766), thick: 5, wide: 12, normal: out),
          .init(at(58, 20, 738), thick: 8, wide: 18, normal: out),
          .init(at(52, 14, 714), thick: 5, wide: 13, normal: out),
        ]))
      muscles.append(
        Sweep([
          .init(at(51, 16, 756), thick: 5, wide: 8, normal: out),
          .init(at(59, 14, 782), thick: 7, wide: 20, normal: out),
          .init(at(66, 2, 812), thick: 5, wide: 32, normal: out),
        ]))
      muscles.append(
        Sweep([
          .init(at(26, 16, 764), thick: 7, wide: 11, normal: out),
          .init(at(38, 10, 738), thick: 8, wide: 12, normal: out),
          .init(at(41, 8, 718), thick: 5, wide: 10, normal: out),
        ]))
      muscles.append(Sweep([.init(at(30, 20, 766), 9), .init(at(46, -2, 762), 6)]))
      muscles.append(
        Sweep([.init(at(44, 36, 730), 4), .init(at(38, 56, 728), 4.5), .init(at(30, 70, 724), 5)]))
      muscles.append(
        Sweep([.init(at(20, 72, 790), 2), .init(at(34, 78, 776), 2.2), .init(at(46, 66, 772), 2)]))
    }
    let throat = Ellipsoid(Point3(0, 12, 742), radii: Point3(26, 17, 24))
    return [
      Structure("face_muscles", .tissue, .muscle + 5, Union(muscles), Material(.muscle)),
      Structure("throat_wall", .tissue, .muscle + 6, throat, Material(.muscle)),
    ]
  }
}
