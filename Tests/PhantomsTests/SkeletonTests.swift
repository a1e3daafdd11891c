import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// Spine and rib cage: all there, whole, on their own side, and of a size that people have.
@Suite struct SkeletonTests {
  /// Two patients from the hips to the skull at 3 mm, made once.
  private static let measured: [Result<[Organ.ID: Measure], any Error>] = [
    Patient(), Patient.random(seed: 11),
  ].map {
    patient in Result { try measure(patient) }
  }

  struct Measure {
    var voxels = 0
    var millilitres = 0.0
    var hounsfield = 0.0
    var middle = Vector3(x: 0, y: 0, z: 0)
    /// Share of the largest connected part.
    var largest = 0.0
  }

  private static func measure(_ patient: Patient) throws -> [Organ.ID: Measure] {
    let body = BodyPhantom(patient)
    let grid = body.grid(scores: 0.03...0.9, spacing: Vector3(x: 3, y: 3, z: 3), width: 330)
    let scan = try body.scan(grid: grid, threads: 2)
    let labels = try scan.labels()
    var byID: [Int: Measure] = [:]
    let shape = grid.shape
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let index = VoxelIndex(x: x, y: y, z: z)
          let id = labels.id(at: index)
          guard id > 0 else { continue }
          var measure = byID[id] ?? Measure()
          measure.voxels += 1
          measure.hounsfield += Double(scan.ct.value(at: index))
          measure.middle = measure.middle + grid.position(of: index)
          byID[id] = measure
        }
      }
    }
    let components = LargestPart.shares(of: labels.volume)
    var result: [Organ.ID: Measure] = [:]
    for (id, var measure) in byID {
      let count = Double(measure.voxels)
      measure.millilitres = count * grid.voxelMillilitres
      measure.hounsfield /= count
      measure.middle = measure.middle * (1 / count)
      measure.largest = components[id] ?? 0
      if let organ = labels.table[id]?.organ { result[organ] = measure }
    }
    return result
  }

  static let bones: [Organ.ID] =
    VertebraLevel.allCases.map(\.organ) + ["sacrum", "sternum", "costal_cartilages", "spinal_cord"]
    + ["left", "right"].flatMap { side in (1...12).map { "rib_\(side)_\($0)" } }

  @Test(arguments: 0..<2) func everyBoneIsThereAndOfAUsualSize(_ body: Int) throws {
    let measures = try Self.measured[body].get()
    for id in Self.bones {
      let measure = try #require(measures[id], "\(id) is missing")
      let organ = try #require(OrganCatalogue.organ(id))
      if let volume = organ.volume {
        #expect(volume.contains(measure.millilitres), "\(id): \(measure.millilitres) mL of \(volume)")
      }
      if let range = organ.hounsfield {
        #expect(range.contains(measure.hounsfield), "\(id): \(measure.hounsfield) HU of \(range)")
      }
    }
  }

  @Test(arguments: 0..<2) func everyBoneIsOnePiece(_ body: Int) throws {
    let measures = try Self.measured[body].get()
    for id in Self.bones where id != "costal_cartilages" {
      #expect(try #require(measures[id]).largest > 0.98, "\(id)")
    }
  }

  @Test(arguments: 0..<2) func ribsAreOnTheirSideAndInOrder(_ body: Int) throws {
    let measures = try Self.measured[body].get()
    for number in 1...12 {
      let left = try #require(measures["rib_left_\(number)"]).middle
      let right = try #require(measures["rib_right_\(number)"]).middle
      #expect(left.x < -20 && right.x > 20)
      if number > 1 {
        #expect(left.z < (try #require(measures["rib_left_\(number - 1)"])).middle.z)
        #expect(right.z < (try #require(measures["rib_right_\(number - 1)"])).middle.z)
      }
    }
    let heights = try VertebraLevel.allCases.map { try #require(measures[$0.organ]).middle.z }
    #expect(heights == heights.sorted(by: >))
  }

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
}
