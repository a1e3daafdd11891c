import CDeflate
import Storage

/// Stages one NIfTI file: header, extensions and voxels, compressed when the name ends in `.gz`.
enum NIfTIWriter {
  /// zlib's usual compromise; label maps shrink a hundredfold at any level.
  private static let level: Int32 = 6

  /// Adds a volume to `files`. Compressing takes as much memory again as the voxels.
  ///
  /// `source` lends its own words for the geometry when its grid is the volume's. Throws `.unsupported` for a name
  /// that ends in neither `.nii` nor `.nii.gz`, `.unwritable` and `.outOfMemory`.
  static func add(
    _ volume: Volume, to files: AtomicFiles, path: String, like source: ScanSource?, intent: Int = 0,
    extensions: [NIfTIExtension] = []
  ) throws(ImagingError) {
    let lower = path.lowercased()
    guard lower.hasSuffix(".nii") || lower.hasSuffix(".nii.gz") else {
      throw ImagingError(
        file: Sanitizer.clean(path), field: "file name",
        problem: .unsupported("it ends in neither .nii nor .nii.gz"))
    }
    let kept = source.flatMap { $0.geometry == volume.storedGeometry ? $0.placement : nil }
    let header = HeaderBuilder.bytes(
      shape: volume.storedGeometry.shape, datatype: volume.voxels.scalar.datatype,
      placement: kept ?? NIfTIPlacement(volume.storedGeometry.affine), intent: intent, extensions: extensions)
    let voxels = UnsafeRawBufferPointer(
      start: volume.voxels.base, count: volume.voxels.count * volume.voxels.scalar.size)
    if lower.hasSuffix(".gz") {
      let (compressed, size) = try gzip(header, voxels, path: path)
      try files.stage(path: path, pieces: [UnsafeRawBufferPointer(start: compressed.base, count: size)])
    } else {
      let front = UnsafeMutableRawBufferPointer.allocate(byteCount: header.count, alignment: 1)
      defer { front.deallocate() }
      front.copyBytes(from: header)
      try files.stage(path: path, pieces: [UnsafeRawBufferPointer(front), voxels])
    }
  }

  /// One gzip member with the header and the voxels, and its length.
  private static func gzip(
    _ header: [UInt8], _ voxels: UnsafeRawBufferPointer, path: String
  ) throws(ImagingError) -> (compressed: VoxelBuffer, size: Int) {
    let count = header.count + voxels.count
    try MemoryRoom.require(count, file: Sanitizer.clean(path))
    // libdeflate takes its input in one piece.
    guard let compressor = libdeflate_alloc_compressor(level),
      let whole = VoxelBuffer(scalar: .uint8, count: count)
    else { throw tooLarge(path, count) }
    defer { libdeflate_free_compressor(compressor) }
    UnsafeMutableRawBufferPointer(start: whole.base, count: header.count).copyBytes(from: header)
    UnsafeMutableRawBufferPointer(start: whole.base + header.count, count: voxels.count).copyMemory(
      from: voxels)
    let bound = libdeflate_gzip_compress_bound(compressor, count)
    guard let room = VoxelBuffer(scalar: .uint8, count: bound) else { throw tooLarge(path, bound) }
    let size = libdeflate_gzip_compress(compressor, whole.base, count, room.base, bound)
    guard size > 0 else { throw tooLarge(path, bound) }
    return (room, size)
  }

  private static func tooLarge(_ path: String, _ bytes: Int) -> ImagingError {
    ImagingError(file: Sanitizer.clean(path), field: "voxels", problem: .outOfMemory(bytes: bytes))
  }
}

extension VoxelBuffer.Scalar {
  /// How NIfTI stores it.
  var datatype: NIfTIDatatype {
    switch self {
    case .uint8: .uint8
    case .int16: .int16
    case .uint16: .uint16
    case .float32: .float32
    }
  }
}
