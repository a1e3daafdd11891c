import Imaging

/// How a scanner's file stores its axes: the directions in which x, y and z grow.
public struct StoredOrientation: Sendable, Hashable {
  /// A direction of the patient.
  public enum Direction: String, Sendable, CaseIterable {
    case right = "R"
    case left = "L"
    case anterior = "A"
    case posterior = "P"
    case superior = "S"
    case inferior = "I"

    /// Canonical axis: 0 right, 1 anterior, 2 superior.
    var axis: Int {
      switch self {
      case .right, .left: 0
      case .anterior, .posterior: 1
      case .superior, .inferior: 2
      }
    }

    /// Whether it runs against the canonical axis.
    var isReversed: Bool { self == .left || self == .posterior || self == .inferior }
  }

  /// In which x, y and z grow.
  let directions: [Direction]

  /// An orientation from its letters, "LPS"; nil unless every axis of the patient is named once.
  public init?(_ code: String) {
    let directions = code.uppercased().compactMap { Direction(rawValue: String($0)) }
    guard directions.count == code.count, Set(directions.map(\.axis)).count == 3, directions.count == 3
    else { return nil }
    self.directions = directions
  }

  private init(_ directions: [Direction]) { self.directions = directions }

  /// As the grids of `BodyPhantom.grid` are.
  public static let ras = StoredOrientation([.right, .anterior, .superior])
  /// DICOM as most converters store it in memory.
  public static let lps = StoredOrientation([.left, .posterior, .superior])
  /// NIfTI files of dcm2niix.
  public static let las = StoredOrientation([.left, .anterior, .superior])
  /// Slices stored from the head downwards.
  public static let lpi = StoredOrientation([.left, .posterior, .inferior])
}

extension Geometry {
  /// The same voxels of a grid with axes R, A, S as a file with other axes stores them.
  public func stored(as orientation: StoredOrientation) -> Geometry {
    var first = VoxelIndex(x: 0, y: 0, z: 0)
    for direction in orientation.directions where direction.isReversed {
      first[direction.axis] = shape[direction.axis] - 1
    }
    func column(_ axis: Int) -> Vector3 {
      let direction = orientation.directions[axis]
      return affine.column(direction.axis) * (direction.isReversed ? -1 : 1)
    }
    let axes = orientation.directions.map(\.axis)
    return Geometry(
      shape: GridShape(x: shape[axes[0]], y: shape[axes[1]], z: shape[axes[2]]),
      affine: Affine(
        columnX: column(0), columnY: column(1), columnZ: column(2), origin: affine.apply(first)))
  }

  /// The grid turned about the patient's x axis through its middle, top to anterior, as with a tilted gantry.
  public func tilted(by degrees: Double) -> Geometry {
    let (s, c) = (Exact.sine(degrees), Exact.cosine(degrees))
    func turned(_ v: Vector3) -> Vector3 { Vector3(x: v.x, y: v.y * c + v.z * s, z: v.z * c - v.y * s) }
    let middle = affine.apply(
      x: Double(shape.x - 1) / 2, y: Double(shape.y - 1) / 2, z: Double(shape.z - 1) / 2)
    return Geometry(
      shape: shape,
      affine: Affine(
        columnX: turned(affine.columnX), columnY: turned(affine.columnY), columnZ: turned(affine.columnZ),
        origin: turned(affine.origin - middle) + middle))
  }
}
