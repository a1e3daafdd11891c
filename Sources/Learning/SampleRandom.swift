/// Random numbers of one purpose within one sample of training.
///
/// A stream hangs on nothing but its three keys, so a sample is the same on any thread, after any resume, and
/// whichever other streams were drawn from before. It is no `RandomNumberGenerator`: what the standard library makes of
/// one may change with its version. Only arithmetic that IEEE 754 fixes is used, so the numbers are also those of every
/// other machine.
public struct SampleRandom: Equatable, Sendable {
  private var state: UInt64
  /// What the state grows by: odd, and a stream's own, so that two streams never walk the same states in step.
  private let increment: UInt64
  /// Normal numbers come in pairs; the second waits here.
  private var spare: Double?

  /// The stream of a purpose ("rotation", "noise") in a sample of a training run.
  public init(seed: UInt64, index: Int, purpose: String) {
    var key = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    key = Self.mixed(key ^ UInt64(bitPattern: Int64(index)))
    for byte in purpose.utf8 { key = Self.mixed(key ^ (UInt64(byte) &+ 0x100)) }
    state = key
    let odd = Self.mixed(key &+ 0x9E37_79B9_7F4A_7C15) | 1
    // A sum by a regular pattern of bits mixes badly.
    increment = (odd ^ (odd >> 1)).nonzeroBitCount < 24 ? odd ^ 0xAAAA_AAAA_AAAA_AAAA : odd
  }

  /// The next 64 random bits.
  public mutating func bits() -> UInt64 {
    state &+= increment
    return Self.mixed(state)
  }

  /// A number of 0..<1, a multiple of 2^-53.
  public mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  /// A number of a range; its upper end may come up by rounding only.
  public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A whole number of 0..<n, each as likely.
  public mutating func integer(below n: Int) -> Int {
    precondition(n > 0, "nothing lies below 0")
    let count = UInt64(n)
    var product = bits().multipliedFullWidth(by: count)
    // The first few products belong to no whole share of the 2^64 and would favour some numbers.
    let uneven = (0 &- count) % count
    while product.low < uneven { product = bits().multipliedFullWidth(by: count) }
    return Int(product.high)
  }

  /// True with a probability; never at 0, always at 1.
  public mutating func bernoulli(_ probability: Double) -> Bool { uniform() < probability }

  /// A number of the normal distribution with mean 0 and deviation 1 (Marsaglia's polar method).
  public mutating func normal() -> Double {
    if let second = spare {
      spare = nil
      return second
    }
    var x = 0.0, y = 0.0, square = 0.0
    repeat {
      x = 2 * uniform() - 1
      y = 2 * uniform() - 1
      square = x * x + y * y
    } while square >= 1 || square == 0
    let factor = (-2 * Self.logarithm(square) / square).squareRoot()
    spare = y * factor
    return x * factor
  }

  /// Natural logarithm of a positive normal number, by a series that every machine sums alike; relative error < 1e-13.
  static func logarithm(_ x: Double) -> Double {
    var exponent = x.exponent, significand = x.significand
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    let f = (significand - 1) / (significand + 1)
    let s = f * f
    let high = 1.0 / 9 + s * (1.0 / 11 + s * (1.0 / 13 + s * (1.0 / 15 + s * (1.0 / 17))))
    let series = 1 + s * (1.0 / 3 + s * (1.0 / 5 + s * (1.0 / 7 + s * high)))
    return Double(exponent) * 0.6931471805599453 + 2 * f * series
  }

  /// Spreads every bit of a key over all others (the finaliser of SplitMix64).
  private static func mixed(_ key: UInt64) -> UInt64 {
    var z = key
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
