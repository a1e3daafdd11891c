import Anatomy
import Foundation
import Imaging
import Testing

@testable import Phantoms

/// Every pathology of the list: its mask, its brightness, whose voxels it takes, and what it leaves alone.
@Suite struct PathologyTests {
  /// What is expected of a pathology, in a portal-venous scan without noise.
  struct Expectation {
    let part: Part
    /// mL of the mask.
    var millilitres = 0.0...0.0
    /// Mean HU of the mask.
    var hounsfield = -1000.0...3071.0
    /// What the mask's voxels are: organs, or nothing (nil).
    var owners: Set<Organ.ID?> = []
    /// Organs that it changes, beside the owners.
    var touched: Set<Organ.ID> = []
    /// Organs that are gone.
    var removed: [Set<Organ.ID>] = []
  }

  /// A part of the body that is scanned.
  enum Part: CaseIterable {
    case head, chest, liver, trunk, belly, pelvis

    var scores: ClosedRange<Double> {
      switch self {
      case .head: 0.79...0.87
      case .chest: 0.38...0.66
      case .liver: 0.34...0.42
      case .trunk: 0.26...0.66
      case .belly: 0.14...0.5
      case .pelvis: -0.08...0.24
      }
    }
    var spacing: Double { self == .head ? 3 : 7 }
    var width: Double { self == .head ? 130 : self == .pelvis ? 380 : 310 }
  }

  static func expectation(of pathology: Pathology) -> Expectation {
    let lobes = Set<Organ.ID?>(Mediastinum.lobes)
    let spine = Set(VertebraLevel.allCases.map(\.organ))
    let bowel: Set<Organ.ID> = ["small_bowel", "colon", "duodenum", "stomach", "pancreas"]
    switch pathology {
    case .splenectomy:  // The lung comes down where the spleen lay.
      return .init(part: .belly, touched: ["lung_lower_lobe_left"], removed: [["spleen"]])
    case .nephrectomy: return .init(part: .belly, removed: [["kidney_left"], ["kidney_right"]])
    case .oesophagealTumour:
      return .init(
        part: .chest, millilitres: 8...90, hounsfield: 40...95, owners: ["esophagus"],
        touched: ["azygos_vein"])
    case .lungMass:
      return .init(part: .chest, millilitres: 10...170, hounsfield: 15...80, owners: lobes)
    case .lungNodules:
      return .init(part: .chest, millilitres: 0.2...20, hounsfield: -420...80, owners: lobes)
    case .liverMetastases:
      return .init(part: .belly, millilitres: 2...190, hounsfield: 35...90, owners: ["liver"])
    case .renalCyst:
      return .init(
        part: .belly, millilitres: 2...110, hounsfield: -5...30, owners: ["kidney_left", "kidney_right"])
    case .renalTumour:
      return .init(
        part: .belly, millilitres: 8...240, hounsfield: 45...125, owners: ["kidney_left", "kidney_right"])
    case .aorticAneurysm:
      return .init(
        part: .belly, millilitres: 50...230, hounsfield: 70...190, owners: ["aorta_descending"],
        touched: bowel.union(["inferior_vena_cava", "portal_vein_and_splenic_vein"]))
    case .aorticDissection:
      return .init(
        part: .trunk, millilitres: 40...190, hounsfield: 95...150,
        owners: ["aorta_descending", "aortic_arch", "aorta_ascending"], touched: ["azygos_vein"])
    case .compressionFracture:
      return .init(
        part: .belly, millilitres: 15...60, hounsfield: 200...480,
        owners: ["vertebrae_T11", "vertebrae_T12", "vertebrae_L1", "vertebrae_L2"], touched: spine)
    case .lyticBoneLesion:
      return .init(
        part: .trunk, millilitres: 1.5...35, hounsfield: 40...170,
        owners: Set<Organ.ID?>(spine).union(["hip_left", "hip_right", "autochthon_left", "autochthon_right"])
          .union(["iliopsoas_left", "iliopsoas_right", nil]))
    case .pleuralEffusion:
      return .init(
        part: .chest, millilitres: 120...2200, hounsfield: -25...35, owners: [nil],
        touched: Mediastinum.lobes)
    case .ascites:
      return .init(
        part: .belly, millilitres: 500...3800, hounsfield: -20...35, owners: [nil],
        touched: bowel.union(["liver", "spleen"]).union(bellyWall).union(Mediastinum.lobes))
    case .splenomegaly:
      return .init(
        part: .belly, millilitres: 500...1200, hounsfield: 95...140, owners: ["spleen"],
        touched: bowel.union([
          "kidney_left", "adrenal_gland_left", "liver", "lung_lower_lobe_left", "lung_upper_lobe_left",
          "portal_vein_and_splenic_vein",
        ]))
    case .hipImplant:
      return .init(
        part: .pelvis, millilitres: 45...125, hounsfield: 1500...3071,
        owners: ["hip_left", "hip_right", "femur_left", "femur_right"])
    case .dentalMetal:
      return .init(part: .head, millilitres: 0.1...4, hounsfield: 2200...3071, owners: ["skull"])
    case .softTissueMass:
      return .init(
        part: .pelvis, millilitres: 25...420, hounsfield: 40...95,
        owners: Set(
          ["gluteus_maximus", "gluteus_medius", "gluteus_minimus", "autochthon", "iliopsoas"].flatMap {
            ["\($0)_left", "\($0)_right"]
          }
        ).union([nil]))
    }
  }

