import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// What every patient's anatomy must be, and that the check finds it when it is not.
@Suite struct PatientCheckTests {
  @Test(arguments: 0..<2) func nothingIsWrongWithAWholePatient(_ index: Int) throws {
    let violations = try CheckedPatients.report(index).violations
    #expect(violations.isEmpty, "\(violations.map { "\($0.organ): \($0.summary)" })")
  }

  @Test(arguments: 0..<2) func everyOrganOfTheFourTasksIsSeenWhole(_ index: Int) throws {
    let report = try CheckedPatients.report(index)
    let organs = Set(OrganTask.allCases.flatMap(\.organs))
    #expect(organs.count == 143)
    for organ in organs {
      let row = try #require(report[organ], "\(organ)")
      #expect(row.state == .whole || row.state == .excused, "\(organ) is \(row.state)")
    }
  }

  @Test func aPopulationIsATableOfAllOrgans() throws {
    var population = PopulationCheck()
    for index in 0..<2 { population.add(try CheckedPatients.report(index)) }
    let rows = population.rows
    let liver = try #require(rows.first { $0.organ == "liver" })
    #expect(liver.present == 2 && liver.expected == 2)
    let volumes = try #require(liver.millilitres)
    #expect(volumes.low <= volumes.median && volumes.median <= volumes.high && volumes.low > 500)
    let lines = population.markdown.split(separator: "\n")
    #expect(lines.count == rows.count + 2)
    #expect(lines.allSatisfy { $0.count { $0 == "|" } == 9 })
  }

  // MARK: What is wrong is found

  /// Two kidneys on each other's side, one of them in two pieces, a liver much too small, a spleen on the skin.
  private enum WrongRegion: BodyRegion {
    static func structures(_ plan: BodyPlan) -> [Structure] {
      let dense = Material(Tissue(500))
      let whole = Ellipsoid(plan.at(.kidney, .left), radii: Point3(28, 20, 50))
      let halves = [-60.0, 60].map { up in
        Ellipsoid(plan.at(.kidney, .right, 0, 0, up), radii: Point3(24, 20, 30)) as any Solid
      }
      return [
        .organ("kidney_right", .organ, whole, Material(.muscle)),
        .organ("kidney_left", .organ, Union(halves), dense),
        .organ("liver", .organ, Ellipsoid(plan.at(.liver), radii: Point3(20, 20, 20)), Material(.muscle)),
        .organ(
          "spleen", .organ, Ellipsoid(Point3(0, plan.skin.bounds.high.y, 330), radii: Point3(40, 40, 40)),
          Material(.muscle), partOf: "stomach"),
      ]
    }
  }

  @Test func aWrongBodyIsFoundOut() throws {
    let body = BodyPhantom(Patient(), regions: [EnvelopeRegion.self, WrongRegion.self])
    let grid = body.grid(scores: 0.2...0.55, spacing: Vector3(x: 5, y: 5, z: 5))
    let report = PatientCheck(spacing: 5).report(on: try body.scan(grid: grid, threads: 2), of: body)
    func kinds(_ organ: Organ.ID) -> [String] {
      (report[organ]?.violations ?? []).map { violation in
        switch violation {
        case .missing: "missing"
        case .volume: "volume"
        case .hounsfield: "hounsfield"
        case .inPieces: "pieces"
        case .wrongSide: "side"
        case .apart: "apart"
        case .bare: "bare"
        case .overlap: "overlap"
        case .outOfOrder, .meeting: "other"
        }
      }
    }
    #expect(kinds("kidney_left") == ["hounsfield", "pieces", "side"])
    #expect(kinds("kidney_right") == ["side"])
    #expect(kinds("liver") == ["volume"])
    #expect(kinds("spleen").contains("bare") && kinds("spleen").contains("overlap"))
    #expect(kinds("gallbladder") == ["missing"])
    #expect(report["brain"]?.state == .missing)
  }

  @Test func anOrganAtTheEdgeOfTheGridIsJudgedForPresenceOnly() throws {
    let body = BodyPhantom(Patient(), regions: [EnvelopeRegion.self, WrongRegion.self])
    let grid = body.grid(scores: 0.35...0.37, spacing: Vector3(x: 5, y: 5, z: 5))
    let report = PatientCheck(spacing: 5).report(on: try body.scan(grid: grid), of: body)
    let kidney = try #require(report["kidney_right"])
    #expect(kidney.state == .cut && kidney.violations.isEmpty)
  }

  @Test func aVariantExcusesItsOrgan() throws {
    let patient = Patient(variants: [.noLeftKidney])
    let body = BodyPhantom(patient, regions: [EnvelopeRegion.self, KidneyRegion.self])
    let grid = body.grid(scores: 0.25...0.5, spacing: Vector3(x: 4, y: 4, z: 4), width: 240)
    let report = PatientCheck(spacing: 4).report(on: try body.scan(grid: grid), of: body)
    #expect(report["kidney_left"]?.state == .excused)
    let kidney = try #require(report["kidney_right"])
    #expect(kidney.state == .whole && kidney.violations.isEmpty && (kidney.right ?? 0) > 40)
  }

  @Test func everyJointIsOfOrgansThatExist() {
    let names =
      AnatomyRules.joints(of: Patient()).flatMap { [$0.a, $0.b] }
      + AnatomyRules.separate.flatMap { [$0.0, $0.1] } + AnatomyRules.rows.flatMap { $0 }
      + AnatomyRules.sided.map(\.0) + Array(AnatomyRules.crossing) + Array(AnatomyRules.open)
    for name in names { #expect(OrganCatalogue.organ(name) != nil, "\(name)") }
  }
}
