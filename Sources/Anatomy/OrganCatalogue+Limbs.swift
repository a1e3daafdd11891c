// Bones of the shoulder and pelvic girdles and the long bones beside the trunk, and the muscles a scan of it shows.

extension OrganCatalogue {
  /// Arms lie beside the trunk or beside the head, so what moves with them spans both.
  static let shoulders: [OrganRow] = [
    .pair(
      "clavicula_{side}", "{side} clavicle", left: 0xDDDF50, right: 0x91925C,
      snomed: .structure("51299004", "Clavicle"), body: 0.63...0.76, volume: .of(15...65, .dimensions),
      hounsfield: .of(150...750, .bone)),
    .pair(
      "scapula_{side}", "{side} scapula", left: 0xE6AC37, right: 0xB88C6C,
      snomed: .structure("79601000", "Scapula"), body: 0.53...0.80, volume: .of(60...230, .labelMaps),
      hounsfield: .of(120...650, .bone)),
    .pair(
      "humerus_{side}", "{side} humerus", left: 0xAF8567, right: 0xE5C577,
      snomed: .structure("85050009", "Humerus"), body: 0.40...1.0, volume: .of(100...350, .dimensions),
      hounsfield: .of(120...800, .bone)),
  ]

  static let pelvis: [OrganRow] = [
    .pair(
      "hip_{side}", "{side} hip bone", left: 0xDCD64A, right: 0x93933F,
      snomed: .structure("28254004", "Innominate bone"), body: 0.0...0.26,
      volume: .of(200...650, .labelMaps), hounsfield: .of(100...500, .bone)),
    .pair(
      "femur_{side}", "{side} femur", left: 0xDA9D19, right: 0xDBD278,
      snomed: .structure("71341001", "Femur"), body: 0.0...0.12, volume: .of(300...850, .dimensions),
      hounsfield: .of(120...850, .bone)),
  ]

  static let trunkMuscles: [OrganRow] = [
    .pair(
      "autochthon_{side}", "{side} deep back muscles", left: 0xC25565, right: 0xF69264,
      snomed: .structure("244849004", "Deep muscle of back"), body: 0.14...0.85,
      volume: .of(220...1100, .labelMaps), hounsfield: .of(-40...100, .softTissue)),
    .pair(
      "iliopsoas_{side}", "{side} iliopsoas", left: 0xED9E9A, right: 0xBA3F51,
      snomed: .structure("68455001", "Iliopsoas muscle"), body: 0.0...0.38,
      volume: .of(120...700, .handsfield2014), hounsfield: .of(0...100, .softTissue)),
    .pair(
      "gluteus_maximus_{side}", "{side} gluteus maximus", left: 0xC65B6F,
      right: 0xA66344, snomed: .structure("206007", "Gluteus maximus muscle"),
      body: 0.0...0.21, volume: .of(270...1250, .handsfield2014), hounsfield: .of(-50...90, .softTissue)),
    .pair(
      "gluteus_medius_{side}", "{side} gluteus medius", left: 0xE49D8D,
      right: 0xB86879, snomed: .structure("78333006", "Gluteus medius muscle"),
      body: 0.06...0.25, volume: .of(130...520, .handsfield2014), hounsfield: .of(-40...95, .softTissue)),
    .pair(
      "gluteus_minimus_{side}", "{side} gluteus minimus", left: 0xA35F63,
      right: 0xF69269, snomed: .structure("75297007", "Gluteus minimus muscle"),
      body: 0.06...0.19, volume: .of(25...170, .handsfield2014), hounsfield: .of(-50...95, .softTissue)),
  ]
}
