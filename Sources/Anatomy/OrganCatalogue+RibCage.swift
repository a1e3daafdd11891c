// Ribs by a table over their twelve levels, with the sternum and the costal cartilages they end at.

extension OrganCatalogue {
  static let ribCage: [OrganRow] =
    ribs.map(\.row) + [
      .single(
        "sternum", "sternum", color: 0xCE914C, snomed: .structure("56873002", "Sternum"),
        body: 0.49...0.66, volume: .of(25...130, .labelMaps), hounsfield: .of(40...350, .bone)),
      .single(
        "costal_cartilages", "costal cartilages", color: 0xA3E2C7,
        snomed: .structure("50016007", "Costal cartilage"), body: 0.31...0.66,
        volume: .of(60...380, .labelMaps), hounsfield: .of(30...280, .bone)),
    ]

  /// What differs from rib to rib.
  private struct Rib {
    let number: Int
    let code: String
    let meaning: String
    let body: ClosedRange<Double>
    /// A usual adult rib in mL; the range is 0.35 to 2.2 times that, for body size and missing ends.
    let milliliters: Double

    init(
      _ number: Int, _ code: String, _ meaning: String, _ body: ClosedRange<Double>, _ milliliters: Double
    ) {
      self.number = number
      self.code = code
      self.meaning = meaning
      self.body = body
      self.milliliters = milliliters
    }

    /// Colours repeat every third rib, so that ribs above and below always differ.
    private static let leftColors: [UInt32] = [0xAEAF75, 0xF6EF7A, 0xFFDEBA]
    private static let rightColors: [UInt32] = [0xF4F160, 0xFEDCB9, 0xB1AE7F]

    var row: OrganRow {
      .pair(
        "rib_{side}_\(number)", "{side} \(ordinal) rib", left: Self.leftColors[(number - 1) % 3],
        right: Self.rightColors[(number - 1) % 3], snomed: .structure(code, meaning), body: body,
        volume: .of(0.35 * milliliters...2.2 * milliliters, .labelMaps),
        hounsfield: .of(80...550, .bone))
    }

    private var ordinal: String {
      switch number {
      case 1: "1st"
      case 2: "2nd"
      case 3: "3rd"
      default: "\(number)th"
      }
    }
  }

  private static let ribs: [Rib] = [
    Rib(1, "48535007", "First rib", 0.64...0.72, 9),
    Rib(2, "78247007", "Second rib", 0.60...0.71, 13),
    Rib(3, "25888004", "Third rib", 0.55...0.69, 16),
    Rib(4, "25523003", "Fourth rib", 0.51...0.67, 18),
    Rib(5, "15339008", "Fifth rib", 0.47...0.64, 21),
    Rib(6, "59558009", "Sixth rib", 0.43...0.61, 21),
    Rib(7, "24915002", "Seventh rib", 0.39...0.58, 20),
    Rib(8, "5953002", "Eighth rib", 0.36...0.55, 19),
    Rib(9, "22565002", "Ninth rib", 0.35...0.52, 18),
    Rib(10, "77644006", "Tenth rib", 0.34...0.49, 16),
    Rib(11, "58830002", "Eleventh rib", 0.33...0.46, 12),
    Rib(12, "43993008", "Twelfth rib", 0.33...0.42, 6),
  ]
}
