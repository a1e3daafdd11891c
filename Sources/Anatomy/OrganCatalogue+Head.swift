// The head and what runs from it into the spine. Extents are body-part scores; see BodyLandmark.

extension OrganCatalogue {
  static let skullAndBrain: [OrganRow] = [
    .single(
      "brain", "brain", color: 0xE19797, snomed: .structure("12738006", "Brain"), body: 0.86...1.0,
      volume: .of(1000...1700, .icrp89), hounsfield: .of(15...65, .softTissue)),
    .single(
      "brainstem", "brainstem", color: 0xF189E4, snomed: .structure("119238007", "Brain Stem"),
      body: 0.84...0.92, partOf: "brain", volume: .of(16...45, .dimensions),
      hounsfield: .of(10...60, .softTissue)),
    .single(
      "spinal_cord", "spinal cord", color: 0xFCE664, snomed: .structure("2748008", "Spinal cord"),
      body: 0.18...0.86, volume: .of(15...160, .labelMaps), hounsfield: .of(-10...90, .softTissue)),
    .single(
      "skull", "skull", color: 0xF7DEAC, snomed: .structure("89546000", "Skull"), body: 0.78...1.0,
      hounsfield: .of(250...1200, .bone)),
    .single(
      "face", "face", color: 0xE9A88F, snomed: .structure("89545001", "Face"), body: 0.78...0.96),
    .pair(
      "temporomandibular_joint_{side}", "{side} temporomandibular joint",
      left: 0xC49646, right: 0x8C6539,
      snomed: .structure("53620006", "Temporomandibular joint"), body: 0.86...0.90,
      hounsfield: .of(50...900, .bone)),
  ]

  static let eyesAndOpticTract: [OrganRow] = [
    .pair(
      "eye_{side}", "{side} eye", left: 0x47B5FD, right: 0x6583B0,
      snomed: .structure("81745001", "Eye"), body: 0.89...0.93,
      volume: .of(4.5...9.5, .heymsfield2016), hounsfield: .of(-5...60, .softTissue)),
    .pair(
      "lens_{side}", "{side} lens", left: 0x8B9844, right: 0xD0EA6F,
      snomed: .structure("78076003", "Lens"), body: 0.90...0.92, partOf: "eye_{side}",
      volume: .of(0.08...0.45, .dimensions), hounsfield: .of(30...160, .softTissue)),
    .pair(
      "optic_nerve_{side}", "{side} optic nerve", left: 0xDDEC48, right: 0xF2BC6F,
      snomed: .structure("18234004", "Optic nerve"), body: 0.89...0.93,
      volume: .of(0.2...1.8, .dimensions), hounsfield: .of(-60...70, .softTissue)),
    .single(
      "optic_chiasm", "optic chiasm", color: 0xFE7624,
      snomed: .structure("244453006", "Optic chiasm"), body: 0.90...0.93,
      volume: .of(0.05...1.2, .dimensions), hounsfield: .of(0...70, .softTissue)),
  ]
}
