/// Where a grid lies, in the words of a NIfTI header; kept so that what we write has the source's geometry bit for bit.
public struct NIfTIPlacement: Sendable, Hashable {
  /// 1 for single precision, 2 for double.
  let version: Int
  /// `pixdim[0...3]`: qfac and the spacing.
  let pixdim: [Double]
  /// `qform_code`: 0 when the quaternion says nothing.
  let qformCode: Int
  /// `sform_code`: 0 when the rows say nothing.
  let sformCode: Int
  /// `quatern_b`, `_c`, `_d`.
  let quaternion: [Double]
  /// `qoffset_x`, `_y`, `_z`.
  let qoffset: [Double]
  /// `srow_x`, `srow_y`, `srow_z`, four numbers each.
  let srow: [Double]
  /// `xyzt_units`.
  let units: Int

  init(
    version: Int, pixdim: [Double], qformCode: Int, sformCode: Int, quaternion: [Double], qoffset: [Double],
    srow: [Double], units: Int
  ) {
    self.version = version
    self.pixdim = pixdim
    self.qformCode = qformCode
    self.sformCode = sformCode
    self.quaternion = quaternion
    self.qoffset = qoffset
    self.srow = srow
    self.units = units
  }

  init(_ fields: HeaderBytes, layout: NIfTILayout) {
    func reals(_ offset: Int, _ count: Int) -> [Double] {
      (0..<count).map { fields.real(at: offset + $0 * layout.realWidth, width: layout.realWidth) }
    }
    self.init(
      version: layout.version,
      pixdim: reals(layout.pixdim, 4),
      qformCode: fields.integer(at: layout.qformCode, width: layout.codeWidth),
      sformCode: fields.integer(at: layout.sformCode, width: layout.codeWidth),
      quaternion: reals(layout.quaternion, 3),
      qoffset: reals(layout.qoffset, 3),
      srow: reals(layout.srow, 12),
      units: fields.integer(at: layout.units, width: layout.version == 1 ? 1 : 4))
  }

  /// The spatial unit where it is stated and not mm.
  var unitOtherThanMillimetres: String? {
    switch units & 7 {
    case 1: "metres"
    case 3: "micrometres"
    default: nil
    }
  }
}
