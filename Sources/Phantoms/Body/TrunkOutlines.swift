/// The outlines of the trunk at every height of the reference body, for so much fat.
struct TrunkOutlines {
  let skin: Outline
  let wall: Outline
  let cage: Outline
  let cavity: Outline

  private static let axis = Profile([
    (-200, -35), (0, -35), (180, -18), (300, -12), (420, -12), (500, -22), (560, -40), (600, -38), (650, -22),
    (700, -20),
  ])

  /// How much of the belly's swelling a height takes, mm. A lean belly is hollow under the ribs, not within them.
  static func swelling(_ belly: Double, _ z: Double) -> Double {
    let fade = belly > 0 ? Exact.smooth(330, 470, z) : Exact.smooth(240, 350, z)
    return belly * Exact.smooth(90, 200, z) * (1 - fade)
  }

  init(fat: Double, belly: Double, sex: Patient.Sex) {
    let hips = sex == .female ? 5.0 : 0
    func swell(_ z: Double) -> Double { Self.swelling(belly, z) }
    func profile(_ knots: [(Double, Double)], _ change: (Double) -> Double = { _ in 0 }) -> Profile {
      Profile(knots.map { ($0.0, $0.1 + change($0.0)) })
    }
    let wallSide: [(Double, Double)] = [
      (-48, 96), (-34, 132), (-14, 154), (70, 164), (110, 160), (150, 150), (190, 142), (221, 134),
      (260, 128),
      (300, 131), (340, 138), (400, 145), (460, 149), (510, 152), (545, 150), (575, 128), (600, 92),
      (625, 66), (650, 56), (690, 54), (740, 56),
    ]
    let wallFront: [(Double, Double)] = [
      (-48, -8), (-30, 14), (0, 26), (60, 34), (120, 52), (180, 66), (230, 72), (280, 78), (330, 84),
      (380, 90),
      (430, 92), (470, 84), (510, 68), (545, 50), (572, 34), (600, 26), (640, 40), (665, 46), (700, 44),
      (740, 44),
    ]
    let wallBack: [(Double, Double)] = [
      (-48, -76), (-34, -96), (-14, -110), (60, -120), (120, -121), (180, -118), (230, -114), (290, -114),
      (360, -117), (430, -122), (510, -124), (560, -120), (600, -110), (640, -96), (690, -90), (740, -96),
    ]
    wall = Outline(
      side: profile(wallSide) { hips * (1 - Exact.smooth(150, 230, $0)) + 0.45 * swell($0) },
      front: profile(wallFront, swell), back: profile(wallBack), middle: Self.axis, squareness: 0.35,
      furrow: 5, heights: -40...752)
    // Fat is thick on belly and buttocks and thin on the chest and the neck.
    func cover(_ z: Double, _ belly: Double, _ chest: Double, _ neck: Double) -> Double {
      let low = Exact.mix(belly, chest, Exact.smooth(300, 420, z))
      return fat * Exact.mix(low, neck, Exact.smooth(540, 620, z)) + 2
    }
    skin = Outline(
      side: profile(wallSide) {
        hips * (1 - Exact.smooth(150, 230, $0)) + 0.45 * swell($0) + cover($0, 1, 0.8, 0.3)
      },
      front: profile(wallFront) { swell($0) + cover($0, 1.05, 0.65, 0.3) },
      back: profile(wallBack) {
        -(cover($0, 1.1, 0.6, 0.45)) * Exact.mix(1.3, 1, Exact.smooth(100, 220, $0))
      },
      middle: Self.axis, squareness: 0.3, furrow: 6, heights: -42...752)
    cage = Outline(
      side: profile([
        (260, 128), (330, 131), (380, 136), (430, 139), (480, 136), (520, 127), (550, 112), (580, 84),
        (605, 56), (630, 38),
      ]) { 0.3 * swell($0) },
      front: profile([
        (260, 72), (330, 78), (390, 84), (430, 84), (470, 76), (510, 60), (545, 42), (572, 24), (600, 4),
        (630, -12),
      ]) { 0.5 * swell($0) },
      back: profile([
        (260, -92), (330, -95), (400, -103), (470, -108), (530, -107), (570, -98), (605, -80), (630, -62),
      ]), middle: Self.axis, squareness: 0.3, heights: 230...640)
    cavity = Outline(
      side: profile([
        (-20, 34), (10, 58), (40, 72), (80, 62), (120, 82), (170, 104), (221, 112), (260, 114), (330, 121),
        (380, 126), (430, 129), (480, 126), (520, 117), (550, 102), (580, 74), (605, 46), (625, 30),
      ]) { 0.45 * swell($0) },
      front: profile(
        [
          (-20, -40), (40, -5), (70, 14), (120, 38), (180, 53), (230, 60), (280, 66), (330, 71), (390, 76),
          (430, 75), (470, 66), (510, 49), (545, 30), (572, 12), (600, -4), (625, -16),
        ], swell),
      back: profile([
        (-20, -90), (40, -95), (100, -96), (160, -74), (200, -62), (250, -68), (300, -82), (350, -90),
        (420, -96), (470, -99), (530, -98), (570, -88), (605, -70), (625, -52),
      ]), middle: Self.axis, squareness: 0.25, heights: -20...628)
  }
}
