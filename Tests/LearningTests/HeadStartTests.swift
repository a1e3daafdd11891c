import Foundation
import Networks
import Testing

@testable import Learning

/// A network's first answer is how often each class is.
@Suite struct HeadStartTests {
  @Test func everyHeadBeginsWithTheSharesOfItsClasses() throws {
    var weights = InitialWeights(seed: 1).weights(TrimmingFixtures.architecture)
    weights.startHeads(at: [0.9, 0.09, 0.01])
    for stage in 0..<2 {
      let biases = try #require(weights["decoder.seg_layers.\(stage).bias"]?.values)
      let powers = biases.map { exp(Double($0)) }
      for (power, share) in zip(powers, [0.9, 0.09, 0.01]) { #expect(abs(power - share) < 1e-6) }
    }
  }

  @Test func sharesOfAFingerprintSumToOneAndNoneIsZero() throws {
    let dataset = try TrainingDataset(TrainingJobTests.data.get())
    let review = try TrainerTests.withFolder { try dataset.check(store: CaseStore($0)) }
    let shares = try review.fingerprint().classShares
    #expect(shares.count == 2 && shares[0] > 0.9 && shares[1] > 0)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
  }
}
