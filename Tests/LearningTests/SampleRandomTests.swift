import Foundation
import Testing

@testable import Learning

/// Numbers that hang on seed, sample and purpose alone, and are spread as they say.
@Suite struct SampleRandomTests {
  private func stream(_ seed: UInt64 = 7, _ index: Int = 3, _ purpose: String = "noise") -> SampleRandom {
    SampleRandom(seed: seed, index: index, purpose: purpose)
  }

  @Test func sameKeysSameStream() {
    var a = stream(), b = stream()
    #expect((0..<100).allSatisfy { _ in a.normal() == b.normal() && a.bits() == b.bits() })
  }

  /// Training resumed by a later build must go on with the numbers of the earlier one.
  @Test func theFirstNumbersStayWhatTheyAre() {
    var bits = stream(), normal = stream()
    #expect([bits.bits(), bits.bits()] == [15_068_429_638_380_448_675, 10_357_587_758_207_275_839])
    #expect(normal.normal() == 1.298893533899633)
  }

  @Test func everyKeyMakesAStreamOfItsOwn() {
    var firsts: Set<UInt64> = []
    for seed in 0..<20 {
      for index in -10..<10 {
        for purpose in ["", "a", "b", "ab", "ba", "noise"] {
          var random = stream(UInt64(seed), index, purpose)
          firsts.insert(random.bits())
        }
      }
    }
    #expect(firsts.count == 20 * 20 * 6)
  }

  @Test func uniformFillsItsRange() {
    var random = stream(), bins = [Int](repeating: 0, count: 10), sum = 0.0
    for _ in 0..<50_000 {
      let value = random.uniform(-2...3)
      bins[Int((value + 2) * 2)] += 1
      sum += value
    }
    #expect(bins.allSatisfy { abs($0 - 5_000) < 350 } && abs(sum / 50_000 - 0.5) < 0.03)
  }

  @Test func normalHasItsMoments() {
    var random = stream(), sums = [0.0, 0, 0, 0], beyondTwo = 0, lag = 0.0, last = 0.0
    let count = 100_000
    for _ in 0..<count {
      let value = random.normal()
      for power in 0..<4 { sums[power] += pow(value, Double(power + 1)) }
      if abs(value) > 2 { beyondTwo += 1 }
      lag += value * last
      last = value
    }
    let moments = sums.map { $0 / Double(count) }
    #expect(abs(moments[0]) < 0.015 && abs(moments[1] - 1) < 0.02)
    #expect(abs(moments[2]) < 0.05 && abs(moments[3] - 3) < 0.15)
    #expect(abs(Double(beyondTwo) / Double(count) - 0.0455) < 0.003 && abs(lag / Double(count)) < 0.015)
  }

  @Test func logarithmIsThatOfTheLibrary() {
    var random = stream()
    for _ in 0..<1_000 {
      let x = random.uniform() + 0x1p-60
      #expect(abs(SampleRandom.logarithm(x) - log(x)) <= 1e-13 * max(abs(log(x)), 1e-3))
    }
    #expect(SampleRandom.logarithm(1) == 0)
  }

  @Test(arguments: [1, 2, 3, 7, 1_000]) func integersBelowNAreEquallyLikely(n: Int) {
    var random = stream(), bins = [Int](repeating: 0, count: n)
    let expected = 200_000 / n
    for _ in 0..<200_000 { bins[random.integer(below: n)] += 1 }
    let slack = max(Int(6 * Double(expected).squareRoot()), n == 1 ? 1 : 0)
    #expect(bins.allSatisfy { abs($0 - expected) <= slack })
  }

  @Test func bernoulliHoldsItsProbability() {
    var random = stream(), hits = 0
    for _ in 0..<20_000 where random.bernoulli(0.15) { hits += 1 }
    #expect(abs(hits - 3_000) < 300)
    #expect((0..<100).allSatisfy { _ in !random.bernoulli(0) && random.bernoulli(1) })
  }
}
