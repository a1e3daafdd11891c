import Anatomy

/// What holds for every body, beside the reference ranges of the catalogue: who is in one piece, who touches whom, who
/// lies on which side, who may be part of whom.
enum AnatomyRules {
  /// How an organ hangs together: its `parts` largest connected parts hold at least the share `least` of its voxels.
  ///
  /// Voxels that touch at a face, edge or corner are connected. The few voxels that may lie apart are where a thin rim
  /// runs between voxels.
  struct Connectedness {
    let parts: Int
    let least: Double

    init(parts: Int = 1, least: Double = 0.97) {
      self.parts = parts
      self.least = least
    }
  }

  static func connectedness(of organ: Organ.ID) -> Connectedness {
    switch organ {
    // One label for both sides.
    case "sternocleidomastoid", "scalenus_anterior": Connectedness(parts: 2)
    // Middle and posterior scalenus on both sides.
    case "scalenus": Connectedness(parts: 4)
    // Long muscles of head and neck on both sides.
    case "anterior_cervical_muscles": Connectedness(parts: 4)
    // The veins of the lungs are parted by the atrium.
    case "pulmonary_vein": Connectedness(parts: 4, least: 0.95)
    // Ten on each side, the lower ones joined.
    case "costal_cartilages": Connectedness(parts: 16)
    // Skull and lower jaw.
    case "skull": Connectedness(parts: 2)
    // Loops that lie against others with their walls, and whose ends a coarse grid closes.
    case "small_bowel": Connectedness(least: 0.9)
    default: Connectedness()
    }
  }

  /// Two organs that touch: a voxel of one is next to a voxel of the other, at a face, edge or corner.
  struct Joint {
    let a: Organ.ID
    let b: Organ.ID
    /// Between them lies cartilage or a joint space, which counts as touching where it is one voxel wide.
    let hasGap: Bool

    init(_ a: Organ.ID, _ b: Organ.ID, hasGap: Bool = false) {
      self.a = a
      self.b = b
      self.hasGap = hasGap
    }
  }

  static func joints(of patient: Patient) -> [Joint] {
    trunkVessels + neckVessels(of: patient) + organs + bones
  }

  private static let sides = ["left", "right"]

  private static let trunkVessels: [Joint] =
    [
      Joint("inferior_vena_cava", "heart_atrium_right"), Joint("superior_vena_cava", "heart_atrium_right"),
      Joint("heart_ventricle_right", "pulmonary_artery"), Joint("pulmonary_vein", "heart_atrium_left"),
      Joint("heart_atrium_left", "heart_ventricle_left"),
      Joint("heart_atrium_right", "heart_ventricle_right"),
      Joint("heart_ventricle_left", "heart_myocardium"),
      Joint("atrial_appendage_left", "heart_atrium_left"),
      Joint("heart_ventricle_left", "aorta_ascending"), Joint("aorta_ascending", "aortic_arch"),
      Joint("aortic_arch", "aorta_descending"), Joint("azygos_vein", "superior_vena_cava"),
      Joint("portal_vein_and_splenic_vein", "liver"), Joint("portal_vein_and_splenic_vein", "spleen"),
    ]
    + sides.flatMap {
      [
        Joint("aorta_descending", "iliac_artery_\($0)"), Joint("inferior_vena_cava", "iliac_vena_\($0)"),
        Joint("brachiocephalic_vein_\($0)", "superior_vena_cava"),
      ]
    }

  private static func neckVessels(of patient: Patient) -> [Joint] {
    let left = patient.variants.contains(.bovineArch) ? "brachiocephalic_trunk" : "aortic_arch"
    let leftVertebral =
      patient.variants.contains(.leftVertebralFromArch) ? "aortic_arch" : "subclavian_artery_left"
    return [
      Joint("brachiocephalic_trunk", "aortic_arch"),
      Joint("common_carotid_artery_right", "brachiocephalic_trunk"),
      Joint("subclavian_artery_right", "brachiocephalic_trunk"),
      Joint("common_carotid_artery_left", left), Joint("subclavian_artery_left", "aortic_arch"),
      Joint("vertebral_artery_right", "subclavian_artery_right"),
      Joint("vertebral_artery_left", leftVertebral),
    ]
      + sides.flatMap {
        [
          Joint("internal_jugular_vein_\($0)", "brachiocephalic_vein_\($0)"),
          Joint("subclavian_vein_\($0)", "brachiocephalic_vein_\($0)"),
        ]
      }
  }

