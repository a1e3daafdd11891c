import Foundation

@testable import Imaging

/// What `Scripts/make-metric-fixtures` wrote: label maps and what numpy, scipy and surface-distance measure of them.
struct MetricFixtures: Decodable, Sendable {
  struct Areas: Decodable, Sendable {
    let spacing: [Double]
    let areas: [Double]
  }

  struct Surfaces: Decodable, Sendable {
    let id: Int
    let dice: Double
    let nsd: Double
    let hd95: Double?
    let hd100: Double?
    let fromReference: Double?
    let fromCandidate: Double?
    let average: Double?
    let referenceArea: Double
    let candidateArea: Double
  }

  struct Comparison: Decodable, Sendable, CustomStringConvertible {
    let name: String
    let shape: [Int]
    let spacing: [Double]
    let tolerance: Double
    let reference: [Int]
    let candidate: [Int]
    let organs: [Surfaces]

    var description: String { name }
  }

  struct Pieces: Decodable, Sendable {
    let faces: [Int]
    let corners: [Int]
  }

  struct Organ: Decodable, Sendable {
    let id: Int
    let voxels: Int
    let millilitres: Double
    let mean: Double
    let deviation: Double
    let lower: [Int]
    let upper: [Int]
    let centroid: [Double]
    let counts: [[Int]]
    let nearest: Double
    let pieces: Pieces
  }

  struct Statistics: Decodable, Sendable {
    let shape: [Int]
    let spacing: [Double]
    let labels: [Int]
    let organs: [Organ]
  }

  let areas: [Areas]
  let comparisons: [Comparison]
  let statistics: Statistics

  static let all: MetricFixtures = {
    do {
      let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")
      let file = folder?.appendingPathComponent("metrics.json") ?? URL(fileURLWithPath: "metrics.json")
      return try JSONDecoder().decode(MetricFixtures.self, from: Data(contentsOf: file))
    } catch {
      fatalError("Fixtures/metrics.json: \(error); run Scripts/make-metric-fixtures")
    }
  }()

  /// A scan with these runs of ids (id and length by turns, x fastest) and the density the script computes.
  static func scan(shape: [Int], spacing: [Double], runs: [Int]) -> StoredScan {
    let grid = GridShape(x: shape[0], y: shape[1], z: shape[2])
    var ids: [UInt16] = []
    for run in stride(from: 0, to: runs.count, by: 2) {
      ids += Array(repeating: UInt16(runs[run]), count: runs[run + 1])
    }
    let voxels = ids
    return StoredScan(
      shape: grid, spacing: Vector3(x: spacing[0], y: spacing[1], z: spacing[2]),
      value: { Float((37 * $0.x + 101 * $0.y + 59 * $0.z + $0.x * $0.y) % 401 - 150) },
      id: { voxels[($0.z * grid.y + $0.y) * grid.x + $0.x] })
  }
}

/// Whether two numbers agree to a thousandth, or better where asked.
func agrees(_ a: Double, _ b: Double, relative: Double = 1e-3) -> Bool {
  abs(a - b) <= relative * max(abs(a), abs(b)) + 1e-12
}

/// The same for values that may be missing; both must be or none.
func agrees(_ a: Double?, _ b: Double?, relative: Double = 1e-3) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return agrees(a, b, relative: relative)
}
