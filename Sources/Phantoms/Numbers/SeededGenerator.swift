/// Pseudo-random numbers that are the same on every machine for the same seed: SplitMix64.
///
/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", doi 10.1145/2714064.2660195.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SeededGenerator.mixed(state)
  }

  /// A number in -1...1, evenly spread.
  mutating func signed() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }

  /// A number in `low...high`, evenly spread.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * (signed() + 1) / 2 }

  /// 64 bits in which every bit of the input has a say in every bit of the output.
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SeededGenerator {
  /// A stream of its own for a named thing: what one structure draws never moves another.
  init(seed: UInt64, stream name: String) {
    // FNV-1a over the name's bytes.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.init(seed: SeededGenerator.mixed(seed &+ 0x632B_E59B_D9B4_E019) ^ SeededGenerator.mixed(hash))
  }

  /// About normally spread, mean 0, deviation 1, never beyond 3.5: the sum of twelve even draws.
  mutating func bell() -> Double {
    var sum = 0.0
    for _ in 0..<12 { sum += Double(next() >> 11) * 0x1p-53 }
    return min(max(sum - 6, -3.5), 3.5)
  }
}
