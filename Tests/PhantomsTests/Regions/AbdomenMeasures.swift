import Anatomy
import Imaging

@testable import Phantoms

/// What the label map and the CT of a patient say about every organ between thighs and diaphragm, at 4 mm.
struct AbdomenMeasures {
  struct Measure {
    var voxels = 0
    var millilitres = 0.0
    var hounsfield = 0.0
    var middle = Vector3(x: 0, y: 0, z: 0)
    /// Share of the largest connected part.
    var largest = 0.0
  }

  let organs: [Organ.ID: Measure]

  init(_ patient: Patient, phase: ContrastPhase = .none) throws {
    let body = BodyPhantom(patient)
    let grid = body.grid(scores: -0.3...0.5, spacing: Vector3(x: 4, y: 4, z: 4), width: 350)
    let scan = try body.scan(Scan(phase: phase), grid: grid, threads: 2)
    let labels = try scan.labels()
    var byID: [Int: Measure] = [:]
    for z in 0..<grid.shape.z {
      for y in 0..<grid.shape.y {
        for x in 0..<grid.shape.x {
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
    let parts = LargestPart.shares(of: labels.volume)
    var organs: [Organ.ID: Measure] = [:]
    for (id, var measure) in byID {
      guard let organ = labels.table[id]?.organ else { continue }
      let count = Double(measure.voxels)
      measure.millilitres = count * grid.voxelMillilitres
      measure.hounsfield /= count
      measure.middle = measure.middle * (1 / count)
      measure.largest = parts[id] ?? 0
      organs[organ] = measure
    }
    self.organs = organs
  }
}
