import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// Head, neck, shoulders, deep back and buttocks: there, of a usual size and brightness, on their own side.
@Suite struct HeadAndShoulderTests {
  private static let patients = [Patient(), Patient.random(seed: 2), Patient.random(seed: 5)]

  /// Two parts of each patient, made once.
  private static let measured: [Result<[BodyMeasures], any Error>] = patients.map { patient in
    Result {
      let body = BodyPhantom(patient)
      return try [(0.5...1.0, 3.0), (-0.02...0.27, 4.0)].map { scores, step in
        let grid = body.grid(scores: scores, spacing: Vector3(x: step, y: step, z: step))
        let scan = try body.scan(grid: grid, threads: 2)
        return BodyMeasures(scan, try scan.labels())
      }
    }
  }

  private static func pair(_ names: String...) -> [Anatomy.Organ.ID] {
    names.flatMap { ["\($0)_left", "\($0)_right"] }
  }

  static let upper: [Anatomy.Organ.ID] =
    pair(
      "clavicula", "scapula", "humerus", "eye", "optic_nerve", "parotid_gland", "temporomandibular_joint",
      "thyroid_lobe", "common_carotid_artery", "internal_jugular_vein", "vertebral_artery",
      "subclavian_artery", "subclavian_vein")
    + [
      "brain", "brainstem", "optic_chiasm", "sternocleidomastoid", "scalenus", "scalenus_anterior",
      "anterior_cervical_muscles",
    ]
  static let lower = pair("gluteus_maximus", "gluteus_medius", "gluteus_minimus")

  @Test(arguments: 0..<3) func everyOrganIsThereAndOfAUsualSizeAndBrightness(_ body: Int) throws {
    let measures = try Self.measured[body].get()
    for (part, ids) in [(0, Self.upper), (1, Self.lower)] {
      for id in ids {
        let measure = try #require(measures[part][id], "\(id) is missing")
        let organ = try #require(OrganCatalogue.organ(id))
        // An arm beside the trunk or above the head runs out of the part that is scanned.
        if let volume = organ.volume, !id.hasPrefix("humerus") {
          #expect(volume.contains(measure.millilitres), "\(id): \(measure.millilitres) mL of \(volume)")
        }
        if let range = organ.hounsfield {
          #expect(range.contains(measure.hounsfield), "\(id): \(measure.hounsfield) HU of \(range)")
        }
      }
    }
  }

  @Test(arguments: 0..<3) func leftIsLeftAndRightIsRight(_ body: Int) throws {
    let measures = try Self.measured[body].get()
    for (part, ids) in [(0, Self.upper), (1, Self.lower)] {
      for id in ids where id.hasSuffix("_left") || id.hasSuffix("_right") {
        let x = try #require(measures[part][id]).middle.x
        #expect(id.hasSuffix("_left") ? x < -4 : x > 4, "\(id) at \(x)")
      }
    }
  }

  @Test(arguments: 0..<3) func whatIsOneThingIsOnePiece(_ body: Int) throws {
    let measures = try Self.measured[body].get()
    let twoSided: Set = ["sternocleidomastoid", "scalenus", "scalenus_anterior", "anterior_cervical_muscles"]
    for (part, ids) in [(0, Self.upper), (1, Self.lower)] {
      for id in ids where !twoSided.contains(id) {
        #expect(try #require(measures[part][id]).largest > 0.95, "\(id)")
      }
    }
  }
}
