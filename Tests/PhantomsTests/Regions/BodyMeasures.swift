import Anatomy
import Imaging

@testable import Phantoms

/// Size, brightness, place and wholeness of every organ of a scan.
struct BodyMeasures {
  struct Organ {
    var millilitres = 0.0
    var hounsfield = 0.0
    /// Patient mm.
    var middle = Vector3(x: 0, y: 0, z: 0)
    /// Share of the largest connected part.
    var largest = 0.0
  }

  private let organs: [Anatomy.Organ.ID: Organ]

  subscript(_ id: Anatomy.Organ.ID) -> Organ? { organs[id] }

  /// Measures the labels of a scan, of all organs or of one task's.
  init(_ scan: BodyScan, _ labels: LabelMap) {
    let grid = scan.ct.geometry
    var counts: [Int: Double] = [:]
    var sums: [Int: (hounsfield: Double, place: Vector3)] = [:]
    let shape = grid.shape
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let index = VoxelIndex(x: x, y: y, z: z)
          let id = labels.id(at: index)
          guard id > 0 else { continue }
          let sum = sums[id] ?? (0, Vector3(x: 0, y: 0, z: 0))
          counts[id, default: 0] += 1
          sums[id] = (
            sum.hounsfield + Double(scan.ct.value(at: index)), sum.place + grid.position(of: index)
          )
        }
      }
    }
    let shares = LargestPart.shares(of: labels.volume)
    organs = sums.reduce(into: [:]) { organs, item in
      guard let id = labels.table[item.key]?.organ, let count = counts[item.key] else { return }
      organs[id] = Organ(
        millilitres: count * grid.voxelMillilitres, hounsfield: item.value.hounsfield / count,
        middle: item.value.place * (1 / count), largest: shares[item.key] ?? 0)
    }
  }
}
