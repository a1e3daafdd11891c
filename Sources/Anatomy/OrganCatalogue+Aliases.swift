// Other names of the same anatomy. Case, separators and word order need no alias (NameKey); wider, narrower or
// merely similar anatomy must not get one.

extension OrganCatalogue {
  /// Aliases with the id they stand for, sides written out.
  static let aliases: [(name: String, id: Organ.ID)] =
    plainAliases
    + sidedAliases.flatMap { alias in
      ["left", "right"].map { side in
        (alias.name.replacing("{side}", with: side), alias.id.replacing("{side}", with: side))
      }
    }

  private static let plainAliases: [(name: String, id: Organ.ID)] = [
    ("brain stem", "brainstem"),
    ("cranium", "skull"),
    ("optic chiasma", "optic_chiasm"),
    ("chiasm", "optic_chiasm"),
    ("thyroid", "thyroid_gland"),
    ("sternocleidomastoid muscle", "sternocleidomastoid"),
    ("scalenus muscle", "scalenus"),
    ("scalene muscle", "scalenus"),
    ("scalenus anterior muscle", "scalenus_anterior"),
    ("anterior scalene muscle", "scalenus_anterior"),
    ("anterior scalene", "scalenus_anterior"),
    ("left auricle", "atrial_appendage_left"),
    ("left auricular appendage", "atrial_appendage_left"),
    ("middle lobe of lung", "lung_middle_lobe_right"),
    ("arch of aorta", "aortic_arch"),
    ("brachiocephalic artery", "brachiocephalic_trunk"),
    ("innominate artery", "brachiocephalic_trunk"),
    ("svc", "superior_vena_cava"),
    ("ivc", "inferior_vena_cava"),
    ("postcava", "inferior_vena_cava"),
    ("azygos", "azygos_vein"),
    ("gall bladder", "gallbladder"),
    ("small intestine", "small_bowel"),
    ("bladder", "urinary_bladder"),
    ("sacral bone", "sacrum"),
    ("atlas vertebra", "vertebrae_C1"),
    ("axis vertebra", "vertebrae_C2"),
  ]

  private static let sidedAliases: [(name: String, id: Organ.ID)] = [
    ("tmj {side}", "temporomandibular_joint_{side}"),
    ("eyeball {side}", "eye_{side}"),
    ("eye globe {side}", "eye_{side}"),
    ("eye lens {side}", "lens_{side}"),
    ("parotid {side}", "parotid_gland_{side}"),
    ("thyroid gland lobe {side}", "thyroid_lobe_{side}"),
    ("adrenal {side}", "adrenal_gland_{side}"),
    ("suprarenal gland {side}", "adrenal_gland_{side}"),
    ("innominate vein {side}", "brachiocephalic_vein_{side}"),
    // TotalSegmentator's terminology, and so files written by 3D Slicer, name the whole label by its first part.
    ("common iliac artery {side}", "iliac_artery_{side}"),
    ("common iliac vein {side}", "iliac_vena_{side}"),
    ("collarbone {side}", "clavicula_{side}"),
    ("shoulder blade {side}", "scapula_{side}"),
    ("innominate bone {side}", "hip_{side}"),
    ("coxal bone {side}", "hip_{side}"),
    ("autochthonous back muscles {side}", "autochthon_{side}"),
    ("iliopsoas muscle {side}", "iliopsoas_{side}"),
    ("gluteus maximus muscle {side}", "gluteus_maximus_{side}"),
    ("gluteus medius muscle {side}", "gluteus_medius_{side}"),
    ("gluteus minimus muscle {side}", "gluteus_minimus_{side}"),
  ]
}
