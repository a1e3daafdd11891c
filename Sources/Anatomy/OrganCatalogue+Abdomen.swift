// The organs of digestion and of the urinary tract; spleen and adrenal glands are with the glands.

extension OrganCatalogue {
  static let digestive: [OrganRow] = [
    .single(
      "esophagus", "esophagus", color: 0xC59533, snomed: .structure("32849002", "Esophagus"),
      body: 0.43...0.77, volume: .of(12...75, .icrp89), hounsfield: .of(-120...150, .contents)),
    .single(
      "stomach", "stomach", color: 0xFCACDE, snomed: .structure("69695003", "Stomach"), body: 0.28...0.48,
      volume: .of(60...1200, .filling), hounsfield: .of(-450...300, .contents)),
    .single(
      "liver", "liver", color: 0xBD4A3B, snomed: .structure("10200004", "Liver"), body: 0.28...0.49,
      volume: .of(850...2500, .geraghty2004), hounsfield: .of(15...160, .softTissue)),
    .single(
      "gallbladder", "gallbladder", color: 0x5AC863, snomed: .structure("28231008", "Gallbladder"),
      body: 0.29...0.40, volume: .of(5...100, .filling), hounsfield: .of(-20...90, .contents)),
    .single(
      "pancreas", "pancreas", color: 0xFDEB33, snomed: .structure("15776009", "Pancreas"),
      body: 0.30...0.41, volume: .of(20...160, .geraghty2004), hounsfield: .of(-40...150, .softTissue)),
  ]

  static let bowel: [OrganRow] = [
    .single(
      "duodenum", "duodenum", color: 0xC17A39, snomed: .structure("38848004", "Duodenum"),
      body: 0.27...0.38, volume: .of(20...170, .filling), hounsfield: .of(-150...250, .contents)),
    .single(
      "small_bowel", "small bowel", color: 0xF5B79B,
      snomed: .structure("30315005", "Small intestine"), body: 0.07...0.39,
      volume: .of(250...2000, .filling), hounsfield: .of(-120...300, .contents)),
    .single(
      "colon", "colon", color: 0x277E55, snomed: .structure("71854001", "Colon"), body: 0.03...0.44,
      volume: .of(250...2800, .filling), hounsfield: .of(-650...350, .contents)),
  ]

  static let urinary: [OrganRow] = [
    .pair(
      "kidney_{side}", "{side} kidney", left: 0xD2592A, right: 0xFB6F7C,
      snomed: .structure("64033007", "Kidney"), body: 0.27...0.43, volume: .of(70...320, .geraghty2004),
      hounsfield: .of(5...260, .softTissue)),
    .pair(
      "kidney_cyst_{side}", "{side} kidney cyst", left: 0x2AB3CF, right: 0x2FE9CF,
      snomed: .abnormality("367643001", "Cyst"), body: 0.27...0.43, partOf: "kidney_{side}",
      hounsfield: .of(-15...60, .contents)),
    .single(
      "urinary_bladder", "urinary bladder", color: 0xCAE531,
      snomed: .structure("89837001", "Bladder"), body: 0.04...0.15, volume: .of(20...850, .filling),
      hounsfield: .of(-15...400, .contents)),
    .single(
      "prostate", "prostate", color: 0xEB51AC, snomed: .structure("41216001", "Prostate"),
      body: 0.02...0.08, volume: .of(10...90, .icrp89), hounsfield: .of(0...130, .softTissue)),
  ]
}
