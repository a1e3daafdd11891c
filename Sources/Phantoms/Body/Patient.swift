/// A synthetic patient as a description: everything the anatomy follows from.
///
/// The same description gives the same anatomy on every machine.
public struct Patient: Sendable, Hashable {
  /// The sex whose proportions and organs the body has.
  public enum Sex: String, Sendable, CaseIterable {
    case female
    case male
  }

  /// How the arms lie.
  public enum Arms: String, Sendable, CaseIterable {
    /// Beside the head, as in most body scans.
    case raised
    /// Beside the trunk.
    case lowered
  }

  /// Sex.
  public var sex: Sex
  /// Age, years, 18...95.
  public var age: Double
  /// Height, cm, 140...210.
  public var height: Double
  /// Weight, kg, 35...180.
  public var weight: Double
  /// How the arms lie.
  public var arms: Arms
  /// 0 after breathing out, 1 after breathing in deeply.
  public var inspiration: Double
  /// How far the middle of the spine lies to the right of its ends, mm; negative to the left.
  public var scoliosis: Double
  /// How far the chest spine lies further back than usual, mm; negative for a flat back.
  public var kyphosis: Double
  /// Normal variants.
  public var variants: Set<Variant>
  /// What the patient suffers from or was operated on for.
  public var pathologies: Set<Pathology>
  /// Chooses everything else: small differences of shape, texture, courses.
  public var seed: UInt64

  /// A patient; values outside the stated ranges are moved to their ends.
  public init(
    sex: Sex = .male, age: Double = 60, height: Double = 175, weight: Double = 76, arms: Arms = .raised,
    inspiration: Double = 0.6, scoliosis: Double = 0, kyphosis: Double = 0, variants: Set<Variant> = [],
    pathologies: Set<Pathology> = [], seed: UInt64 = 1
  ) {
    func held(_ value: Double, _ range: ClosedRange<Double>) -> Double {
      value.isFinite ? min(max(value, range.lowerBound), range.upperBound) : range.lowerBound
    }
    self.sex = sex
    self.age = held(age, 18...95)
    self.height = held(height, 140...210)
    self.weight = held(weight, 35...180)
    self.arms = arms
    self.inspiration = held(inspiration, 0...1)
    self.scoliosis = held(scoliosis, -25...25)
    self.kyphosis = held(kyphosis, -12...25)
    self.variants = variants
    self.pathologies = pathologies
    self.seed = seed
  }

  /// A patient drawn at random, as patients of a CT department are spread; without pathology unless some is given.
  public static func random(seed: UInt64, pathologies: Set<Pathology> = []) -> Patient {
    var random = SeededGenerator(seed: seed, stream: "patient")
    let sex: Sex = random.signed() < 0 ? .female : .male
    let height = (sex == .male ? 176 : 163) + 6.5 * random.bell()
    let index = 26 + 4 * random.bell()
    let age = 60 + 13 * random.bell()
    let variants = Variant.drawn(seed: seed)
    // Draws that earlier versions spent on variants: what follows stays what it was.
    for _ in 0..<5 { _ = random.next() }
    let arms: Arms = random.between(0, 1) < 0.75 ? .raised : .lowered
    return Patient(
      sex: sex, age: age, height: height, weight: max(index, 17) * height * height / 10000, arms: arms,
      inspiration: random.between(0.25, 0.95), scoliosis: 4 * random.bell(),
      kyphosis: 4 * random.bell() + max(age - 60, 0) * 0.15, variants: variants,
      pathologies: pathologies, seed: seed)
  }

  /// Body-mass index, kg/m^2.
  public var massIndex: Double { weight / (height * height) * 10000 }
}
