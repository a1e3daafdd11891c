import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// Lungs, airways, heart, great vessels and oesophagus: all there, of a size and brightness that people have, whole, and
/// joined as they should be.
@Suite struct ChestTests {
  /// Three trunks at 3 mm, made once.
  private static let measured: [Result<ChestMeasures, any Error>] = [
    (Patient(), .portalVenous), (Patient.random(seed: 2), .none), (Patient.random(seed: 5), .arterial),
  ].map { patient, phase in Result { try ChestMeasures(patient, phase) } }

  static let lobes = [
    "lung_upper_lobe_left", "lung_lower_lobe_left", "lung_upper_lobe_right", "lung_middle_lobe_right",
    "lung_lower_lobe_right",
  ]
  static let organs: [Organ.ID] =
    lobes + [
      "trachea", "bronchus_left", "bronchus_right", "esophagus", "heart_myocardium", "heart_ventricle_left",
      "heart_ventricle_right", "heart_atrium_left", "heart_atrium_right", "aorta_ascending", "aortic_arch",
      "aorta_descending", "pulmonary_artery", "pulmonary_vein", "superior_vena_cava", "inferior_vena_cava",
      "azygos_vein", "brachiocephalic_vein_left", "brachiocephalic_vein_right", "iliac_artery_left",
      "iliac_artery_right",
    ]

  @Test(arguments: 0..<3) func everyOrganIsThereAndOfAUsualSizeAndBrightness(_ body: Int) throws {
    let chest = try Self.measured[body].get()
    for id in Self.organs {
      let measure = try #require(chest.organs[id], "\(id) is missing")
      let organ = try #require(OrganCatalogue.organ(id))
      if let volume = organ.volume {
        #expect(volume.contains(measure.millilitres), "\(id): \(measure.millilitres) mL of \(volume)")
      }
      if let range = organ.hounsfield {
        #expect(range.contains(measure.hounsfield), "\(id): \(measure.hounsfield) HU of \(range)")
      }
    }
    let aorta = ["aorta_ascending", "aortic_arch", "aorta_descending"].compactMap {
      chest.organs[$0]?.millilitres
    }
    let whole = try #require(OrganCatalogue.organ("aorta")?.volume)
    #expect(whole.contains(aorta.reduce(0, +)))
  }

  @Test(arguments: 0..<3) func everyOrganIsOnePiece(_ body: Int) throws {
    let chest = try Self.measured[body].get()
    // The four veins of the lungs are parted by the atrium.
    for id in Self.organs where id != "pulmonary_vein" && !id.hasPrefix("iliac_artery") {
      #expect(try #require(chest.organs[id]).largest > 0.97, "\(id)")
    }
    for id in Self.organs where id.hasPrefix("iliac_artery") {
      let share = try #require(chest.organs[id]).largest
      withKnownIssue("beside muscles and bones of the pelvis the iliac arteries fall into pieces") {
        #expect(share > 0.97, "\(id)")
      }
    }
  }

  @Test(arguments: 0..<3) func leftIsLeftAndRightIsRight(_ body: Int) throws {
    let chest = try Self.measured[body].get()
    for id in Self.organs where id.hasSuffix("_left") || id.contains("_left_") {
      let twin = id.replacing("_left", with: "_right")
      guard let other = chest.organs[twin] else { continue }
      #expect(try #require(chest.organs[id]).middle.x < other.middle.x - 15, "\(id)")
    }
    #expect(try #require(chest.organs["heart_myocardium"]).middle.x < -25)
    #expect(try #require(chest.organs["heart_atrium_right"]).middle.x > 5)
    #expect(try #require(chest.organs["superior_vena_cava"]).middle.x > 15)
    #expect(try #require(chest.organs["aorta_descending"]).middle.x < 5)
  }