  /// A swollen belly carries them outwards.
  private static let bellyWall: Set<Organ.ID> = ["gallbladder", "urinary_bladder", "costal_cartilages"]

  private static func scan(_ part: Part, _ pathologies: Set<Pathology>, threads: Int = 2) throws -> BodyScan {
    let body = BodyPhantom(Patient(pathologies: pathologies))
    let step = part.spacing
    // The healthy body's grid, so that places can be compared.
    let grid = BodyPhantom(Patient(), regions: []).grid(
      scores: part.scores, spacing: Vector3(x: step, y: step, z: step), width: part.width)
    return try body.scan(Scan(noise: 0), grid: grid, threads: threads)
  }

  /// The same parts of the same patient in health, made once.
  private static let healthy: [Part: Result<BodyScan, any Error>] = Dictionary(
    uniqueKeysWithValues: Part.allCases.map { part in (part, Result { try scan(part, []) }) })

  private static func counts(_ labels: LabelMap) -> [Organ.ID: Int] {
    var counts = [Int](repeating: 0, count: 256)
    let voxels = labels.volume.voxels
    for i in 0..<voxels.count { counts[Int(voxels[i])] += 1 }
    return labels.table.entries.reduce(into: [:]) { all, entry in
      if let organ = entry.organ, counts[entry.id] > 0 { all[organ] = counts[entry.id] }
    }
  }

  @Test(arguments: Pathology.allCases) func everyPathologyIsWhatItSays(_ pathology: Pathology) throws {
    let expected = Self.expectation(of: pathology)
    let scan = try Self.scan(expected.part, [pathology])
    let labels = try scan.labels()
    let mask = try scan.lesions().volume.voxels
    var (count, sum) = (0, 0.0)
    var owners: [Organ.ID?: Int] = [:]
    for i in 0..<mask.count where mask[i] > 0 {
      #expect(Int(mask[i]) == pathology.id)
      count += 1
      sum += Double(scan.ct.voxels[i])
      owners[labels.table[Int(labels.volume.voxels[i])]?.organ, default: 0] += 1
    }
    guard pathology.hasMask else {
      #expect(count == 0)
      let left = Self.counts(labels)
      #expect(expected.removed.contains { gone in gone.allSatisfy { left[$0] == nil } })
      return try checkOthers(
        pathology, labels, expected.removed.reduce(into: expected.touched) { $0.formUnion($1) })
    }
    let volume = Double(count) * scan.ct.geometry.voxelMillilitres
    #expect(expected.millilitres.contains(volume), "\(volume) mL of \(expected.millilitres)")
    let mean = sum / Double(max(count, 1))
    #expect(expected.hounsfield.contains(mean), "\(mean) HU of \(expected.hounsfield)")
    let strangers = owners.filter { !expected.owners.contains($0.key) }
    #expect(strangers.isEmpty, "\(strangers)")
    try checkOthers(pathology, labels, expected.touched.union(expected.owners.compactMap { $0 }))
  }

