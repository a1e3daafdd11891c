/// The femoral artery and vein: without a label, they carry on what the iliac vessels begin.
enum ThighVessels: BodyRegion {
  static func structures(_ plan: BodyPlan) -> [Structure] {
    Side.allCases.flatMap { side -> [Structure] in
      func knot(_ x: Double, _ y: Double, _ z: Double, _ radius: Double) -> Sweep.Knot {
        .init(side.placed(Point3(x, y, z)), radius)
      }
      let artery = Sweep([
        knot(73, 17, 52, 4.4), knot(74, 15, 30, 4.4), knot(77, 12, 0, 4.2), knot(80, 0, -50, 4),
        knot(84, -18, -120, 3.8), knot(90, -40, -220, 3.6), knot(96, -66, -330, 3.4),
        knot(97, -70, -480, 2.4),
      ])
      let vein = Sweep([
        knot(61, 16, 42, 6.4), knot(62, 12, 20, 6.2), knot(66, 3, -10, 5.8), knot(73, -9, -60, 5.2),
        knot(78, -27, -130, 4.8), knot(86, -50, -230, 4.6), knot(93, -76, -330, 4.2), knot(95, -78, -480, 3),
      ])
      let name = side.rawValue
      return [
        Structure("femoral_vein_\(name)", .tissue, .vessel + -8, vein, Material(.venousBlood)),
        Structure("femoral_artery_\(name)", .tissue, .vessel + -7, artery, Material(.arterialBlood)),
      ]
    }
  }
}
