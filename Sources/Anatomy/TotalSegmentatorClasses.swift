/// The classes of TotalSegmentator's `total` task in the order of their ids, which start at 1 and differ between
/// its versions: a name, never a number, identifies an organ.
enum TotalSegmentatorClasses {
  /// Version 1: 104 classes.
  static let v1: [Organ.ID] =
    [
      "spleen", "kidney_right", "kidney_left", "gallbladder", "liver", "stomach", "aorta",
      "inferior_vena_cava", "portal_vein_and_splenic_vein", "pancreas", "adrenal_gland_right",
      "adrenal_gland_left", "lung_upper_lobe_left", "lung_lower_lobe_left", "lung_upper_lobe_right",
      "lung_middle_lobe_right", "lung_lower_lobe_right",
    ] + vertebrae + [
      "esophagus", "trachea", "heart_myocardium", "heart_atrium_left", "heart_ventricle_left",
      "heart_atrium_right", "heart_ventricle_right", "pulmonary_artery", "brain", "iliac_artery_left",
      "iliac_artery_right", "iliac_vena_left", "iliac_vena_right", "small_bowel", "duodenum", "colon",
    ] + ribs + limbs + ["sacrum", "face"] + muscles + ["urinary_bladder"]

  /// Version 2: 117 classes.
  static let v2: [Organ.ID] =
    [
      "spleen", "kidney_right", "kidney_left", "gallbladder", "liver", "stomach", "pancreas",
      "adrenal_gland_right", "adrenal_gland_left", "lung_upper_lobe_left", "lung_lower_lobe_left",
      "lung_upper_lobe_right", "lung_middle_lobe_right", "lung_lower_lobe_right", "esophagus", "trachea",
      "thyroid_gland", "small_bowel", "duodenum", "colon", "urinary_bladder", "prostate",
      "kidney_cyst_left", "kidney_cyst_right", "sacrum", "vertebrae_S1",
    ] + vertebrae + [
      "heart", "aorta", "pulmonary_vein", "brachiocephalic_trunk", "subclavian_artery_right",
      "subclavian_artery_left", "common_carotid_artery_right", "common_carotid_artery_left",
      "brachiocephalic_vein_left", "brachiocephalic_vein_right", "atrial_appendage_left",
      "superior_vena_cava", "inferior_vena_cava", "portal_vein_and_splenic_vein", "iliac_artery_left",
      "iliac_artery_right", "iliac_vena_left", "iliac_vena_right",
    ] + limbs + ["spinal_cord"] + muscles + ["brain", "skull"] + ribs + ["sternum", "costal_cartilages"]

  /// L5 up to C1.
  private static let vertebrae: [Organ.ID] =
    (1...5).reversed().map { "vertebrae_L\($0)" } + (1...12).reversed().map { "vertebrae_T\($0)" }
    + (1...7).reversed().map { "vertebrae_C\($0)" }

  private static let ribs: [Organ.ID] =
    (1...12).map { "rib_left_\($0)" } + (1...12).map { "rib_right_\($0)" }

  private static let limbs = bothSides(["humerus", "scapula", "clavicula", "femur", "hip"])

  private static let muscles = bothSides([
    "gluteus_maximus", "gluteus_medius", "gluteus_minimus", "autochthon", "iliopsoas",
  ])

  private static func bothSides(_ stems: [String]) -> [Organ.ID] {
    stems.flatMap { ["\($0)_left", "\($0)_right"] }
  }
}
