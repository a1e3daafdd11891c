import Anatomy
import Imaging

/// An ellipsoid in a grid of any spacing and any of the 48 orientations, for tests of geometry.
///
/// Label 1 covers every voxel whose centre lies inside; its CT is one value inside and another outside, without noise.
/// The patient is the same whatever the orientation: only the way it is stored differs.
public struct SpherePhantom: Sendable {
  /// Half axes to the right, to anterior and to superior, mm.
  public var radii: Vector3
  /// Where its centre lies, RAS+ mm.
  public var centre: Vector3
  /// Voxels along the canonical axes R, A, S.
  public var shape: GridShape
  /// Voxel size along the canonical axes R, A, S, mm.
  public var spacing: Vector3
  /// HU inside.
  public var inside: Int16
  /// HU outside.
  public var outside: Int16

  /// An ellipsoid in the middle of its grid, which lies round the point `gridCentre`.
  /// - Parameter centre: where the ellipsoid lies, the grid's centre unless told otherwise, RAS+ mm.
  public init(
    radii: Vector3 = Vector3(x: 20, y: 20, z: 20), shape: GridShape = GridShape(x: 24, y: 32, z: 20),
    spacing: Vector3 = Vector3(x: 2, y: 1.5, z: 2.5), centre: Vector3 = Vector3(x: 10, y: -20, z: 30),
    inside: Int16 = 60, outside: Int16 = -1000
  ) {
    self.radii = radii
    self.shape = shape
    self.spacing = spacing
    self.centre = centre
    self.inside = inside
    self.outside = outside
  }

  /// The ellipsoid's true volume, mL; what is counted in voxels comes close to it.
  public var millilitres: Double { 4 / 3 * Double.pi * radii.x * radii.y * radii.z / 1000 }

  /// All 48 orientation codes: "RAS", "LPS", "SPR", ...
  public static var orientations: [String] {
    var codes: [String] = []
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      for flips in 0..<8 {
        codes.append(String(order.map { axis in letters[axis][flips >> axis & 1] }))
      }
    }
    return codes
  }

  private static let letters: [[Character]] = [["R", "L"], ["A", "P"], ["S", "I"]]

  /// CT (int16) and labels (uint8: 1 is "sphere") stored with axes that grow as the three letters of `orientation` say.
  ///
  /// The centre lies half a voxel off the grid's middle where the grid has an even number of voxels, so that no
  /// orientation is favoured by symmetry.
  public func make(orientation code: String = "RAS") -> (ct: Volume, labels: LabelMap) {
    let stored = storedGeometry(code)
    var ct: [Int16] = []
    var labels: [UInt8] = []
    for z in 0..<stored.shape.z {
      for y in 0..<stored.shape.y {
        for x in 0..<stored.shape.x {
          let offset = stored.position(of: VoxelIndex(x: x, y: y, z: z)) - centre
          let (u, v, w) = (offset.x / radii.x, offset.y / radii.y, offset.z / radii.z)
          let isInside = u * u + v * v + w * w < 1
          ct.append(isInside ? inside : outside)
          labels.append(isInside ? 1 : 0)
        }
      }
    }
    let table = LabelTable([
      LabelTable.Entry(
        id: 1, name: "sphere", organ: nil, color: OrganColor(red: 230, green: 120, blue: 60))
    ])
    return (
      Volume(storedGeometry: stored, voxels: .filled(.int16, ct)),
      LabelMap(volume: Volume(storedGeometry: stored, voxels: .filled(.uint8, labels)), table: table)
    )
  }

  private func storedGeometry(_ code: String) -> Geometry {
    // For each storage axis: the canonical axis it runs along, and which way.
    let axes = code.compactMap { letter in
      Self.letters.firstIndex { $0.contains(letter) }.map { axis in
        (axis: axis, sign: letter == Self.letters[axis][0] ? 1.0 : -1.0)
      }
    }
    precondition(Set(axes.map(\.axis)) == [0, 1, 2], "\(code) is no orientation")
    func column(_ storage: Int) -> Vector3 {
      let (axis, sign) = axes[storage]
      let length = spacing[axis] * sign
      return Vector3(x: axis == 0 ? length : 0, y: axis == 1 ? length : 0, z: axis == 2 ? length : 0)
    }
    let counts = axes.map { shape[$0.axis] }
    var origin = centre - Vector3(x: spacing.x, y: spacing.y, z: spacing.z) * 0.5
    origin =
      origin
      - Vector3(
        x: spacing.x * Double(shape.x / 2 - 1), y: spacing.y * Double(shape.y / 2 - 1),
        z: spacing.z * Double(shape.z / 2 - 1))
    // Storage starts at the far end of every axis that runs backwards.
    for (storage, axis) in axes.enumerated() where axis.sign < 0 {
      origin = origin - column(storage) * Double(shape[axis.axis] - 1)
    }
    return Geometry(
      shape: GridShape(x: counts[0], y: counts[1], z: counts[2]),
      affine: Affine(columnX: column(0), columnY: column(1), columnZ: column(2), origin: origin))
  }
}

extension VoxelBuffer {
  /// A complete buffer that holds given values; the element type must be the scalar's own.
  fileprivate static func filled<Value: BitwiseCopyable>(_ scalar: Scalar, _ values: [Value]) -> VoxelBuffer {
    precondition(MemoryLayout<Value>.size == scalar.size)
    guard let buffer = VoxelBuffer(scalar: scalar, count: values.count) else {
      preconditionFailure("no memory for \(values.count) voxels of a phantom")
    }
    values.withUnsafeBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      buffer.base.copyMemory(from: source, byteCount: bytes.count)
    }
    buffer.publish(values.count)
    return buffer
  }
}
