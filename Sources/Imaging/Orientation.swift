/// How a stored grid's axes lie in the patient: for each canonical axis (R, A, S) the storage axis nearest to it
/// and whether that axis runs backwards.
///
/// It comes from the affine alone, never from array order. Reading through it gives the same picture for all 48
/// ways to store one scan, without moving a voxel.
public struct Orientation: Sendable, Hashable {
  /// `axes[c]` is the storage axis that lies closest to canonical axis `c` (0 right, 1 anterior, 2 superior).
  public let axes: [Int]
  /// `reversed[c]` is true when storage indices fall while canonical axis `c` grows.
  public let reversed: [Bool]

  /// Identity: stored as R, A, S.
  public static let ras = Orientation(axes: [0, 1, 2], reversed: [false, false, false])

  private init(axes: [Int], reversed: [Bool]) {
    self.axes = axes
    self.reversed = reversed
  }

  /// The orientation closest to an affine: the assignment of axes with the largest sum of absolute cosines.
  public init(of affine: Affine) {
    let permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    func cosine(_ canonical: Int, _ storage: Int) -> Double {
      let column = affine.column(storage)
      return column.length > 0 ? column[canonical] / column.length : 0
    }
    var best = permutations[0]
    var bestScore = -1.0
    for candidate in permutations {
      let score = (0..<3).reduce(0.0) { $0 + abs(cosine($1, candidate[$1])) }
      if score > bestScore + 1e-9 {
        best = candidate
        bestScore = score
      }
    }
    self.init(axes: best, reversed: (0..<3).map { cosine($0, best[$0]) < 0 })
  }

  /// Letters of the storage axes in the direction they grow: "RAS", "LPS", ...
  public var code: String {
    let letters: [(Character, Character)] = [("R", "L"), ("A", "P"), ("S", "I")]
    var code: [Character] = ["?", "?", "?"]
    for canonical in 0..<3 {
      code[axes[canonical]] = reversed[canonical] ? letters[canonical].1 : letters[canonical].0
    }
    return String(code)
  }

  /// The storage index of a canonical one.
  public func storageIndex(of canonical: VoxelIndex, shape: GridShape) -> VoxelIndex {
    var result = VoxelIndex(x: 0, y: 0, z: 0)
    for c in 0..<3 {
      let axis = axes[c]
      result[axis] = reversed[c] ? shape[axis] - 1 - canonical[c] : canonical[c]
    }
    return result
  }

  /// The canonical index of a storage one: the inverse of `storageIndex`.
  public func canonicalIndex(of storage: VoxelIndex, shape: GridShape) -> VoxelIndex {
    var result = VoxelIndex(x: 0, y: 0, z: 0)
    for c in 0..<3 {
      let axis = axes[c]
      result[c] = reversed[c] ? shape[axis] - 1 - storage[axis] : storage[axis]
    }
    return result
  }

  /// The geometry of the same voxels with axes in canonical order.
  public func canonicalGeometry(of stored: Geometry) -> Geometry {
    let shape = stored.shape
    let first = storageIndex(of: VoxelIndex(x: 0, y: 0, z: 0), shape: shape)
    func column(_ c: Int) -> Vector3 { stored.affine.column(axes[c]) * (reversed[c] ? -1 : 1) }
    return Geometry(
      shape: GridShape(x: shape[axes[0]], y: shape[axes[1]], z: shape[axes[2]]),
      affine: Affine(
        columnX: column(0), columnY: column(1), columnZ: column(2), origin: stored.affine.apply(first)))
  }
}
