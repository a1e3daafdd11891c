/// The area of a mask's surface at a corner between eight voxels, for each of the 256 ways they may be inside or outside.
///
/// A surface is what marching cubes (Lorensen and Cline 1987) draws through the middles of the edges between the eight
/// voxel centres. The rules here are the fixed ones of the surface-distance measures of Nikolov et al. 2018
/// (arXiv:1809.04430), whose published values it reproduces; the table itself is made from the rules:
/// - the fewer of the inside and the outside corners are walled off, so a code and its complement have one area;
/// - corners that meet only across a face or the cube are walled off separately;
/// - a wall that is not flat is folded where its area in the unit cube is largest.
enum SurfaceAreas {
  /// The bit of the voxel at offset (x, y, z), each 0 or 1, from the corner's lower neighbour.
  static func bit(x: Int, y: Int, z: Int) -> Int { x * 4 + z * 2 + y }

  /// Areas in mm^2 by code for voxels of a spacing in mm; 0 for codes 0 and 255, which are no surface.
  static func table(spacing: Vector3) -> [Double] {
    unitTriangles.map { triangles in
      triangles.reduce(0) { $0 + area($1.map { corner in scaled(corner, spacing) }) }
    }
  }

  /// Three points of the unit cube.
  private typealias Triangle = [Vector3]

  private static let unitTriangles: [[Triangle]] = (0..<256).map { code in
    walls(Set((0..<8).filter { code >> $0 & 1 == 1 })).flatMap(fold)
  }

  /// The closed polygons that wall off the fewer corners.
  private static func walls(_ inside: Set<Int>) -> [[Vector3]] {
    let corners = inside.count > 4 ? Set(0..<8).subtracting(inside) : inside
    return pieces(corners).flatMap(outline)
  }

  /// Groups of corners joined by edges of the cube.
  private static func pieces(_ corners: Set<Int>) -> [Set<Int>] {
    var left = corners
    var pieces: [Set<Int>] = []
    while let first = left.min() {
      var piece: Set<Int> = [first]
      var open = [first]
      left.remove(first)
      while let corner = open.popLast() {
        for next in neighbours(corner) where left.remove(next) != nil {
          piece.insert(next)
          open.append(next)
        }
      }
      pieces.append(piece)
    }
    return pieces
  }

  private static func neighbours(_ corner: Int) -> [Int] { [corner ^ 1, corner ^ 2, corner ^ 4] }

  /// An edge of the cube that a wall crosses.
  private struct Crossing: Hashable {
    let inside: Int
    let outside: Int

    var middle: Vector3 {
      func point(_ corner: Int) -> Vector3 {
        Vector3(x: Double(corner >> 2 & 1), y: Double(corner & 1), z: Double(corner >> 1 & 1))
      }
      return (point(inside) + point(outside)) * 0.5
    }

    /// Whether a wall runs from one crossing to the other within a face of the cube: across one inside corner, along
    /// one edge, or round one outside corner.
    func isLinked(to other: Crossing, within piece: Set<Int>) -> Bool {
      let differing = (inside ^ other.inside) | (outside ^ other.outside) | (inside ^ outside)
      guard differing.nonzeroBitCount == 2, self != other else { return false }
      if inside == other.inside {
        // The face's fourth corner may be inside too, but then only a diagonal of the face joins it.
        return true
      }
      let isEdge = (inside ^ other.inside).nonzeroBitCount == 1
      if outside == other.outside { return piece.contains(inside ^ other.inside ^ outside) }
      return isEdge && (outside ^ other.outside).nonzeroBitCount == 1
    }
  }

  /// The closed loops of crossings round a piece.
  private static func outline(_ piece: Set<Int>) -> [[Vector3]] {
    var left = piece.sorted().flatMap { corner in
      neighbours(corner).filter { !piece.contains($0) }.map { Crossing(inside: corner, outside: $0) }
    }
    var loops: [[Vector3]] = []
    while let first = left.popLast() {
      var loop = [first]
      while let last = loop.last, let next = left.firstIndex(where: { last.isLinked(to: $0, within: piece) })
      {
        loop.append(left.remove(at: next))
      }
      loops.append(loop.map(\.middle))
    }
    return loops
  }

  /// The triangles of a polygon, folded where the area is largest.
  private static func fold(_ polygon: [Vector3]) -> [Triangle] {
    triangulations(polygon).max { total($0) < total($1) } ?? []
  }

  /// Every way to cut a polygon into triangles.
  private static func triangulations(_ polygon: [Vector3]) -> [[Triangle]] {
    guard polygon.count > 2 else { return [[]] }
    return (1..<polygon.count - 1).flatMap { apex in
      triangulations(Array(polygon[...apex])).flatMap { left in
        triangulations(Array(polygon[apex...])).map { right in
          [[polygon[0], polygon[apex], polygon[polygon.count - 1]]] + left + right
        }
      }
    }
  }

  private static func total(_ triangles: [Triangle]) -> Double { triangles.reduce(0) { $0 + area($1) } }

  private static func area(_ triangle: Triangle) -> Double {
    let u = triangle[1] - triangle[0]
    let v = triangle[2] - triangle[0]
    return Vector3(x: u.y * v.z - u.z * v.y, y: u.z * v.x - u.x * v.z, z: u.x * v.y - u.y * v.x).length / 2
  }

  private static func scaled(_ point: Vector3, _ spacing: Vector3) -> Vector3 {
    Vector3(x: point.x * spacing.x, y: point.y * spacing.y, z: point.z * spacing.z)
  }
}
