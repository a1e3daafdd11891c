import Anatomy

/// What an organ is like inside and around, as far as painting it by its label alone goes.
enum OrganKind: Sendable, Hashable {
  case lung
  case airway
  case vertebra
  case rib
  /// Bones that muscles cover thickly all round.
  case limbBone
  /// Lies under the skin at its crest, under muscle elsewhere.
  case hipBone
  case otherBone
  case spinalCord
  case brain
  case heart
  case artery
  case vein
  case stomach
  case smallBowel
  case colon
  case esophagus
  case bladder
  case liver
  case muscle
  case other

  /// The kind of an organ of the catalogue, by its name.
  init(_ organ: Organ.ID) {
    let first = Self.beginnings.first { organ.hasPrefix($0.0) }
    self = first?.1 ?? .other
  }

  private static let beginnings: [(String, OrganKind)] = [
    ("lung_", .lung), ("trachea", .airway), ("bronchus", .airway), ("vertebrae_", .vertebra),
    ("sacrum", .vertebra), ("rib_", .rib), ("sternum", .rib), ("costal_cartilages", .rib),
    ("clavicula", .limbBone), ("scapula", .limbBone), ("humerus", .limbBone), ("hip_", .hipBone),
    ("femur", .limbBone), ("skull", .otherBone), ("mandible", .otherBone), ("spinal_cord", .spinalCord),
    ("brainstem", .other), ("brain", .brain), ("heart", .heart), ("atrial_appendage", .heart),
    ("pulmonary_vein", .vein), ("pulmonary_artery", .artery), ("aort", .artery), ("iliac_artery", .artery),
    ("brachiocephalic_trunk", .artery), ("subclavian_artery", .artery), ("common_carotid", .artery),
    ("superior_vena_cava", .vein), ("inferior_vena_cava", .vein), ("iliac_vena", .vein),
    ("portal_vein", .vein), ("brachiocephalic_vein", .vein), ("stomach", .stomach), ("duodenum", .smallBowel),
    ("small_bowel", .smallBowel), ("colon", .colon), ("esophagus", .esophagus),
    ("urinary_bladder", .bladder), ("liver", .liver), ("autochthon", .muscle), ("gluteus", .muscle),
    ("iliopsoas", .muscle),
  ]
}
