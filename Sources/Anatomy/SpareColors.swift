/// Colours for labels the catalogue does not know: 72 of them, apart from each other and from greys.
///
/// A name always starts at the same colour and moves on while that one is in use or too near to a colour already
/// taken; after 72 names colours repeat.
struct SpareColors {
  /// Three rings of lightness with 24 hues each, turned against each other; all inside sRGB.
  static let palette: [OrganColor] = [(50.0, 30.0, 10.0), (66.0, 36.0, 0.0), (82.0, 30.0, 5.0)].flatMap {
    ring in
    (0..<24).map { LabColor(lightness: ring.0, chroma: ring.1, hue: Double($0) * 15 + ring.2).color }
  }

  /// Nearer than this (CIEDE2000) to a known organ's colour, a spare one would be taken for that organ.
  static let nearest = 10.0

  private var uses: [Int]
  private let crowded: [Bool]

  /// Colours to hand out beside those already taken.
  init(taken: Set<OrganColor>) {
    let takenLab = taken.map(LabColor.init)
    uses = Array(repeating: 0, count: Self.palette.count)
    crowded = Self.palette.map { color in
      let lab = LabColor(color)
      return takenLab.contains { lab.difference(from: $0) < Self.nearest }
    }
  }

  /// The colour of the next unknown name; deterministic in the names asked for so far.
  mutating func next(for name: String) -> OrganColor {
    let start = Self.start(for: name)
    let least = uses.min() ?? 0
    let choice =
      Self.walk(from: start) { uses[$0] == least && !crowded[$0] }
      ?? Self.walk(from: start) { uses[$0] == least } ?? start
    uses[choice] += 1
    return Self.palette[choice]
  }

  /// The first colour that will do. 29 shares no factor with 72, so the walk meets every colour, and those next to
  /// each other in it look unlike.
  private static func walk(from start: Int, until isGood: (Int) -> Bool) -> Int? {
    let count = palette.count
    return (0..<count).lazy.map { (start + $0 * 29) % count }.first(where: isGood)
  }

  /// Where a name starts: its FNV-1a hash, which unlike Swift's own is the same in every run.
  private static func start(for name: String) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(hash % UInt64(palette.count))
  }
}
