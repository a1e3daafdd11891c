import Foundation
import Imaging

/// A scan of the size that users complain about, for `fabrica bench look`: 512 x 512 x 1000 voxels.
///
/// It is a synthetic trunk stretched over that grid (trilinear for the CT, nearest for the labels) with fresh noise a
/// voxel, so that gzip finds about as little to squeeze out as in a real CT. Made in chunks of slices.
public struct BenchmarkScan: Sendable {
  /// Its grid.
  public static let shape = GridShape(x: 512, y: 512, z: 1000)
  /// The file of the CT in the folder.
  public static let ctName = "ct-512x512x1000.nii.gz"
  /// The file of the label map in the folder.
  public static let labelsName = "labels-512x512x1000.nii.gz"

  private let ct: Volume
  private let labels: LabelMap

  /// Draws the trunk that is stretched; some seconds.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public init() throws {
    let scan = try SamplePatient.trunk.made.make(threads: 2)
    ct = scan.ct
    labels = try scan.labels()
  }

  /// Writes both files into a folder unless they are there; a minute or so the first time.
  /// - Returns: the two paths.
  /// - Throws: `ImagingError` when they cannot be written or there is not the memory for it.
  public static func prepare(in folder: String, progress: (String) -> Void) throws -> (
    ct: String, labels: String
  ) {
    let paths = (ct: "\(folder)/\(ctName)", labels: "\(folder)/\(labelsName)")
    let files = FileManager.default
    guard !files.fileExists(atPath: paths.ct) || !files.fileExists(atPath: paths.labels) else { return paths }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    progress("making the scan, once")
    let scan = try BenchmarkScan()
    try VolumeWriter.write(try scan.stretchedCT(path: paths.ct), to: paths.ct)
    let map = LabelMap(volume: try scan.stretchedLabels(path: paths.labels), table: scan.labels.table)
    try LabelMapWriter.write(map, to: paths.labels)
    return paths
  }

  private var geometry: Geometry {
    let (own, step) = (ct.storedGeometry.shape, ct.storedGeometry.spacing)
    let spacing = Vector3(
      x: Double(own.x) * step.x / Double(Self.shape.x), y: Double(own.y) * step.y / Double(Self.shape.y),
      z: Double(own.z) * step.z / Double(Self.shape.z))
    return Geometry(
      shape: Self.shape,
      affine: Affine(
        columnX: Vector3(x: spacing.x, y: 0, z: 0), columnY: Vector3(x: 0, y: spacing.y, z: 0),
        columnZ: Vector3(x: 0, y: 0, z: spacing.z), origin: ct.storedGeometry.affine.origin))
  }

  private func buffer(_ scalar: VoxelBuffer.Scalar, path: String) throws -> VoxelBuffer {
    guard let buffer = VoxelBuffer(scalar: scalar, count: Self.shape.count) else {
      throw ImagingError(
        file: path, field: "voxels", problem: .outOfMemory(bytes: Self.shape.count * scalar.size))
    }
    return buffer
  }

  /// Position in the phantom's grid for a row of the stretched one: lower index and weight of the upper, 0...256.
  private static func taps(_ count: Int, over source: Int) -> [(lower: Int, weight: Int)] {
    (0..<count).map { index in
      let position = index * (source - 1) * 256 / max(1, count - 1)
      return (min(position >> 8, source - 2), min(position - min(position >> 8, source - 2) << 8, 256))
    }
  }

  private func stretchedCT(path: String) throws -> Volume {
    let shape = ct.storedGeometry.shape
    let (xs, ys, zs) = (
      Self.taps(Self.shape.x, over: shape.x), Self.taps(Self.shape.y, over: shape.y),
      Self.taps(Self.shape.z, over: shape.z)
    )
    let target = try buffer(.int16, path: path)
    let source = ct.voxels.base.assumingMemoryBound(to: Int16.self)
    let out = target.base.assumingMemoryBound(to: Int16.self)
    var state: UInt32 = 0x9E37_79B9
    var row = [Int](repeating: 0, count: shape.x)
    for z in 0..<Self.shape.z {
      for y in 0..<Self.shape.y {
        let (a, b) = (zs[z].lower * shape.y + ys[y].lower, (zs[z].lower + 1) * shape.y + ys[y].lower)
        for x in 0..<shape.x {
          let near =
            Int(source[a * shape.x + x]) * (256 - ys[y].weight) + Int(source[(a + 1) * shape.x + x])
            * ys[y].weight
          let far =
            Int(source[b * shape.x + x]) * (256 - ys[y].weight) + Int(source[(b + 1) * shape.x + x])
            * ys[y].weight
          row[x] = (near * (256 - zs[z].weight) + far * zs[z].weight) >> 8
        }
        let start = (z * Self.shape.y + y) * Self.shape.x
        for x in 0..<Self.shape.x {
          let (lower, weight) = xs[x]
          state = state &* 1_664_525 &+ 1_013_904_223
          let noise = Int(state >> 28) + Int(state >> 24 & 15) - 15
          out[start + x] = Int16((row[lower] * (256 - weight) + row[lower + 1] * weight) >> 16 + noise)
        }
      }
    }
    target.publish(target.count)
    return Volume(storedGeometry: geometry, voxels: target)
  }

  private func stretchedLabels(path: String) throws -> Volume {
    let shape = labels.volume.storedGeometry.shape
    func nearest(_ count: Int, over source: Int) -> [Int] {
      Self.taps(count, over: source).map { $0.lower + ($0.weight >= 128 ? 1 : 0) }
    }
    let (xs, ys, zs) = (
      nearest(Self.shape.x, over: shape.x), nearest(Self.shape.y, over: shape.y),
      nearest(Self.shape.z, over: shape.z)
    )
    let target = try buffer(.uint8, path: path)
    let source = labels.volume.voxels.base.assumingMemoryBound(to: UInt8.self)
    let out = target.base.assumingMemoryBound(to: UInt8.self)
    for z in 0..<Self.shape.z {
      for y in 0..<Self.shape.y {
        let line = (zs[z] * shape.y + ys[y]) * shape.x
        let start = (z * Self.shape.y + y) * Self.shape.x
        for x in 0..<Self.shape.x { out[start + x] = source[line + xs[x]] }
      }
    }
    target.publish(target.count)
    return Volume(storedGeometry: geometry, voxels: target)
  }
}
