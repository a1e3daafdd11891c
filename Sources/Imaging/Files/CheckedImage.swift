import CNifti

/// A checked header and its extensions as libnifti understands them; no voxels.
///
/// Only headers that passed `NIfTIHeader` get here, because the library is not safe on others: the installed one
/// crashes on a NIfTI-2 header whose `dim[0]` is out of range.
struct CheckedImage {
  /// The sform's affine, nil when its code is 0.
  let sform: Affine?
  /// The qform's affine, nil when its code is 0.
  let qform: Affine?
  /// Codes of the header's extensions, in order.
  let extensionCodes: [Int]
  /// Contents of the header's extensions, in order.
  let extensions: [[UInt8]]

  /// Setting the level is process-wide, hence once; the library prints to standard error otherwise.
  private static let quiet: Void = nifti_set_debug_level(0)

  init(_ header: NIfTIHeader, extensions found: [NIfTIExtension]) throws(ImagingError) {
    _ = Self.quiet
    let refused = ImagingError(
      file: header.file, field: "header", problem: .invalid("the NIfTI library does not accept it"))
    guard let image = Self.convert(header) else { throw refused }
    defer { nifti_image_free(image) }
    let shape = [header.shape.x, header.shape.y, header.shape.z].map(Int64.init)
    guard [image.pointee.nx, image.pointee.ny, image.pointee.nz] == shape else { throw refused }
    for item in found {
      let bytes = item.content.map { CChar(bitPattern: $0) }
      guard let length = Int32(exactly: bytes.count),
        nifti_add_extension(image, bytes, length, item.code) == 0
      else { throw refused }
    }
    sform = image.pointee.sform_code > 0 ? Self.affine(image.pointee.sto_xyz) : nil
    qform = image.pointee.qform_code > 0 ? Self.affine(image.pointee.qto_xyz) : nil
    let list = UnsafeBufferPointer(start: image.pointee.ext_list, count: Int(image.pointee.num_ext))
    extensionCodes = list.map { Int($0.ecode) }
    extensions = list.map { item in
      // esize counts its own and the code's eight bytes.
      item.edata.map { data in (0..<max(0, Int(item.esize) - 8)).map { UInt8(bitPattern: data[$0]) } } ?? []
    }
  }

  private static func convert(_ header: NIfTIHeader) -> UnsafeMutablePointer<nifti_image>? {
    if header.layout.version == 1 {
      var native = nifti_1_header()
      withUnsafeMutableBytes(of: &native) { $0.copyBytes(from: header.raw) }
      return nifti_convert_n1hdr2nim(native, nil)
    }
    var native = nifti_2_header()
    withUnsafeMutableBytes(of: &native) { $0.copyBytes(from: header.raw) }
    return nifti_convert_n2hdr2nim(native, nil)
  }

  private static func affine(_ matrix: nifti_dmat44) -> Affine {
    let (x, y, z, _) = matrix.m
    return Affine(
      columnX: Vector3(x: x.0, y: y.0, z: z.0), columnY: Vector3(x: x.1, y: y.1, z: z.1),
      columnZ: Vector3(x: x.2, y: y.2, z: z.2), origin: Vector3(x: x.3, y: y.3, z: z.3))
  }
}
