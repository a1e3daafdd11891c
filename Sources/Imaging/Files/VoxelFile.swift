import Storage

/// An opened NIfTI file: its header checked and understood, its stream standing at the first voxel.
///
/// For one thread at a time; whoever holds it reads the voxels front to back, once.
final class VoxelFile: @unchecked Sendable {
  /// The checked header.
  let header: NIfTIHeader
  /// The stored grid.
  let geometry: Geometry
  /// The contents of the header's extensions.
  let extensions: [[UInt8]]
  /// The facts for `fabrica info`.
  let source: ScanSource
  private let stream: ByteStream

  /// Opens `.nii`, `.nii.gz`, or either half of `.hdr` and `.img` (both may be `.gz`). Reads no voxel.
  init(path: String) throws(ImagingError) {
    let opened = try OpenedHeader(path: path)
    let image = try CheckedImage(opened.header, extensions: opened.extensions)
    var warnings = opened.header.warnings
    let (affine, choice) = try AffineChoice.resolve(opened.header, image, warnings: &warnings)
    header = opened.header
    geometry = Geometry(shape: opened.header.shape, affine: affine)
    extensions = image.extensions
    stream = opened.stream
    source = ScanSource(
      path: Sanitizer.clean(path), niftiVersion: header.layout.version, isPair: header.isPair,
      isCompressed: stream.isGzip, fileBytes: stream.file.size, datatype: header.datatype,
      byteOrder: header.order, slope: header.slope, inter: header.inter,
      qformCode: header.placement.qformCode, sformCode: header.placement.sformCode, affineChoice: choice,
      geometry: geometry,
      intentCode: header.intentCode, extensionCodes: image.extensionCodes, description: header.description,
      warnings: warnings, placement: header.placement)
  }

  /// The file with the voxels, cleaned, for errors.
  var name: String { stream.file.name }

  /// Fills `destination` with the next `count` bytes of voxels; throws `.truncated` when there are fewer.
  func read(into destination: UnsafeMutableRawPointer, count: Int, after done: Int) throws(ImagingError) {
    let got = try stream.read(into: destination, count: count)
    guard got == count else {
      throw ImagingError(
        file: name, field: "voxels",
        problem: .truncated(expectedBytes: header.voxelBytes, actualBytes: done + got))
    }
  }

  /// Checks what follows the voxels, checksums included; returns what is odd about it.
  func finish() throws(ImagingError) -> [String] {
    try stream.finish()
    return stream.warnings
  }
}
