import Anatomy
import Glibc
import Storage

/// A folder with one mask per organ, `liver.nii.gz`, `spleen.nii.gz`, ..., as TotalSegmentator writes by default.
///
/// The organs get ids from 1 in the order of the catalogue, those it does not know behind it in alphabetical order.
/// Where two masks overlap, the later one wins; how many voxels that were is a warning.
struct LabelFolder {
  private let path: String
  private let name: String

  init(path: String) {
    self.path = path
    name = Sanitizer.clean(path)
  }

  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Reads every mask of the folder into one label map; one mask is in memory at a time, a MiB of it.
  func read(names: String?, isCancelled: () -> Bool) throws -> LabelMapReader.Reading {
    guard names == nil else {
      throw ImagingError(
        file: name, field: "names",
        problem: .unsupported("a folder's organs are named by its files"))
    }
    let organs = try masks()
    guard let first = organs.first else {
      throw ImagingError(file: name, field: "folder", problem: .invalid("no .nii or .nii.gz file in it"))
    }
    let reference = try VoxelFile(path: first.path)
    let voxels = try LabelBuffer.buffer(
      organs.count < 256 ? .uint8 : .uint16, count: reference.header.shape.count, file: name)
    var union = MaskUnion(voxels: voxels)
    var warnings: [String] = []
    for (position, organ) in organs.enumerated() {
      let file = try VoxelFile(path: organ.path)
      // Masks are painted in storage order, so here even a turned copy of the grid is another one.
      try file.geometry.requireSame(as: reference.geometry, file: file.name, reference: reference.name)
      warnings += try union.add(file, id: position + 1, isCancelled: isCancelled).map {
        "\(organ.name): \($0)"
      }
    }
    voxels.publish(voxels.count)
    if union.overlapping > 0 {
      warnings.append("\(union.overlapping) voxels belong to more than one organ; the later one is shown")
    }
    let table = LabelTable.build(
      organs.enumerated().compactMap { LabelName(id: $0.offset + 1, name: $0.element.name) }, present: [])
    let volume = Volume(storedGeometry: reference.geometry, voxels: voxels)
    return LabelMapReader.Reading(
      map: LabelMap(volume: volume, table: table), source: reference.source, namesFrom: name,
      warnings: warnings)
  }

  /// The masks, in the order of their ids.
  private func masks() throws(ImagingError) -> [(name: String, path: String)] {
    guard let folder = opendir(path) else {
      throw ImagingError(file: name, field: "folder", problem: .unreadable(systemReason()))
    }
    defer { closedir(folder) }
    var found: [String: String] = [:]
    while let entry = readdir(folder) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let lower = file.lowercased()
      guard lower.hasSuffix(".nii") || lower.hasSuffix(".nii.gz"), !file.hasPrefix(".") else { continue }
      found[NIfTIFileName.base(of: file)] = path + "/" + file
    }
    guard found.count <= LabelName.ids.upperBound else {
      throw ImagingError(file: name, field: "folder", problem: .unsupported("\(found.count) masks"))
    }
    return LabelTable.catalogueOrder(Array(found.keys)).compactMap { name in found[name].map { (name, $0) } }
  }
}

/// Masks painted over one another into one buffer of ids.
private struct MaskUnion {
  let voxels: VoxelBuffer
  /// Voxels painted more than once.
  private(set) var overlapping = 0

  init(voxels: VoxelBuffer) { self.voxels = voxels }

  /// Paints a mask's voxels that are not 0 with `id`. Returns what is odd about the file.
  mutating func add(_ file: VoxelFile, id: Int, isCancelled: () -> Bool) throws -> [String] {
    try LabelMapReader.forEachPiece(of: file, isCancelled: isCancelled) { mask, offset, most in
      guard most > 0 else { return }
      overlapping +=
        voxels.scalar == .uint8
        ? paint(mask, offset, UInt8(truncatingIfNeeded: id))
        : paint(mask, offset, UInt16(truncatingIfNeeded: id))
    }
    return file.source.warnings + (try file.finish())
  }

  private func paint<ID: FixedWidthInteger>(_ mask: UnsafeBufferPointer<UInt16>, _ offset: Int, _ id: ID)
    -> Int
  {
    let target = voxels.base.assumingMemoryBound(to: ID.self) + offset
    var twice = 0
    for i in 0..<mask.count where mask[i] != 0 {
      if target[i] != 0 { twice += 1 }
      target[i] = id
    }
    return twice
  }
}
