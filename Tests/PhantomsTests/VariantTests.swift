import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// Every normal variant changes what it says and nothing else.
@Suite struct VariantTests {
  private static let usual = Atlas(BodyPlan(Patient()))

  private static func atlas(_ variants: Set<Patient.Variant>) -> Atlas {
    Atlas(BodyPlan(Patient(variants: variants)))
  }

  /// Names of structures that are another shape, there or gone, told by their distance to a lattice of points.
  private static func changed(_ variant: Patient.Variant) -> Set<String> {
    let other = atlas([variant])
    let names = Set(usual.structures.map(\.name)).union(other.structures.map(\.name))
    return names.filter { name in
      guard let a = usual.structures.first(where: { $0.name == name })?.solid,
        let b = other.structures.first(where: { $0.name == name })?.solid
      else { return true }
      let middle = Point3.mix(b.bounds.low, b.bounds.high, 0.5)
      return (0..<60).contains { step in
        let t = Double(step)
        let p =
          middle + Point3(Exact.sine(t * 47), Exact.sine(t * 61 + 20), Exact.sine(t * 83 + 50))
          * (4 + t)
        return a.distance(to: p) != b.distance(to: p)
      }
    }
  }

  @Test(arguments: Patient.Variant.allCases) func everyVariantHasItsEffectAlone(_ variant: Patient.Variant) {
    let changed = Self.changed(variant)
    let allowed: [String] =
      switch variant {
      case .noGallbladder: ["gallbladder"]
      case .noLeftKidney, .noRightKidney: ["kidney"]
      case .bovineArch: ["arch_branch", "common_carotid_artery_left"]
      case .leftVertebralFromArch: ["vertebral_artery_left"]
      case .lumbarRibs: ["lumbar_rib"]
      case .sixLumbar: ["sacrum", "vertebra_sixth_lumbar", "disc_sixth_lumbar"]
      }
    #expect(!changed.isEmpty)
    let others = changed.filter { name in !allowed.contains { name.hasPrefix($0) } }
    #expect(others.isEmpty, "\(others)")
  }

  @Test func theSoleKidneyIsLargerAndTheOtherGone() throws {
    for (variant, gone, left) in [
      (Patient.Variant.noLeftKidney, "kidney_left", "kidney_right"),
      (.noRightKidney, "kidney_right", "kidney_left"),
    ] {
      let lacking = Self.atlas([variant])
      #expect(Self.usual.organs.subtracting(lacking.organs) == [gone])
      let before = try #require(Self.usual.structures.first { $0.name == left }).solid
      let after = try #require(lacking.structures.first { $0.name == left }).solid
      #expect(Self.volume(after) > 1.25 * Self.volume(before))
      #expect(Self.volume(after) < 1.65 * Self.volume(before))
    }
    #expect(Self.atlas([.noLeftKidney, .noRightKidney]).organs.contains("kidney_right"))
    let operated = Atlas(BodyPlan(Patient(variants: [.noLeftKidney], pathologies: [.nephrectomy])))
    #expect(operated.organs.contains("kidney_right"))
  }

  private static func volume(_ solid: any Solid) -> Double {
    let (low, high) = (solid.bounds.low, solid.bounds.high)
    var count = 0.0
    for z in stride(from: low.z, through: high.z, by: 3) {
      for y in stride(from: low.y, through: high.y, by: 3) {
        for x in stride(from: low.x, through: high.x, by: 3) where solid.distance(to: Point3(x, y, z)) < 0 {
          count += 1
        }
      }
    }
    return count * 27
  }

  /// L1 to L5 are what they were; between the sixth and the rest of the sacrum lies a disc.
  @Test func sixLumbarVertebraeLeaveTheFiveAlone() throws {
    let body = BodyPhantom(Patient(variants: [.sixLumbar]))
    let grid = body.grid(scores: 0.1...0.42, spacing: Vector3(x: 4, y: 4, z: 3), width: 160)
    func labels(_ body: BodyPhantom, _ task: OrganTask) throws -> LabelMap {
      try body.scan(Scan(noise: 0), grid: grid, threads: 2).labels(for: task)
    }
    let (six, five) = (try labels(body, .total), try labels(BodyPhantom(Patient()), .total))
    let sacrum = try #require(five.table.entries.first { $0.organ == "sacrum" }).id
    var (same, sacral) = (true, (five: 0, six: 0))
    for i in 0..<five.volume.voxels.count {
      let (a, b) = (Int(five.volume.voxels[i]), Int(six.volume.voxels[i]))
      if a == sacrum { sacral.five += 1 }
      if b == sacrum { sacral.six += 1 }
      if five.table[a]?.organ?.hasPrefix("vertebrae_L") == true, a != b, b != sacrum { same = false }
    }
    #expect(same)
    #expect(Double(sacral.six) > 0.8 * Double(sacral.five))
    let disc = try #require(body.atlas.structures.first { $0.name == "disc_sixth_lumbar" })
    #expect(disc.solid.distance(to: body.plan.spine.sacrum.point(0, 0, -27.5)) < 0)
  }

  @Test func variantsAreAsFrequentAsPublished() {
    var counts: [Patient.Variant: Double] = [:]
    let patients = 4000
    for seed in 0..<patients {
      let drawn = Patient.random(seed: UInt64(seed)).variants
      for variant in Patient.Variant.allCases where drawn.contains(variant) {
        counts[variant, default: 0] += 1
      }
    }
    for variant in Patient.Variant.allCases {
      let share = (counts[variant] ?? 0) / Double(patients)
      #expect(abs(share - variant.share) < 0.0015 + 0.2 * variant.share, "\(variant): \(share)")
    }
  }
}
