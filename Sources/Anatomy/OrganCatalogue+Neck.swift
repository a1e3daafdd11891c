// The neck, and the glands of the whole trunk with the spleen, which no other group would hold.

extension OrganCatalogue {
  static let glands: [OrganRow] = [
    .pair(
      "parotid_gland_{side}", "{side} parotid gland", left: 0xF7A1E1,
      right: 0xF7647A, snomed: .structure("45289007", "Parotid gland"), body: 0.82...0.89,
      volume: .of(8...55, .icrp89), hounsfield: .of(-70...90, .softTissue)),
    .single(
      "thyroid_gland", "thyroid gland", color: 0xE74A29, snomed: .structure("69748006", "Thyroid"),
      body: 0.67...0.75, volume: .of(5...45, .icrp89), hounsfield: .of(40...260, .softTissue)),
    .pair(
      "thyroid_lobe_{side}", "{side} thyroid lobe", left: 0xDD2D8C, right: 0xEB96AD,
      snomed: .structure("119281005", "Lobe of thyroid"), body: 0.67...0.75, partOf: "thyroid_gland",
      volume: .of(2...24, .icrp89), hounsfield: .of(40...260, .softTissue)),
    .pair(
      "adrenal_gland_{side}", "{side} adrenal gland", left: 0xE39922,
      right: 0x90A20B, snomed: .structure("23451007", "Adrenal gland"), body: 0.36...0.44,
      volume: .of(1.5...11, .geraghty2004), hounsfield: .of(-20...130, .softTissue)),
    .single(
      "spleen", "spleen", color: 0xD12D8B, snomed: .structure("78961009", "Spleen"), body: 0.33...0.47,
      volume: .of(60...480, .geraghty2004), hounsfield: .of(25...180, .softTissue)),
  ]

  static let neckMuscles: [OrganRow] = [
    .single(
      "sternocleidomastoid", "sternocleidomastoid", color: 0x915E4E,
      snomed: .structure("22823000", "Sternocleidomastoid muscle"), body: 0.66...0.87,
      hounsfield: .of(-20...100, .softTissue)),
    .single(
      "scalenus", "scalenus", color: 0xEFA2AE, snomed: nil, body: 0.66...0.83,
      hounsfield: .of(-20...100, .softTissue)),
    .single(
      "scalenus_anterior", "anterior scalenus", color: 0xCE5771,
      snomed: .structure("50755001", "Scalenus anterior muscle"), body: 0.66...0.80,
      hounsfield: .of(-20...100, .softTissue)),
    .single(
      "anterior_cervical_muscles", "anterior cervical muscles", color: 0xF89A6F,
      snomed: nil, body: 0.66...0.85, hounsfield: .of(-20...100, .softTissue)),
  ]

  static let neckVessels: [OrganRow] = [
    .pair(
      "common_carotid_artery_{side}", "{side} common carotid artery", left: 0xFB8091,
      right: 0xDB1E56, snomed: .structure("32062004", "Common carotid artery"),
      body: 0.63...0.81, volume: .of(2...18, .labelMaps), hounsfield: .of(20...500, .blood)),
    .pair(
      "internal_jugular_vein_{side}", "{side} internal jugular vein", left: 0x3866B9,
      right: 0x9EA6F7, snomed: .structure("12123001", "Internal jugular vein"),
      body: 0.66...0.87, volume: .of(1.5...40, .dimensions), hounsfield: .of(20...400, .blood)),
    .pair(
      "vertebral_artery_{side}", "{side} vertebral artery", left: 0xCE224E,
      right: 0xF96345, snomed: .structure("85234005", "Vertebral artery"),
      body: 0.68...0.88, volume: .of(0.5...7, .dimensions), hounsfield: .of(20...600, .blood)),
    .pair(
      "subclavian_artery_{side}", "{side} subclavian artery", left: 0xF9623D,
      right: 0xBF2709, snomed: .structure("36765005", "Subclavian artery"),
      body: 0.64...0.71, volume: .of(2.5...22, .labelMaps), hounsfield: .of(20...500, .blood)),
    .pair(
      "subclavian_vein_{side}", "{side} subclavian vein", left: 0x9CA5EC,
      right: 0x1180C9, snomed: .structure("9454009", "Subclavian vein"),
      body: 0.65...0.72, volume: .of(2...25, .dimensions), hounsfield: .of(20...700, .blood)),
  ]
}
