// Vertebrae by a table over their levels, head to foot, and the sacrum.

extension OrganCatalogue {
  static let spine: [OrganRow] =
    vertebrae.enumerated().map { $1.row(at: $0) } + [
      .single(
        "sacrum", "sacrum", color: 0xECCDA8, snomed: .structure("54735007", "Sacrum"), body: 0.05...0.23,
        volume: .of(90...350, .labelMaps), hounsfield: .of(50...400, .bone))
    ]

  /// What differs from level to level.
  private struct Vertebra {
    let level: String
    let code: String
    /// The body-part score of the middle of the vertebra, processes included.
    let center: Double
    /// A usual adult vertebra in mL, processes included; the range is half to 1.9 times that.
    let milliliters: Double

    init(_ level: String, _ code: String, _ center: Double, _ milliliters: Double) {
      self.level = level
      self.code = code
      self.center = center
      self.milliliters = milliliters
    }

    /// Colours repeat every third level, so that neighbours always differ.
    private static let colors: [UInt32] = [0x857732, 0xA7683C, 0xCA9600]

    /// Half of a vertebra's extent on the body-part scale, spinous process included.
    private static let halfExtent = 0.028

    func row(at position: Int) -> OrganRow {
      .single(
        "vertebrae_\(level)", "\(level) vertebra", color: Self.colors[position % 3],
        snomed: .structure(code, "\(level) vertebra"),
        body: center - Self.halfExtent...center + Self.halfExtent, partOf: level == "S1" ? "sacrum" : nil,
        volume: .of(0.5 * milliliters...1.9 * milliliters, .labelMaps), hounsfield: hounsfield)
    }

    private var hounsfield: ReferenceRange {
      level.hasPrefix("C") ? .of(150...650, .bone) : .of(80...450, .jang2019)
    }
  }

  private static let vertebrae: [Vertebra] = [
    Vertebra("C1", "14806007", 0.853, 15),
    Vertebra("C2", "39976000", 0.838, 18),
    Vertebra("C3", "113205007", 0.817, 12.5),
    Vertebra("C4", "5329002", 0.797, 12.5),
    Vertebra("C5", "36978003", 0.777, 13),
    Vertebra("C6", "36054005", 0.757, 14.5),
    Vertebra("C7", "87391001", 0.734, 19),
    Vertebra("T1", "64864005", 0.713, 25),
    Vertebra("T2", "53733008", 0.690, 27),
    Vertebra("T3", "1626008", 0.668, 27.5),
    Vertebra("T4", "73071006", 0.643, 28),
    Vertebra("T5", "56401006", 0.612, 30),
    Vertebra("T6", "45296009", 0.580, 33),
    Vertebra("T7", "62487009", 0.552, 35),
    Vertebra("T8", "11068009", 0.522, 37),
    Vertebra("T9", "82687006", 0.495, 40),
    Vertebra("T10", "7610001", 0.468, 42),
    Vertebra("T11", "12989004", 0.441, 47),
    Vertebra("T12", "23215003", 0.407, 52),
    Vertebra("L1", "66794005", 0.369, 61),
    Vertebra("L2", "14293000", 0.331, 67),
    Vertebra("L3", "36470004", 0.294, 72),
    Vertebra("L4", "11994002", 0.260, 75),
    Vertebra("L5", "49668003", 0.224, 74),
    Vertebra("S1", "65985001", 0.200, 52),
  ]
}
