import Testing

@testable import Experiments
@testable import Imaging

/// Scores over scans: who counts where.
@Suite struct OrganScoreTests {
  static func agreement(
    truth: Double, found: Double, dice: Double?, hd95: Double? = nil, asd: Double? = nil
  ) -> OrganAgreement {
    OrganAgreement(
      organ: "liver", name: "liver", referenceIDs: [1], candidateIDs: [1], referenceMillilitres: truth,
      candidateMillilitres: found, dice: dice, normalisedSurfaceDistance: nil, hausdorff95: hd95,
      averageSurfaceDistance: asd)
  }

  @Test func aMissedOrganCountsInDiceAndNotInDistances() {
    let score = OrganScore(
      "liver",
      [
        Self.agreement(truth: 10, found: 8, dice: 0.8, hd95: 4, asd: 1),
        Self.agreement(truth: 10, found: 0, dice: 0),
        Self.agreement(truth: 0, found: 3, dice: 0),
        Self.agreement(truth: 0, found: 0, dice: nil),
      ])
    #expect(score.scans == 2 && score.missed == 1 && score.invented == 1)
    #expect(score.dice == 0.4 && score.hd95 == 4 && score.asd == 1)
  }

  @Test func anOrganThatNoScanHasHasNoScore() {
    let score = OrganScore("liver", [Self.agreement(truth: 0, found: 3, dice: 0)])
    #expect(score.dice == nil && score.hd95 == nil && score.asd == nil && score.scans == 0)
    let task = TaskScore(scans: 1, organs: [score], secondsOfScan: 1)
    #expect(task.dice == nil && task.missed == 0)
  }
}
