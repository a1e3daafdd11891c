/// A vertebra by its level, head to foot.
enum VertebraLevel: Int, CaseIterable, Sendable {
  case c1, c2, c3, c4, c5, c6, c7
  case t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12
  case l1, l2, l3, l4, l5

  /// "C1" ... "L5".
  var name: String {
    switch rawValue {
    case 0..<7: "C\(rawValue + 1)"
    case 7..<19: "T\(rawValue - 6)"
    default: "L\(rawValue - 18)"
    }
  }

  /// The organ of the catalogue.
  var organ: String { "vertebrae_\(name)" }

  /// The thoracic vertebra 1...12 that a rib belongs to.
  static func thoracic(_ number: Int) -> VertebraLevel { VertebraLevel(rawValue: 6 + number) ?? .t1 }

  var isCervical: Bool { rawValue < 7 }
  var isThoracic: Bool { (7..<19).contains(rawValue) }
  var isLumbar: Bool { rawValue >= 19 }
}

/// A side of the body; x grows to the patient's right.
enum Side: String, CaseIterable, Sendable {
  case left
  case right

  /// -1 on the left, 1 on the right: what an x of the right side is multiplied with.
  var sign: Double { self == .left ? -1 : 1 }

  /// A solid made for the right side, on this one.
  func placed(_ solid: any Solid) -> any Solid { self == .right ? solid : Mirrored(solid) }

  /// A point given for the right side, on this one.
  func placed(_ p: Point3) -> Point3 { self == .right ? p : p.mirrored }
}
