import Foundation
import Imaging
import Storage
import Tensors

@testable import Learning

/// A data set in nnU-Net's layout in a folder of its own, made by hand and gone with its last reader.
final class DataFolder {
  let path: String

  init(labels: String = #""background": 0, "liver": 1, "spleen": 2"#, more: String = "") throws {
    path = NSTemporaryDirectory() + "fabrica-data-\(UUID().uuidString)"
    for part in ["imagesTr", "labelsTr"] {
      try FileManager.default.createDirectory(atPath: "\(path)/\(part)", withIntermediateDirectories: true)
    }
    try write("dataset.json", #"{"channel_names": {"0": "CT"}, "labels": {\#(labels)}\#(more)}"#)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
  }

  func image(_ name: String) -> String { "\(path)/imagesTr/\(name)_0000.nii.gz" }
  func labels(_ name: String) -> String { "\(path)/labelsTr/\(name).nii.gz" }

  /// Writes a case: `value` and `id` of every voxel x, y, z.
  func add(
    _ name: String, shape: GridShape = GridShape(x: 8, y: 6, z: 5), spacing: Double = 2,
    value: (Int, Int, Int) -> Float = { Float($0 * 10 + $1 - 100 * $2) - 3 },
    id: (Int, Int, Int) -> UInt16 = { x, _, _ in UInt16(x / 3) }
  ) throws {
    try VolumeWriter.write(Self.volume(shape, spacing, .float32, value), to: image(name))
    try VolumeWriter.write(Self.volume(shape, spacing, .uint16) { Float(id($0, $1, $2)) }, to: labels(name))
  }

  static func volume(
    _ shape: GridShape, _ spacing: Double, _ scalar: VoxelBuffer.Scalar, _ value: (Int, Int, Int) -> Float
  ) throws -> Volume {
    let buffer = try Voxels.buffer(scalar, count: shape.count, file: "test")
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let offset = (z * shape.y + y) * shape.x + x
          if scalar == .float32 {
            buffer.base.assumingMemoryBound(to: Float.self)[offset] = value(x, y, z)
          } else {
            buffer.base.assumingMemoryBound(to: UInt16.self)[offset] = UInt16(value(x, y, z))
          }
        }
      }
    }
    buffer.publish(buffer.count)
    func axis(_ x: Double, _ y: Double, _ z: Double) -> Vector3 { Vector3(x: x, y: y, z: z) }
    return Volume(
      storedGeometry: Geometry(
        shape: shape,
        affine: Affine(
          columnX: axis(spacing, 0, 0), columnY: axis(0, spacing, 0), columnZ: axis(0, 0, spacing),
          origin: axis(-5, 7, 30))), voxels: buffer)
  }
}
