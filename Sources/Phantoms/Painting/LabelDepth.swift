import Imaging

/// How deep every voxel lies within its label, and for the background which label is nearest and how far off it is.
///
/// Chamfer distances to the faces between labels (Borgefors, doi 10.1016/S0734-189X(86)80047-0): two passes over the
/// grid, errors of some per cent, far enough for layers a few voxels thick.
struct LabelDepth: Sendable {
  /// Distances in steps of `step` mm; 255 for what is further.
  private let distances: [UInt8]
  /// The nearest label of a background voxel, its own id elsewhere; 0 where none is within reach.
  let nearest: [UInt16]
  private let step: Double

  func distance(_ index: Int) -> Double { Double(distances[index]) * step }

  private struct Neighbour {
    let x: Int
    let y: Int
    let z: Int
    let offset: Int
    let length: Int
  }

  init(_ grid: LabelGrid) {
    let shape = grid.shape
    let step = min(grid.spacing.x, grid.spacing.y, grid.spacing.z) / 4
    var distances = [UInt8](repeating: 255, count: shape.count)
    var nearest = grid.ids
    let neighbours = Self.neighbours(grid, step)
    func pass(_ sign: Int) {
      grid.ids.withUnsafeBufferPointer { ids in
        distances.withUnsafeMutableBufferPointer { distances in
          nearest.withUnsafeMutableBufferPointer { nearest in
            Self.pass(sign, shape, neighbours, ids, distances, nearest)
          }
        }
      }
    }
    pass(-1)
    pass(1)
    self.step = step
    self.distances = distances
    self.nearest = nearest
  }

  /// The 13 neighbours that come before a voxel.
  private static func neighbours(_ grid: LabelGrid, _ step: Double) -> [Neighbour] {
    var all: [Neighbour] = []
    for z in -1...0 {
      for y in -1...1 {
        for x in -1...1 where (z, y, x) < (0, 0, 0) {
          let length = Point3(
            Double(x) * grid.spacing.x, Double(y) * grid.spacing.y, Double(z) * grid.spacing.z
          ).length
          all.append(
            Neighbour(
              x: x, y: y, z: z, offset: (z * grid.shape.y + y) * grid.shape.x + x,
              length: max(Int((length / step).rounded()), 1)))
        }
      }
    }
    return all
  }

  /// One pass, forwards with the neighbours before (-1) or backwards with those behind (1).
  private static func pass(
    _ sign: Int, _ shape: GridShape, _ neighbours: [Neighbour], _ ids: UnsafeBufferPointer<UInt16>,
    _ distances: UnsafeMutableBufferPointer<UInt8>, _ nearest: UnsafeMutableBufferPointer<UInt16>
  ) {
    let count = shape.count
    for turn in 0..<shape.z * shape.y {
      let row = sign < 0 ? turn : shape.z * shape.y - 1 - turn
      let (y, z) = (row % shape.y, row / shape.y)
      for step in 0..<shape.x {
        let x = sign < 0 ? step : shape.x - 1 - step
        let here = row * shape.x + x
        let isInner = x > 0 && x + 1 < shape.x && y > 0 && y + 1 < shape.y && z > 0 && z + 1 < shape.z
        var best = Int(distances[here])
        var near = nearest[here]
        let own = ids[here]
        for n in neighbours {
          let there = here - sign * n.offset
          if !isInner {
            let (a, b, c) = (x - sign * n.x, y - sign * n.y, z - sign * n.z)
            guard a >= 0, b >= 0, c >= 0, a < shape.x, b < shape.y, c < shape.z, there >= 0, there < count
            else { continue }
          }
          let other = ids[there]
          let reach = other == own ? Int(distances[there]) + n.length : n.length / 2
          guard reach < best else { continue }
          best = reach
          if own == 0 { near = nearest[there] }
        }
        distances[here] = UInt8(min(best, 255))
        nearest[here] = near
      }
    }
  }
}