  /// What blood and air pass on their way lies side by side.
  @Test(arguments: 0..<3) func neighboursMeet(_ body: Int) throws {
    let chest = try Self.measured[body].get()
    let pairs = [
      ("trachea", "bronchus_left"), ("trachea", "bronchus_right"),
      ("inferior_vena_cava", "heart_atrium_right"), ("superior_vena_cava", "heart_atrium_right"),
      ("heart_ventricle_right", "pulmonary_artery"), ("pulmonary_vein", "heart_atrium_left"),
      ("heart_atrium_left", "heart_ventricle_left"), ("heart_atrium_right", "heart_ventricle_right"),
      ("heart_ventricle_left", "heart_myocardium"), ("heart_ventricle_left", "aorta_ascending"),
      ("aorta_ascending", "aortic_arch"), ("aortic_arch", "aorta_descending"),
      ("aorta_descending", "iliac_artery_left"), ("aorta_descending", "iliac_artery_right"),
      ("azygos_vein", "superior_vena_cava"), ("brachiocephalic_vein_left", "superior_vena_cava"),
      ("brachiocephalic_vein_right", "superior_vena_cava"), ("lung_upper_lobe_left", "lung_lower_lobe_left"),
      ("lung_upper_lobe_right", "lung_middle_lobe_right"),
      ("lung_lower_lobe_right", "lung_middle_lobe_right"),
    ]
    for (a, b) in pairs { #expect(chest.meet(a, b), "\(a) and \(b)") }
    #expect(!chest.meet("lung_lower_lobe_left", "lung_lower_lobe_right"))
    #expect(!chest.meet("heart_ventricle_left", "heart_ventricle_right"))
  }

  /// The wall of the left ventricle lies all round its blood save at the valves.
  @Test(arguments: 0..<3) func muscleLiesRoundTheLeftVentricle(_ body: Int) throws {
    let chest = try Self.measured[body].get()
    #expect(chest.shareOfBorder(of: "heart_ventricle_left", with: "heart_myocardium") > 0.72)
  }

  @Test func aTreeReachesEveryPartOfItsLung() {
    let plan = BodyPlan(Patient())
    let places = LungShape(plan).places(.right, apart: 24, depth: 6)
    let root = Sweep.Knot(Point3(45, -19, 494), 8)
    let tree = Union(
      LungTree(root: root, targets: places, calibre: .init(twig: 0.8, power: 0.3, fewest: 1)).tubes)
    #expect(places.count > 80)
    let far = places.filter { tree.distance(to: $0) > 12 }
    #expect(far.isEmpty)
    #expect(tree.distance(to: root.point) < 0)
  }
}

/// Organs of one trunk, measured in its label map.
struct ChestMeasures {
  struct Organ {
    var millilitres = 0.0
    var hounsfield = 0.0
    var middle = Vector3(x: 0, y: 0, z: 0)
    /// Share of the largest connected part.
    var largest = 0.0
  }

  private struct Pair: Hashable {
    let from: Int
    let to: Int
  }

  private(set) var organs: [Anatomy.Organ.ID: Organ] = [:]
  private var numbers: [Anatomy.Organ.ID: Int] = [:]
  /// How many voxel faces lie between two labels.
  private var faces: [Pair: Int] = [:]

  init(_ patient: Patient, _ phase: ContrastPhase) throws {
    let body = BodyPhantom(patient)
    let grid = body.grid(scores: 0.04...0.78, spacing: Vector3(x: 3, y: 3, z: 3), width: 290)
    let scan = try body.scan(Scan(phase: phase), grid: grid, threads: 2)
    let labels = try scan.labels()
    let shape = grid.shape
    let ids = (0..<labels.volume.voxels.count).map { Int(labels.volume.voxels[$0]) }
    var sums = [Organ](repeating: Organ(), count: 256)
    var counts = [Double](repeating: 0, count: 256)
    let steps = [1, shape.x, shape.x * shape.y]
    for (offset, id) in ids.enumerated() where id > 0 {
      let index = VoxelIndex(
        x: offset % shape.x, y: offset / shape.x % shape.y, z: offset / (shape.x * shape.y))
      counts[id] += 1
      sums[id].hounsfield += Double(scan.ct.value(at: index))
      sums[id].middle = sums[id].middle + grid.position(of: index)
      for step in steps {
        for next in [offset - step, offset + step] where ids.indices.contains(next) && ids[next] != id {
          faces[Pair(from: id, to: ids[next]), default: 0] += 1
        }
      }
    }
    let parts = LargestPart.shares(of: labels.volume)
    for entry in labels.table.entries where counts[entry.id] > 0 {
      guard let name = entry.organ else { continue }
      var organ = sums[entry.id]
      organ.millilitres = counts[entry.id] * grid.voxelMillilitres
      organ.hounsfield /= counts[entry.id]
      organ.middle = organ.middle * (1 / counts[entry.id])
      organ.largest = parts[entry.id] ?? 0
      organs[name] = organ
      numbers[name] = entry.id
    }
  }

  /// Whether two organs share a face of a voxel.
  func meet(_ a: Anatomy.Organ.ID, _ b: Anatomy.Organ.ID) -> Bool {
    guard let from = numbers[a], let to = numbers[b] else { return false }
    return faces[Pair(from: from, to: to)] != nil
  }

  /// How much of an organ's surface borders on another.
  func shareOfBorder(of a: Anatomy.Organ.ID, with b: Anatomy.Organ.ID) -> Double {
    guard let from = numbers[a], let to = numbers[b] else { return 0 }
    let all = faces.reduce(0) { $1.key.from == from ? $0 + $1.value : $0 }
    return Double(faces[Pair(from: from, to: to)] ?? 0) / Double(max(all, 1))
  }
}