  private static let organs: [Joint] =
    [
      Joint("trachea", "bronchus_left"), Joint("trachea", "bronchus_right"),
      Joint("lung_upper_lobe_left", "lung_lower_lobe_left"),
      Joint("lung_upper_lobe_right", "lung_middle_lobe_right"),
      Joint("lung_lower_lobe_right", "lung_middle_lobe_right"), Joint("esophagus", "stomach"),
      Joint("stomach", "duodenum"), Joint("duodenum", "small_bowel"), Joint("small_bowel", "colon"),
      Joint("duodenum", "pancreas"), Joint("gallbladder", "liver"), Joint("spinal_cord", "brainstem"),
      Joint("brainstem", "brain"),
    ]
    + sides.flatMap {
      [
        Joint("eye_\($0)", "optic_nerve_\($0)"), Joint("lens_\($0)", "eye_\($0)"),
        Joint("optic_nerve_\($0)", "optic_chiasm"),
        Joint("thyroid_lobe_\($0)", "thyroid_gland"),
      ]
    }

  private static let bones: [Joint] = sides.flatMap { side in
    [
      Joint("hip_\(side)", "sacrum", hasGap: true), Joint("hip_\(side)", "femur_\(side)", hasGap: true),
      Joint("humerus_\(side)", "scapula_\(side)", hasGap: true),
      Joint("clavicula_\(side)", "sternum", hasGap: true),
      Joint("clavicula_\(side)", "scapula_\(side)", hasGap: true),
    ]
      + (1...12).map { number in
        Joint("rib_\(side)_\(number)", VertebraLevel.thoracic(number).organ, hasGap: true)
      }
      + (1...10).map { Joint("rib_\(side)_\($0)", "costal_cartilages") }
  }

  /// Organs that something thicker than a voxel of 3 mm must part; so not the atria, whose septum is thinner.
  static let separate: [(Organ.ID, Organ.ID)] = [
    ("lung_lower_lobe_left", "lung_lower_lobe_right"), ("heart_ventricle_left", "heart_ventricle_right"),
    ("eye_left", "eye_right"), ("hip_left", "hip_right"),
    ("kidney_left", "kidney_right"), ("aorta_ascending", "aorta_descending"), ("spinal_cord", "esophagus"),
    ("eye_left", "brain"), ("eye_right", "brain"),
  ]

  /// Organs without a side in their names that lie mostly on one.
  static let sided: [(Organ.ID, Side)] = [
    ("liver", .right), ("gallbladder", .right), ("superior_vena_cava", .right),
    ("inferior_vena_cava", .right), ("lung_middle_lobe_right", .right), ("spleen", .left),
    ("stomach", .left), ("heart_myocardium", .left), ("atrial_appendage_left", .left),
  ]

  /// Paired organs that reach over the median plane: only their twin tells their side.
  static let crossing: Set<Organ.ID> = [
    "brachiocephalic_vein_left", "brachiocephalic_vein_right", "heart_atrium_left", "heart_ventricle_right",
    "heart_atrium_right", "heart_ventricle_left",
  ]

  /// Organs that may reach the air round the body: everything else lies under skin.
  static let open: Set<Organ.ID> = ["eye_left", "eye_right"]

  /// From head to foot, every row for itself.
  static let rows: [[Organ.ID]] =
    [VertebraLevel.allCases.map(\.organ)]
    + sides.map { side in (1...12).map { "rib_\(side)_\($0)" } }

  /// Whether the voxels of one organ may belong to another.
  static func isPart(_ organ: Organ.ID, of whole: Organ.ID) -> Bool {
    // The catalogue has the appendage beside the atrium; the task `total` has it in the atrium.
    if organ == "atrial_appendage_left", whole == "heart_atrium_left" { return true }
    var next = OrganCatalogue.organ(organ)?.partOf
    while let id = next {
      if id == whole { return true }
      next = OrganCatalogue.organ(id)?.partOf
    }
    return false
  }

  /// Organs that a patient's variants take away.
  static func lacks(_ organ: Organ.ID, _ patient: Patient) -> Bool {
    organ == "gallbladder" && patient.variants.contains(.noGallbladder)
      || organ == "kidney_left" && patient.variants.contains(.noLeftKidney)
      || organ == "kidney_right" && patient.variants.contains(.noRightKidney)
  }

  /// The organs of all four tasks.
  static let expected: Set<Organ.ID> = OrganTask.allCases.reduce(into: []) { $0.formUnion($1.organs) }
}
