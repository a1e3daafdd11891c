// The great arteries and veins of chest and abdomen.
//
// The iliac labels run from the bifurcation to the groin, so their codes are those of the whole iliac vessel, not of
// the common iliac one that TotalSegmentator's own mapping names.

extension OrganCatalogue {
  static let greatArteries: [OrganRow] = [
    .single(
      "aorta", "aorta", color: 0xD81453, snomed: .structure("15825003", "Aorta"), body: 0.23...0.65,
      volume: .of(90...500, .labelMaps), hounsfield: .of(20...500, .blood)),
    .single(
      "aorta_ascending", "ascending aorta", color: 0xFB818A,
      snomed: .structure("54247002", "Ascending aorta"), body: 0.54...0.63, partOf: "aorta",
      volume: .of(20...150, .dimensions), hounsfield: .of(20...500, .blood)),
    .single(
      "aortic_arch", "aortic arch", color: 0xAA4126, snomed: .structure("57034009", "Aortic arch"),
      body: 0.60...0.65, partOf: "aorta", volume: .of(10...100, .dimensions),
      hounsfield: .of(20...500, .blood)),
    .single(
      "aorta_descending", "descending aorta", color: 0xFF6548,
      snomed: .structure("281130003", "Descending aorta"), body: 0.23...0.63, partOf: "aorta",
      volume: .of(25...300, .dimensions), hounsfield: .of(20...500, .blood)),
    .single(
      "brachiocephalic_trunk", "brachiocephalic trunk", color: 0xFD5E37,
      snomed: .structure("12691009", "Brachiocephalic trunk"), body: 0.63...0.67,
      volume: .of(2...18, .labelMaps), hounsfield: .of(20...500, .blood)),
    .single(
      "pulmonary_artery", "pulmonary artery", color: 0x0565B1,
      snomed: .structure("81040000", "Pulmonary artery"), body: 0.53...0.61,
      volume: .of(30...200, .dimensions), hounsfield: .of(20...700, .blood)),
    .pair(
      "iliac_artery_{side}", "{side} iliac artery", left: 0xBF2609, right: 0xE6775F,
      snomed: .structure("10293006", "Iliac artery"), body: 0.05...0.28,
      volume: .of(6...45, .labelMaps), hounsfield: .of(15...500, .blood)),
  ]

  static let greatVeins: [OrganRow] = [
    .single(
      "superior_vena_cava", "superior vena cava", color: 0x99A5F9,
      snomed: .structure("48345005", "Superior vena cava"), body: 0.54...0.65,
      volume: .of(7...55, .labelMaps), hounsfield: .of(20...800, .blood)),
    .single(
      "inferior_vena_cava", "inferior vena cava", color: 0x2294E2,
      snomed: .structure("64131007", "Inferior vena cava"), body: 0.23...0.52,
      volume: .of(20...170, .labelMaps), hounsfield: .of(10...300, .blood)),
    .single(
      "azygos_vein", "azygos vein", color: 0x5373C5, snomed: .structure("72107004", "Azygos vein"),
      body: 0.42...0.64, volume: .of(1...18, .dimensions), hounsfield: .of(0...400, .blood)),
    .pair(
      "brachiocephalic_vein_{side}", "{side} brachiocephalic vein", left: 0x0496D5,
      right: 0x5A5E98, snomed: .structure("8887007", "Brachiocephalic vein"),
      body: 0.62...0.67, volume: .of(2...30, .labelMaps), hounsfield: .of(20...800, .blood)),
    .single(
      "pulmonary_vein", "pulmonary vein", color: 0xFE75A3,
      snomed: .structure("122972007", "Pulmonary vein"), body: 0.51...0.60,
      volume: .of(8...80, .labelMaps), hounsfield: .of(10...500, .blood)),
    .single(
      "portal_vein_and_splenic_vein", "portal and splenic vein", color: 0x3ED0F4,
      snomed: .structure("110765007", "Portal vein and splenic vein"), body: 0.34...0.43,
      volume: .of(7...80, .labelMaps), hounsfield: .of(10...260, .blood)),
    .pair(
      "iliac_vena_{side}", "{side} iliac vein", left: 0xA19EE4, right: 0x4B5ABE,
      snomed: .structure("244411005", "Iliac vein"), body: 0.04...0.27,
      volume: .of(10...80, .labelMaps), hounsfield: .of(10...300, .blood)),
  ]
}
