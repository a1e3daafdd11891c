import Anatomy
import Foundation
import Imaging
import Phantoms

/// Files of a small patient in a folder of their own, gone when the test lets go of them.
final class CommandFixture {
  /// The folder.
  let folder: String

  init() throws {
    let made = FileManager.default.temporaryDirectory.appending(path: "fabrica-commands-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    folder = made.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Names in the folder, hidden ones included.
  var contents: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    return path(name)
  }

  /// Writes a CT with a ball in it, and its label map.
  @discardableResult
  func writeBall(
    _ phantom: SpherePhantom = SpherePhantom(), orientation: String = "RAS", named name: String = "liver"
  ) throws -> (ct: String, labels: String) {
    let made = phantom.make(orientation: orientation)
    try VolumeWriter.write(made.ct, to: path("ct.nii.gz"))
    try LabelMapWriter.write(
      LabelMap(volume: made.labels.volume, table: Self.table([name])), to: path("labels.nii.gz"))
    return (path("ct.nii.gz"), path("labels.nii.gz"))
  }

  /// Writes a label map made of blocks: id `n` fills the `n`th of as many equal slabs along x.
  @discardableResult
  func writeSlabs(_ names: [String], to file: String, shape: GridShape? = nil) throws -> String {
    let shape = shape ?? GridShape(x: names.count * 4, y: 6, z: 5)
    let voxels = try Self.buffer(.uint8, shape) { index in UInt8(index.x * names.count / shape.x + 1) }
    let volume = Volume(storedGeometry: Geometry(shape: shape, affine: Self.affine), voxels: voxels)
    try LabelMapWriter.write(LabelMap(volume: volume, table: Self.table(names)), to: path(file))
    return path(file)
  }

  /// A CT and labels with one block off every middle: voxels 2...6 right, 3...11 anterior, 9...11 superior of a grid
  /// of 20 x 16 x 14.
  static func block() throws -> (ct: Volume, labels: LabelMap) {
    let shape = GridShape(x: 20, y: 16, z: 14)
    let geometry = Geometry(shape: shape, affine: affine)
    func isInside(_ index: VoxelIndex) -> Bool {
      (2...6).contains(index.x) && (3...11).contains(index.y) && (9...11).contains(index.z)
    }
    let ct = try buffer(.int16, shape) { isInside($0) ? Int16(70) : -200 }
    let labels = try buffer(.uint8, shape) { isInside($0) ? UInt8(1) : 0 }
    return (
      Volume(storedGeometry: geometry, voxels: ct),
      LabelMap(volume: Volume(storedGeometry: geometry, voxels: labels), table: table(["liver"]))
    )
  }

  /// Names with ids from 1 and colours that differ.
  static func table(_ names: [String]) -> LabelTable {
    LabelTable(
      names.enumerated().map { position, name in
        LabelTable.Entry(
          id: position + 1, name: name, organ: nil,
          color: OrganColor(red: 255, green: UInt8(position * 40), blue: 40))
      })
  }

  static let affine = Affine(
    columnX: Vector3(x: 2, y: 0, z: 0), columnY: Vector3(x: 0, y: 1.5, z: 0),
    columnZ: Vector3(x: 0, y: 0, z: 3), origin: Vector3(x: -10, y: 5, z: 40))

  /// A complete buffer with a value for each voxel, x fastest.
  static func buffer<T>(
    _ scalar: VoxelBuffer.Scalar, _ shape: GridShape, _ value: (VoxelIndex) -> T
  ) throws -> VoxelBuffer {
    guard let buffer = VoxelBuffer(scalar: scalar, count: shape.count) else {
      throw CocoaError(.coderInvalidValue)
    }
    let voxels = buffer.base.assumingMemoryBound(to: T.self)
    var offset = 0
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          voxels[offset] = value(VoxelIndex(x: x, y: y, z: z))
          offset += 1
        }
      }
    }
    buffer.publish(shape.count)
    return buffer
  }
}
