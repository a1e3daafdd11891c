import Testing

@testable import Phantoms

/// Lungs and heart: what no measure of a scan tells; the rest is in `PatientCheckTests`.
@Suite struct ChestTests {
  /// The wall of the left ventricle lies all round its blood save at the valves.
  @Test func muscleLiesRoundTheLeftVentricle() {
    for patient in CheckedPatients.patients {
      let shape = HeartShape(BodyPlan(patient))
      let (cavity, muscle) = (shape.leftCavity, shape.leftVentricle)
      var (border, covered) = (0, 0)
      var random = SeededGenerator(seed: 1)
      let box = cavity.bounds
      for _ in 0..<40_000 {
        let p = Point3(
          random.between(box.low.x, box.high.x), random.between(box.low.y, box.high.y),
          random.between(box.low.z, box.high.z))
        // Just outside the blood.
        guard (2...4).contains(cavity.distance(to: p)) else { continue }
        border += 1
        if muscle.distance(to: p) < 0 { covered += 1 }
      }
      #expect(border > 1000)
      #expect(Double(covered) > 0.72 * Double(border))
    }
  }

  @Test func aTreeReachesEveryPartOfItsLung() {
    let plan = BodyPlan(Patient())
    let places = LungShape(plan).places(.right, apart: 24, depth: 6)
    let root = Sweep.Knot(Point3(45, -19, 494), 8)
    let tree = Union(
      VesselTree(root: root, targets: places, calibre: .init(twig: 0.8, power: 0.3, fewest: 1)).tubes)
    #expect(places.count > 80)
    let far = places.filter { tree.distance(to: $0) > 12 }
    #expect(far.isEmpty)
    #expect(tree.distance(to: root.point) < 0)
  }
}
