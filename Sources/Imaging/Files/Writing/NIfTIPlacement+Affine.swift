import CNifti

extension NIfTIPlacement {
  /// The words for an affine: sform always, the same as a qform where a rotation and spacing can say it.
  ///
  /// Single precision, as NIfTI-1 has it. A tilted grid gets no qform, since a quaternion cannot hold shear.
  init(_ affine: Affine) {
    var matrix = nifti_dmat44()
    let rows = (0..<3).map { row in
      [affine.columnX[row], affine.columnY[row], affine.columnZ[row], affine.origin[row]]
    }
    matrix.m.0 = (rows[0][0], rows[0][1], rows[0][2], rows[0][3])
    matrix.m.1 = (rows[1][0], rows[1][1], rows[1][2], rows[1][3])
    matrix.m.2 = (rows[2][0], rows[2][1], rows[2][2], rows[2][3])
    matrix.m.3 = (0, 0, 0, 1)
    var b = 0.0
    var c = 0.0
    var d = 0.0
    var x = 0.0
    var y = 0.0
    var z = 0.0
    var dx = 0.0
    var dy = 0.0
    var dz = 0.0
    var qfac = 0.0
    nifti_dmat44_to_quatern(matrix, &b, &c, &d, &x, &y, &z, &dx, &dy, &dz, &qfac)
    let columns = [affine.columnX, affine.columnY, affine.columnZ]
    self.init(
      version: 1, pixdim: [qfac] + columns.map(\.length), qformCode: Self.isOrthogonal(columns) ? 1 : 0,
      sformCode: 1, quaternion: [b, c, d], qoffset: [x, y, z], srow: rows.flatMap { $0 }, units: 2)
  }

  private static func isOrthogonal(_ columns: [Vector3]) -> Bool {
    [(0, 1), (0, 2), (1, 2)].allSatisfy { a, b in
      let u = columns[a]
      let v = columns[b]
      return abs(u.x * v.x + u.y * v.y + u.z * v.z) <= 1e-5 * u.length * v.length
    }
  }
}
