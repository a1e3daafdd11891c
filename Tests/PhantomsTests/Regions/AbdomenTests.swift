import Testing

@testable import Phantoms

/// Abdomen and pelvis: what no measure of a scan tells; the rest is in `PatientCheckTests`.
@Suite struct AbdomenTests {
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
