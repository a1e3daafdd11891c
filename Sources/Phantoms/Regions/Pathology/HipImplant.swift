/// An artificial hip: a cup in the socket, a head in its liner, a stem down the shaft; the own head is gone.
enum HipImplant: BodyChange {
  static func apply(to body: inout BodyDraft) {
    var random = body.plan.random("hip-implant")
    guard let side = LesionShape.pick(Side.allCases, using: &random) else { return }
    let (femur, hip) = ("femur_\(side.rawValue)", "hip_\(side.rawValue)")
    guard body[femur] != nil, body[hip] != nil else { return }
    let axis = body.plan.at(.hipAxis)
    // The neck is cut across its axis, above the trochanters.
    let cut = HalfSpace(axis + Point3(26, -7, -17), outward: Point3(-0.8, 0.15, 0.58))
    body.reshape(prefixes: [femur]) { $0.cut(to: side.placed(cut)) }
    func add(_ name: String, _ owner: String, _ step: Int, _ solid: any Solid, _ tissue: Tissue) {
      body.add(
        Structure(
          "implant_\(name)", .organs([owner]), .implant + step, side.placed(solid), Material(tissue),
          lesion: .hipImplant))
    }
    let open = Point3(0.72, 0.24, -0.65)
    let shell = Ellipsoid(axis, radii: Point3(27.5, 27.5, 27.5))
      .cut(to: HalfSpace(axis + open.unit * 4, outward: open))
    add("cup", hip, 0, shell, metal)
    // The liner stands out a little: metal that ends where it ends would leave a bright seam over its mouth.
    let liner = Ellipsoid(axis, radii: Point3(23, 23, 23))
      .cut(to: HalfSpace(axis + open.unit * 6.5, outward: open))
    add("liner", hip, 1, liner, plastic)
    let size = random.between(14, 18)
    add("head", femur, 3, Ellipsoid(axis, radii: Point3(size, size, size)), metal)
    add("stem", femur, 2, stem(axis, random.between(118, 150)), metal)
  }

  private static func stem(_ axis: Point3, _ length: Double) -> any Solid {
    let front = Point3(0, 1, 0)
    let body = Sweep([
      .init(axis + Point3(24, -6, -15), thick: 6.5, wide: 7.5, normal: front),
      .init(axis + Point3(33, -9, -34), thick: 7.5, wide: 12, normal: front),
      .init(axis + Point3(36, -11, -64), thick: 7, wide: 9.5, normal: front),
      .init(axis + Point3(35.5, -10.6, -0.8 * length), thick: 6, wide: 6.5, normal: front),
      .init(axis + Point3(35, -10.3, -length), 4.5),
    ])
    return Union([body, Sweep([.init(axis, 6.5), .init(axis + Point3(27, -7, -19), 7)])])
  }

  private static let metal = Tissue(7200, spread: 1500)
  private static let plastic = Tissue(-60, mottle: 10)
}
