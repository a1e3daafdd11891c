import Anatomy
import Imaging

/// A synthetic patient from the eighth thoracic vertebra to the iliac wings, drawn from geometric bodies.
///
/// It looks like a CT at first glance and every voxel's structure is known, so that a program can be shown and tested
/// without a real person's scan. Arteries carry some contrast medium (150 HU), the liver is nearly plain (64 HU). It
/// is no atlas: shapes are plausible, not measured, and no statistics of a population may be drawn from it.
///
/// The same seed and spacing give the same voxels on every machine, in debug and release builds. At 3 mm it takes
/// under a second in a release build; the cost grows with the number of voxels.
public struct TorsoPhantom: Sendable {
  /// Chooses noise, texture, vessels, the loops of the bowel and small differences of size.
  public let seed: UInt64
  /// Edge of a voxel in mm. The block is always 384 x 288 x 360 mm.
  public let spacing: Double

  /// A patient.
  /// - Parameter spacing: edge of a voxel in mm, 1...12; thin structures vanish when it is large.
  public init(seed: UInt64 = 1, spacing: Double = 3) {
    precondition(spacing >= 1 && spacing <= 12)
    self.seed = seed
    self.spacing = spacing
  }

  /// CT in HU (int16) and labels (uint8, TotalSegmentator v2's ids and names) on one grid, axes R, A, S.
  public func make() -> (ct: Volume, labels: LabelMap) {
    let shape = GridShape(
      x: Int(384 / spacing), y: Int(288 / spacing), z: Int(360 / spacing))
    let first = Point3(-192 + spacing / 2, -160 + spacing / 2, spacing / 2)
    var painter = TorsoPainter(
      canvas: Canvas(
        width: shape.x, depth: shape.y, height: shape.z, spacing: spacing, origin: first, seed: seed),
      seed: seed)
    painter.paintPatient()
    painter.scan(noise: 14)

    let geometry = Geometry(
      shape: shape,
      affine: Affine(
        columnX: Vector3(x: spacing, y: 0, z: 0), columnY: Vector3(x: 0, y: spacing, z: 0),
        columnZ: Vector3(x: 0, y: 0, z: spacing), origin: Vector3(x: first.x, y: first.y, z: first.z)))
    let ct = VoxelBuffer.filled(
      .int16, painter.canvas.hounsfield.map { Int16(max(-1024, min(3071, $0.rounded()))) })
    let labels = VoxelBuffer.filled(.uint8, painter.canvas.labels)
    return (
      Volume(storedGeometry: geometry, voxels: ct),
      LabelMap(volume: Volume(storedGeometry: geometry, voxels: labels), table: Self.table)
    )
  }

  /// The names every torso can have, whatever its seed.
  public static var organNames: [String] { TorsoStructure.all.map(\.name) }

  /// Ids and names with the catalogue's organs and colours.
  static let table = LabelTable.named(TorsoStructure.all.map { (id: $0.rawValue, name: $0.name) })
}

extension VoxelBuffer {
  /// A complete buffer that holds given values; the element type must be the scalar's own.
  static func filled<Value: BitwiseCopyable>(_ scalar: Scalar, _ values: [Value]) -> VoxelBuffer {
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
