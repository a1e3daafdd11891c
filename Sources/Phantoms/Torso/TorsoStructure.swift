/// A labelled structure of the torso phantom: TotalSegmentator v2's id and name, so that its label maps can be
/// exchanged with other programs as they are.
struct TorsoStructure: Equatable {
  /// TotalSegmentator v2's id in its task `total`, 1...117.
  let rawValue: Int
  /// TotalSegmentator v2's name.
  let name: String

  private init(_ rawValue: Int, _ name: String) {
    self.rawValue = rawValue
    self.name = name
  }

  static let spleen = TorsoStructure(1, "spleen")
  static let gallbladder = TorsoStructure(4, "gallbladder")
  static let liver = TorsoStructure(5, "liver")
  static let stomach = TorsoStructure(6, "stomach")
  static let pancreas = TorsoStructure(7, "pancreas")
  static let lungUpperLobeLeft = TorsoStructure(10, "lung_upper_lobe_left")
  static let lungLowerLobeLeft = TorsoStructure(11, "lung_lower_lobe_left")
  static let lungMiddleLobeRight = TorsoStructure(13, "lung_middle_lobe_right")
  static let lungLowerLobeRight = TorsoStructure(14, "lung_lower_lobe_right")
  static let esophagus = TorsoStructure(15, "esophagus")
  static let smallBowel = TorsoStructure(18, "small_bowel")
  static let duodenum = TorsoStructure(19, "duodenum")
  static let colon = TorsoStructure(20, "colon")
  static let sacrum = TorsoStructure(25, "sacrum")
  static let vertebraS1 = TorsoStructure(26, "vertebrae_S1")
  static let heart = TorsoStructure(51, "heart")
  static let aorta = TorsoStructure(52, "aorta")
  static let inferiorVenaCava = TorsoStructure(63, "inferior_vena_cava")
  static let portalVein = TorsoStructure(64, "portal_vein_and_splenic_vein")
  static let spinalCord = TorsoStructure(79, "spinal_cord")
  static let sternum = TorsoStructure(116, "sternum")
  static let costalCartilages = TorsoStructure(117, "costal_cartilages")

  /// The lobes of both lungs that reach into the torso.
  static let lungs = [lungUpperLobeLeft, lungLowerLobeLeft, lungMiddleLobeRight, lungLowerLobeRight]

  /// A vertebra by its place from L5 (0) upwards to T8 (9).
  static func vertebra(fromL5 step: Int) -> TorsoStructure {
    TorsoStructure(27 + step, "vertebrae_" + (step < 5 ? "L\(5 - step)" : "T\(17 - step)"))
  }

  /// A rib, 1...12.
  static func rib(_ number: Int, _ side: Side) -> TorsoStructure {
    TorsoStructure((side == .left ? 91 : 103) + number, "rib_\(side.rawValue)_\(number)")
  }

  /// The left or right one of a pair whose ids follow each other; `left` is the left one's id.
  private static func pair(_ side: Side, left: Int, right: Int, _ stem: String) -> TorsoStructure {
    TorsoStructure(side == .left ? left : right, "\(stem)_\(side.rawValue)")
  }

  static func kidney(_ side: Side) -> TorsoStructure { pair(side, left: 3, right: 2, "kidney") }
  static func adrenal(_ side: Side) -> TorsoStructure { pair(side, left: 9, right: 8, "adrenal_gland") }
  static func iliacArtery(_ side: Side) -> TorsoStructure { pair(side, left: 65, right: 66, "iliac_artery") }
  static func iliacVein(_ side: Side) -> TorsoStructure { pair(side, left: 67, right: 68, "iliac_vena") }
  static func hip(_ side: Side) -> TorsoStructure { pair(side, left: 77, right: 78, "hip") }
  static func gluteusMaximus(_ side: Side) -> TorsoStructure {
    pair(side, left: 80, right: 81, "gluteus_maximus")
  }
  static func gluteusMedius(_ side: Side) -> TorsoStructure {
    pair(side, left: 82, right: 83, "gluteus_medius")
  }
  static func gluteusMinimus(_ side: Side) -> TorsoStructure {
    pair(side, left: 84, right: 85, "gluteus_minimus")
  }
  static func autochthon(_ side: Side) -> TorsoStructure { pair(side, left: 86, right: 87, "autochthon") }
  static func iliopsoas(_ side: Side) -> TorsoStructure { pair(side, left: 88, right: 89, "iliopsoas") }

  /// A side of the body; x grows to the patient's right.
  enum Side: String, CaseIterable {
    case left
    case right

    /// -1 on the left, 1 on the right: what a coordinate of the right side is multiplied with.
    var sign: Double { self == .left ? -1 : 1 }
  }

  /// Every structure the torso has, ascending by id.
  static let all: [TorsoStructure] = {
    var all: [TorsoStructure] = [
      spleen, gallbladder, liver, stomach, pancreas, esophagus, smallBowel, duodenum, colon, sacrum,
      vertebraS1,
      heart, aorta, inferiorVenaCava, portalVein, spinalCord, sternum, costalCartilages,
    ]
    all += lungs
    all += (0..<10).map { vertebra(fromL5: $0) }
    for side in Side.allCases {
      all += TorsoSkeleton.ribs.map { rib($0, side) }
      all += [
        kidney(side), adrenal(side), iliacArtery(side), iliacVein(side), hip(side), gluteusMaximus(side),
        gluteusMedius(side), gluteusMinimus(side), autochthon(side), iliopsoas(side),
      ]
    }
    return all.sorted { $0.rawValue < $1.rawValue }
  }()
}
