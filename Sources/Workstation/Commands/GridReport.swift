import Imaging

/// Where a grid lies, as reports say it. Vectors and columns run along the stored axes x, y, z.
public struct GridReport: Codable, Sendable, Hashable {
  /// Voxels along each stored axis.
  public let shape: [Int]
  /// Millimetres between voxel centres along each stored axis.
  public let spacing: [Double]
  /// Letters of the stored axes in the direction they grow: "RAS".
  public let orientation: String
  /// Voxel index to RAS+ mm: three rows of four numbers.
  public let affine: [[Double]]
  /// Millilitres of one voxel.
  public let voxelMillilitres: Double

  /// The report of a volume's stored grid.
  public init(_ volume: Volume) {
    let geometry = volume.storedGeometry
    let affine = geometry.affine
    shape = [geometry.shape.x, geometry.shape.y, geometry.shape.z]
    // Single precision in the file: 0.7 came as 0.699999988.
    spacing = (0..<3).map { Rounded.to(6, geometry.spacing[$0]) }
    orientation = volume.orientation.code
    self.affine = (0..<3).map { row in
      [affine.columnX[row], affine.columnY[row], affine.columnZ[row], affine.origin[row]].map {
        Rounded.to(6, $0)
      }
    }
    voxelMillilitres = Rounded.to(9, geometry.voxelMillilitres)
  }

  /// "122 × 101 × 112".
  var shapeText: String { shape.map(String.init).joined(separator: " × ") }

  /// "3 × 3 × 3 mm", with as many decimals as the finest needs, three at most.
  var spacingText: String {
    let decimals = (0...3).first { digits in
      spacing.allSatisfy { abs($0 - Rounded.to(digits, $0)) < 5e-5 }
    }
    return spacing.map { Format.decimal($0, decimals ?? 3) }.joined(separator: " × ") + " mm"
  }

  /// The grid's extent, "366 × 303 × 336 mm".
  var extentText: String {
    zip(shape, spacing).map { Format.decimal(Double($0) * $1, 0) }.joined(separator: " × ") + " mm"
  }
}

/// Numbers cut to the digits that mean something.
enum Rounded {
  /// The value to so many decimals; as it is where that cannot be said.
  static func to(_ decimals: Int, _ value: Double) -> Double {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded.isFinite ? (rounded == 0 ? 0 : rounded) : value
  }

  /// The same for a value that may not be there; nil too for one that is no number, which JSON does not know.
  static func ifAny(_ decimals: Int, _ value: Double?) -> Double? {
    guard let value, value.isFinite else { return nil }
    return to(decimals, value)
  }
}
