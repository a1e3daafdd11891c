/// Where the two versions of NIfTI keep their fields, in bytes from the start; the one table for reading and writing.
///
/// Source: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.
struct NIfTILayout {
  /// 1 or 2.
  let version: Int
  /// `sizeof_hdr`.
  let size: Int
  let magic: Int
  let datatype: Int
  let bitpix: Int
  let dim: Int
  let pixdim: Int
  let voxOffset: Int
  let slope: Int
  let inter: Int
  let description: Int
  let auxiliaryFile: Int
  let qformCode: Int
  let sformCode: Int
  let quaternion: Int
  let qoffset: Int
  let srow: Int
  let units: Int
  let intentCode: Int
  let intentName: Int

  /// Width of `dim[i]`.
  var dimWidth: Int { version == 1 ? 2 : 8 }
  /// Width of every floating-point field.
  var realWidth: Int { version == 1 ? 4 : 8 }
  /// Width of `qform_code`, `sform_code` and `intent_code`.
  var codeWidth: Int { version == 1 ? 2 : 4 }
  /// Where the voxels of a single file start at the earliest: header and extension flag.
  var firstVoxel: Int { size + 4 }
  /// The signature of a single file, or of a pair's header.
  func magic(pair: Bool) -> [UInt8] {
    let start = Array((pair ? "ni" : "n+").utf8) + [version == 1 ? 0x31 : 0x32, 0]
    return version == 1 ? start : start + [0x0d, 0x0a, 0x1a, 0x0a]
  }

  static let version1 = NIfTILayout(
    version: 1, size: 348, magic: 344, datatype: 70, bitpix: 72, dim: 40, pixdim: 76, voxOffset: 108,
    slope: 112, inter: 116, description: 148, auxiliaryFile: 228, qformCode: 252, sformCode: 254,
    quaternion: 256, qoffset: 268, srow: 280, units: 123, intentCode: 68, intentName: 328)
  static let version2 = NIfTILayout(
    version: 2, size: 540, magic: 4, datatype: 12, bitpix: 14, dim: 16, pixdim: 104, voxOffset: 168,
    slope: 176, inter: 184, description: 240, auxiliaryFile: 320, qformCode: 344, sformCode: 348,
    quaternion: 352, qoffset: 376, srow: 400, units: 500, intentCode: 504, intentName: 508)
}
