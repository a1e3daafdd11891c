/// Named places of the reference body. Paired ones are given for the right side; `BodyPlan.at(_:_:)` mirrors them.
///
/// A region that needs another place adds a case and its line here.
enum Landmark: CaseIterable, Sendable {
  // Head and neck
  case vertex, glabella, noseTip, chin, eye, temporomandibularJoint, earCanal, foramenMagnum, sella
  case jawAngle, mastoid, hyoid, larynx, cricoid
  // Chest
  case sternalNotch, sternalAngle, xiphoid, carina, heart, heartApex, aorticValve, rightHilum, leftHilum
  case archTop, thoracicInlet
  // Abdomen; these move with breathing
  case rightDome, leftDome, liver, spleen, stomach, pancreas, kidney, adrenal, gallbladder, celiacTrunk
  case aorticBifurcation, umbilicus
  // Shoulder and arm, by how the arms lie
  case humeralHead, acromion, coracoid, elbow, clavicleEnd
  // Pelvis
  case hipAxis, iliacCrest, anteriorSpine, posteriorSpine, symphysis, ischium, trochanter, sacroiliac, bladder
  case coccyx, kneeSide, ankle

  /// Where it lies in the reference body, mm; arms raised.
  var place: Point3 {
    switch self {
    case .vertex: Point3(0, -25, 870)
    case .glabella: Point3(0, 84, 812)
    case .noseTip: Point3(0, 110, 768)
    case .chin: Point3(0, 86, 682)
    case .eye: Point3(32, 62, 792)
    case .temporomandibularJoint: Point3(51, -8, 770)
    case .earCanal: Point3(66, -18, 767)
    case .foramenMagnum: Point3(0, -38, 754)
    case .sella: Point3(0, 12, 792)
    case .jawAngle: Point3(47, 10, 712)
    case .mastoid: Point3(54, -33, 745)
    case .hyoid: Point3(0, 34, 682)
    case .larynx: Point3(0, 42, 662)
    case .cricoid: Point3(0, 28, 640)
    case .sternalNotch: Point3(0, 28, 572)
    case .sternalAngle: Point3(0, 53, 524)
    case .xiphoid: Point3(0, 84, 428)
    case .carina: Point3(4, -20, 513)
    case .heart: Point3(-22, 24, 466)
    case .heartApex: Point3(-82, 52, 432)
    case .aorticValve: Point3(-8, 12, 484)
    case .rightHilum: Point3(42, -24, 496)
    case .leftHilum: Point3(-42, -26, 502)
    case .archTop: Point3(-8, -10, 556)
    case .thoracicInlet: Point3(0, -8, 590)
    case .rightDome: Point3(62, 10, 412)
    case .leftDome: Point3(-64, 5, 398)
    case .liver: Point3(70, 5, 360)
    case .spleen: Point3(-100, -62, 356)
    case .stomach: Point3(-52, 15, 348)
    case .pancreas: Point3(5, 0, 322)
    case .kidney: Point3(58, -72, 306)
    case .adrenal: Point3(36, -58, 354)
    case .gallbladder: Point3(55, 48, 318)
    case .celiacTrunk: Point3(-3, -12, 346)
    case .aorticBifurcation: Point3(-3, -8, 222)
    case .umbilicus: Point3(0, 90, 232)
    case .humeralHead: Point3(152, -28, 592)
    case .acromion: Point3(140, -48, 622)
    case .coracoid: Point3(118, -8, 592)
    case .elbow: Point3(178, 20, 870)
    case .clavicleEnd: Point3(14, 24, 572)
    case .hipAxis: Point3(89, -34, 70)
    case .iliacCrest: Point3(120, -48, 221)
    case .anteriorSpine: Point3(121, 22, 182)
    case .posteriorSpine: Point3(40, -112, 164)
    case .symphysis: Point3(0, 14, 58)
    case .ischium: Point3(56, -72, 2)
    case .trochanter: Point3(152, -52, 72)
    case .sacroiliac: Point3(44, -84, 150)
    case .bladder: Point3(0, -10, 88)
    case .coccyx: Point3(0, -88, 46)
    case .kneeSide: Point3(98, -46, -344)
    case .ankle: Point3(92, -62, -740)
    }
  }

  /// Where it lies when the arms are beside the trunk, where that differs.
  var placeWithArmsLowered: Point3? {
    switch self {
    case .humeralHead: Point3(166, -45, 570)
    case .acromion: Point3(170, -52, 598)
    case .coracoid: Point3(132, -18, 578)
    case .elbow: Point3(214, -62, 272)
    default: nil
    }
  }

  /// How much of a breath's descent it shares: 1 at the diaphragm.
  var breathing: Double {
    switch self {
    case .rightDome, .leftDome: 1
    case .liver, .spleen, .stomach, .gallbladder: 0.9
    case .pancreas, .adrenal: 0.5
    case .kidney: 0.6
    case .heart, .heartApex: 0.4
    default: 0
    }
  }
}
