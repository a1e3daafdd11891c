/// Where everything of a patient lies, in the millimetres of a reference body.
///
/// The reference body is an adult 175 cm tall, lying on the back: x to the patient's right with 0 in the median plane,
/// y to anterior, z to superior with 0 at the ischial tuberosities and 870 at the vertex, so that z / 870 is the
/// catalogue's body-part score (`BodyLandmark`). What differs between bodies in kind (sex, fat, arms, breathing,
/// variants) is in the plan; what differs in size and bend is in the `Warp` that carries the reference body to the
/// patient. A region is therefore written once, in plain millimetres.
struct BodyPlan: Sendable {
  let patient: Patient
  /// Millimetres of the patient's trunk in one of the reference body, the mean of all directions.
  let size: Double
  let spine: Spine
  /// How much lower than in the reference body the diaphragm stands, mm; negative after breathing out.
  let descent: Double
  /// Typical thickness of the fat under the skin, mm.
  let fat: Double
  /// How far the fat within pushes the belly forward, mm.
  let belly: Double
  /// The trunk's skin, without arms, head and legs.
  let skin: Outline
  /// The outer surface of the trunk's muscles and ribs, under the fat.
  let wall: Outline
  /// The outer surface of the rib cage; ribs run just under it.
  let cage: Outline
  /// The inner surface of the wall: pleura and peritoneum.
  let cavity: Outline

  init(_ patient: Patient) {
    self.patient = patient
    let trunk = Warp.trunk(of: patient)
    let size = (trunk.along + 2 * trunk.across) / 3
    self.size = size
    spine = Spine(stoutness: 1 + 0.6 * (1 / size - 1))
    descent = (patient.inspiration - 0.6) * 26
    let excess = patient.massIndex - 24
    fat = min(max(13 + 1.9 * excess + (patient.sex == .female ? 5 : 0), 3), 60)
    let fluid = patient.pathologies.contains(.ascites) ? Ascites.swelling : 0
    belly = min(max(2.4 * excess + (patient.sex == .male ? 4 : -3), -14), 60) + fluid
    let outlines = TrunkOutlines(fat: fat, belly: belly, sex: patient.sex)
    skin = outlines.skin
    wall = outlines.wall
    cage = outlines.cage
    cavity = outlines.cavity
  }

  /// Random numbers for a named thing; the same name gives the same numbers, whatever else is drawn.
  func random(_ name: String) -> SeededGenerator { SeededGenerator(seed: patient.seed, stream: name) }

  /// A seed for a named texture.
  func seed(_ name: String) -> UInt64 {
    var random = random(name)
    return random.next()
  }

  /// A landmark, moved by so many mm to the right, front and up; with a side, mirrored on the left ("right" is then
  /// outwards).
  func at(
    _ landmark: Landmark, _ side: Side = .right, _ right: Double = 0, _ front: Double = 0, _ up: Double = 0
  ) -> Point3 {
    let lowered = patient.arms == .lowered ? landmark.placeWithArmsLowered : nil
    let place = (lowered ?? landmark.place) - Point3(0, 0, descent * landmark.breathing)
    return side.placed(place + Point3(right, front, up))
  }

  /// By what an organ's measures are multiplied, so that it shares less in the body's size: 1 for a share of 0; with a
  /// share of 1 it would be as large in every body. Hearts, livers and bones of small people are less small than they.
  func sparing(_ share: Double) -> Double { 1 + share * (1 / size - 1) }

  /// By how much the body-mass index lies under 23 kg/m^2; 0 above.
  var leanness: Double { min(max(23 - patient.massIndex, 0), 6) }

  /// How much thicker all round, mm, a thing is in a body smaller than the reference, for every unit that it is smaller.
  func stouter(_ millimetres: Double) -> Double { millimetres * max(1 / size - 1, 0) }

  /// Height of the diaphragm over a place, mm: two domes, the right one higher, lowest behind and at the sides.
  func diaphragm(_ x: Double, _ y: Double) -> Double {
    let right = Exact.smooth(-60, 50, x)
    let dome = Exact.mix(at(.leftDome).z, at(.rightDome).z, right)
    // The heart rests between the domes.
    let saddle = 9 / (1 + x * x / 900)
    let share = min(cavity.share(of: Point3(x, y, 380)), 1.15)
    let fall = y < 0 ? Exact.mix(72, 104, Exact.smooth(0, 60, -y)) : Exact.mix(72, 26, Exact.smooth(0, 55, y))
    let s2 = share * share
    // In small and in lean bodies liver and spleen take more of the room within the ribs.
    let lift = stouter(45) + 1.5 * leanness
    return dome + lift - saddle - fall * s2 * s2 * (0.5 + 0.5 * s2)
  }

  /// The space within the ribs: where lungs and what they hold between them lie. Cut it to above the diaphragm.
  var chest: any Solid { Offset(cage, by: -9) }

  /// The space under the diaphragm, a body to cut with.
  var belowDiaphragm: Formula {
    Formula(in: Box3(low: Point3(-220, -170, -200), high: Point3(220, 200, 450)), steepness: 6) { p in
      p.z - diaphragm(p.x, p.y)
    }
  }
}
