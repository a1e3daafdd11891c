import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// Abdomen and pelvis: all organs there, whole, on their own side, and of a size and HU that people have.
@Suite struct AbdomenTests {
  private static let patients = [
    Patient(), Patient.random(seed: 2), Patient(sex: .female, height: 162, weight: 60, seed: 5),
  ]
  private static let measured: [Result<AbdomenMeasures, any Error>] = patients.map { patient in
    Result { try AbdomenMeasures(patient) }
  }

  static let paired: [String] = ["kidney", "adrenal_gland", "hip", "femur", "iliac_vena", "iliopsoas"]
  static let single: [Organ.ID] = [
    "liver", "gallbladder", "portal_vein_and_splenic_vein", "spleen", "stomach", "pancreas", "duodenum",
    "colon", "small_bowel", "urinary_bladder",
  ]
  static let organs: [Organ.ID] = single + paired.flatMap { ["\($0)_left", "\($0)_right"] }

  /// Organs that the patient's variants take away.
  private static func lacks(_ organ: Organ.ID, _ patient: Patient) -> Bool {
    organ == "gallbladder" && patient.variants.contains(.noGallbladder)
      || organ == "kidney_left" && patient.variants.contains(.noLeftKidney)
  }

  @Test(arguments: 0..<3) func everyOrganIsThereAndOfAUsualSize(_ body: Int) throws {
    let measures = try Self.measured[body].get().organs
    for id in Self.organs where !Self.lacks(id, Self.patients[body]) {
      try withKnownIssue("beside the lungs liver and spleen are smaller and darker", isIntermittent: true) {
        try check(id, measures)
      } when: {
        ["liver", "spleen"].contains(id)
      }
    }
  }

  private func check(_ id: Organ.ID, _ measures: [Organ.ID: AbdomenMeasures.Measure]) throws {
    let measure = try #require(measures[id], "\(id) is missing")
    let organ = try #require(OrganCatalogue.organ(id))
    // The thighs end above the knees, so a femur is never whole.
    if let volume = organ.volume, !id.hasPrefix("femur") {
      #expect(volume.contains(measure.millilitres), "\(id): \(measure.millilitres) mL of \(volume)")
    }
    if let range = organ.hounsfield {
      #expect(range.contains(measure.hounsfield), "\(id): \(measure.hounsfield) HU of \(range)")
    }
  }

  @Test(arguments: 0..<3) func everyOrganIsOnePiece(_ body: Int) throws {
    let measures = try Self.measured[body].get().organs
    for id in Self.organs where !Self.lacks(id, Self.patients[body]) {
      let least = id == "small_bowel" ? 0.9 : 0.98
      #expect(try #require(measures[id]).largest > least, "\(id)")
    }
  }

  @Test(arguments: 0..<3) func organsAreOnTheirSide(_ body: Int) throws {
    let measures = try Self.measured[body].get().organs
    for name in Self.paired {
      let right = try #require(measures["\(name)_right"]).middle.x
      #expect(right > 15, "\(name)")
      guard !Self.lacks("\(name)_left", Self.patients[body]) else { continue }
      #expect(try #require(measures["\(name)_left"]).middle.x < -15, "\(name)")
    }
    #expect(try #require(measures["liver"]).middle.x > 25)
    #expect(try #require(measures["spleen"]).middle.x < -60)
    #expect(try #require(measures["stomach"]).middle.x < 0)
  }

  @Test func contrastMediumKeepsTheUsualHounsfieldUnits() throws {
    for phase in [ContrastPhase.arterial, .portalVenous] {
      let measures = try AbdomenMeasures(Patient(), phase: phase).organs
      for id in Self.organs {
        let value = try #require(measures[id]).hounsfield
        let range = try #require(OrganCatalogue.organ(id)?.hounsfield)
        #expect(range.contains(value), "\(id): \(value) HU of \(range)")
      }
    }
  }

  @Test func aRemovedGallbladderAndAMissingKidneyAreAbsent() {
    let usual = Atlas(BodyPlan(Patient())).organs
    let lacking = Atlas(BodyPlan(Patient(variants: [.noGallbladder, .noLeftKidney]))).organs
    #expect(usual.subtracting(lacking) == ["gallbladder", "kidney_left"])
  }

  /// Between pubic rami and ischium there is no bone.
  @Test func theObturatorForamenIsOpen() throws {
    let hip = try #require(
      PelvisRegion.structures(BodyPlan(Patient())).first { $0.name == "hip_right" })
    #expect(hip.solid.distance(to: Point3(42, -24, 44)) > 8)
    #expect(hip.solid.distance(to: Point3(50, 2, 77)) < 0)
    #expect(hip.solid.distance(to: Point3(35, -30, 14)) < 0)
  }

  /// The socket holds the head, and they do not touch.
  @Test func theFemoralHeadLiesInItsSocket() throws {
    let structures = PelvisRegion.structures(BodyPlan(Patient()))
    let hip = try #require(structures.first { $0.name == "hip_left" }).solid
    let femur = try #require(structures.first { $0.name == "femur_left" }).solid
    let axis = BodyPlan(Patient()).at(.hipAxis, .left)
    #expect(femur.distance(to: axis) < -15)
    #expect(hip.distance(to: axis) > 20)
    #expect(hip.distance(to: axis + Point3(31, 0, 0)) < 0)
    #expect(femur.distance(to: axis + Point3(31, 0, 0)) > 2)
  }
}
