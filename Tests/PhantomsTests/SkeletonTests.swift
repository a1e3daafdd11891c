import Testing

@testable import Phantoms

/// What bones have that no measure of a scan tells; the rest is in `PatientCheckTests`.
@Suite struct SkeletonTests {
  /// A rib's head lies within 4 mm of its own vertebra, its end at cartilage for the first ten.
  @Test func ribsLeaveTheirVertebra() {
    let plan = BodyPlan(Patient())
    for number in 1...12 {
      let course = RibCourse(number, plan)
      let vertebra = VertebraShape(plan.spine[.thoracic(number)]).solid
      let head = course.bone.distance(to: course.headPoint)
      #expect(head < 0)
      #expect(vertebra.distance(to: course.headPoint) < 6, "rib \(number)")
      if let cartilage = course.cartilage(nextAbove: (1...12).map { RibCourse($0, plan) }) {
        #expect(cartilage.distance(to: course.endPoint) < 0, "rib \(number)")
      }
    }
  }

  /// Bones of a small woman are less small than she is, and never larger than the reference body's.
  @Test func smallBodiesAreSturdy() {
    let small = BodyPlan(Patient(sex: .female, height: 148, weight: 50))
    let usual = BodyPlan(Patient())
    #expect(small.size < 0.9 && abs(usual.size - 1) < 0.02)
    let (thin, wide) = (small.spine[.t8].halfWidth, usual.spine[.t8].halfWidth)
    #expect(thin > wide && thin * small.size < wide)
  }
}
