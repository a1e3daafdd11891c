// The chest: airways, lungs and heart. Its vessels are in OrganCatalogue+Vessels.swift.

extension OrganCatalogue {
  static let airways: [OrganRow] = [
    .single(
      "trachea", "trachea", color: 0x5EDEF3, snomed: .structure("44567001", "Trachea"), body: 0.58...0.77,
      volume: .of(15...75, .labelMaps), hounsfield: .of(-1010...(-650), .aerated)),
    .pair(
      "bronchus_{side}", "{side} main bronchus", left: 0x79B7A3, right: 0x28FEDE,
      snomed: .structure("955009", "Bronchus"), body: 0.53...0.61, volume: .of(2...30, .dimensions),
      hounsfield: .of(-1010...(-450), .aerated)),
  ]

  static let lungs: [OrganRow] = [
    .pair(
      "lung_upper_lobe_{side}", "{side} upper lobe", left: 0x2C909E,
      right: 0x11A3EF, snomed: .structure("45653009", "Upper lobe of lung"),
      body: 0.43...0.69, volume: .of(250...2000, .yamada2020), hounsfield: .of(-930...(-550), .aerated)),
    .single(
      "lung_middle_lobe_right", "right middle lobe", side: .right, color: 0xB3E0FC,
      snomed: .structure("72481006", "Middle lobe of right lung"), body: 0.45...0.60,
      volume: .of(130...1000, .yamada2020), hounsfield: .of(-930...(-550), .aerated)),
    .pair(
      "lung_lower_lobe_{side}", "{side} lower lobe", left: 0x8DCEFF,
      right: 0x419B95, snomed: .structure("90572001", "Lower lobe of lung"),
      body: 0.42...0.66, volume: .of(300...2500, .yamada2020), hounsfield: .of(-930...(-450), .aerated)),
  ]

  static let heart: [OrganRow] = [
    .single(
      "heart", "heart", color: 0xC8049B, snomed: .structure("80891009", "Heart"), body: 0.43...0.62,
      volume: .of(380...1300, .icrp89), hounsfield: .of(10...300, .blood)),
    .single(
      "heart_myocardium", "myocardium", color: 0xF68F89,
      snomed: .structure("74281007", "Myocardium"), body: 0.43...0.58, partOf: "heart",
      volume: .of(50...190, .fuchs2016), hounsfield: .of(15...180, .softTissue)),
    .single(
      "heart_atrium_left", "left atrium", side: .left, color: 0xA75B38,
      snomed: .structure("82471001", "Left atrium"), body: 0.48...0.58, partOf: "heart",
      volume: .of(35...150, .fuchs2016), hounsfield: .of(20...500, .blood)),
    .single(
      "heart_ventricle_left", "left ventricle", side: .left, color: 0xF48DD0,
      snomed: .structure("87878005", "Left ventricle"), body: 0.43...0.57, partOf: "heart",
      volume: .of(45...230, .fuchs2016), hounsfield: .of(20...500, .blood)),
    .single(
      "heart_atrium_right", "right atrium", side: .right, color: 0xEF84DE,
      snomed: .structure("73829009", "Right atrium"), body: 0.45...0.57, partOf: "heart",
      volume: .of(35...200, .fuchs2016), hounsfield: .of(20...500, .blood)),
    .single(
      "heart_ventricle_right", "right ventricle", side: .right, color: 0x7E8FCE,
      snomed: .structure("53085002", "Right ventricle"), body: 0.43...0.57, partOf: "heart",
      volume: .of(65...280, .fuchs2016), hounsfield: .of(20...500, .blood)),
    .single(
      "atrial_appendage_left", "left atrial appendage", side: .left, color: 0xF68046,
      snomed: .structure("33626005", "Left auricular appendage"), body: 0.54...0.58, partOf: "heart",
      volume: .of(2.5...25, .labelMaps), hounsfield: .of(10...500, .blood)),
  ]
}