  /// What has nothing to do with the pathology keeps its size.
  private func checkOthers(_ pathology: Pathology, _ labels: LabelMap, _ touched: Set<Organ.ID>) throws {
    let part = Self.expectation(of: pathology).part
    let before = Self.counts(try #require(Self.healthy[part]).get().labels())
    let after = Self.counts(labels)
    for (organ, count) in before where !touched.contains(organ) {
      let now = after[organ] ?? 0
      #expect(abs(now - count) <= max(count / 8, 10), "\(organ): \(count) voxels before, \(now) after")
    }
  }

  /// Unequal numbers of threads and a second run give the same bits, with everything at once.
  @Test func theSameSeedGivesTheSameBits() throws {
    let all = Set(Pathology.allCases)
    let one = try Self.scan(.liver, all, threads: 1)
    let three = try Self.scan(.liver, all, threads: 3)
    #expect(BodyPhantomTests.same(one.ct, three.ct))
    #expect(BodyPhantomTests.same(one.structures, three.structures))
  }

  /// Far from a lesion not a bit changes.
  @Test func whatLiesFarAwayStaysAsItWas() throws {
    let healthy = try #require(Self.healthy[.chest]).get()
    let operated = try Self.scan(.chest, [.hipImplant, .dentalMetal, .softTissueMass, .renalCyst])
    #expect(BodyPhantomTests.same(healthy.ct, operated.ct))
    #expect(BodyPhantomTests.same(try healthy.labels().volume, try operated.labels().volume))
    #expect(BodyPhantomTests.same(try healthy.lesions().volume, try operated.lesions().volume))
  }

  /// Whatever the body, each finds its place.
  @Test(arguments: [3, 4, 8] as [UInt64]) func everyPathologyFindsAPlaceInEveryBody(_ seed: UInt64) {
    let all = Set(Pathology.allCases.filter(\.hasMask))
    let atlas = Atlas(BodyPlan(.random(seed: seed, pathologies: all)))
    #expect(Set(atlas.structures.compactMap(\.lesion)) == all)
  }

  /// Names are stable words for scripts.
  @Test func namesAreWords() {
    for pathology in Pathology.allCases {
      #expect(pathology.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
      #expect(!pathology.displayName.isEmpty)
    }
    #expect(Set(Pathology.allCases.map(\.displayName)).count == Pathology.allCases.count)
  }

  /// The front of the broken vertebra has lost two fifths of its height, its back none.
  @Test func aBrokenVertebraIsAWedge() throws {
    let patient = Patient(pathologies: [.compressionFracture])
    let plan = BodyPlan(patient)
    let broken = Atlas(plan, regions: [SpineRegion.self]).structures.filter {
      $0.lesion == .compressionFracture
    }
    let whole = Atlas(BodyPlan(Patient()), regions: [SpineRegion.self])
    let vertebra = try #require(broken.first)
    let usual = try #require(whole.structures.first { $0.name == vertebra.name })
    let measures = try #require(plan.spine.vertebrae.first { $0.level.organ == vertebra.name })
    func height(_ solid: any Solid, _ front: Double) -> Double {
      stride(from: -20.0, through: 20, by: 0.1).reduce(0) { sum, up in
        sum + (solid.distance(to: measures.frame.point(0, front * measures.halfDepth, up)) < 0 ? 0.1 : 0)
      }
    }
    let loss = 1 - height(vertebra.solid, 0.8) / height(usual.solid, 0.8)
    #expect(abs(loss - CompressionFracture.loss) < 0.1, "\(loss)")
    #expect(height(vertebra.solid, -0.7) > 0.85 * height(usual.solid, -0.7))
  }
}
