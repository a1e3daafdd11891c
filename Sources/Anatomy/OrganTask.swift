/// One of the four data sets organs are learned from in turn, and the organs each teaches.
///
/// Together they hold 148 labels of 143 organs; the five repeats are `esophagus` (three tasks), `trachea`,
/// `inferior_vena_cava` and `pulmonary_artery` (two each).
public enum OrganTask: String, Sendable, Codable, CaseIterable {
  /// 103 organs of the whole trunk: TotalSegmentator v1 without the face.
  case total
  /// 31 vessels, airways and muscles of chest and neck.
  case chest
  /// 13 organs at risk of the head and neck.
  case headNeck = "head-neck"
  /// The esophagus of patients with a tumour of it.
  case esophagus

  /// The organs in the order of their labels: the first has id 1.
  public var organs: [Organ.ID] {
    switch self {
    case .total: TotalSegmentatorClasses.v1.filter { $0 != "face" }
    case .chest: Self.chestOrgans
    case .headNeck: Self.headNeckOrgans
    case .esophagus: ["esophagus"]
    }
  }

  private static let chestOrgans: [Organ.ID] = [
    "aorta_ascending", "aortic_arch", "aorta_descending", "pulmonary_artery", "pulmonary_vein",
    "superior_vena_cava", "inferior_vena_cava", "azygos_vein", "brachiocephalic_vein_left",
    "brachiocephalic_vein_right", "internal_jugular_vein_left", "internal_jugular_vein_right",
    "subclavian_vein_left", "subclavian_vein_right", "subclavian_artery_left", "subclavian_artery_right",
    "common_carotid_artery_left", "common_carotid_artery_right", "vertebral_artery_left",
    "vertebral_artery_right", "bronchus_left", "bronchus_right", "trachea", "esophagus",
    "thyroid_lobe_left", "thyroid_lobe_right", "sternum", "sternocleidomastoid", "scalenus",
    "scalenus_anterior", "anterior_cervical_muscles",
  ]

  private static let headNeckOrgans: [Organ.ID] = [
    "brainstem", "eye_left", "eye_right", "lens_left", "lens_right", "optic_chiasm", "optic_nerve_left",
    "optic_nerve_right", "parotid_gland_left", "parotid_gland_right", "temporomandibular_joint_left",
    "temporomandibular_joint_right", "spinal_cord",
  ]
}
