/// Which of a NIfTI header's statements about where the grid lies was followed.
public enum AffineChoice: String, Sendable {
  /// The rows of `srow_x`, `srow_y`, `srow_z`.
  case sform
  /// The quaternion.
  case qform
  /// Neither is given: the spacing alone, centred, with x to the patient's left, as nibabel does it.
  case pixdim

  /// The affine of a checked header: sform if its code is positive, else qform, else the spacing.
  ///
  /// Throws `.invalid` for numbers that are not finite and for a grid without volume; what is legal but dangerous
  /// (two statements that differ, a tilt, no statement at all) is added to `warnings`.
  static func resolve(
    _ header: NIfTIHeader, _ image: CheckedImage, warnings: inout [String]
  ) throws(ImagingError) -> (affine: Affine, choice: AffineChoice) {
    let checks = PlacementChecks(header: header)
    if let sform = image.sform {
      try checks.requireVolume(sform, field: "srow")
      if image.qform != nil { warnings += checks.disagreements(sform: sform, qform: image.qform) }
      warnings += checks.tilt(of: sform) + checks.spacingDisagreement(of: sform)
      return (sform, .sform)
    }
    if let qform = image.qform {
      guard checks.isRotation else {
        throw ImagingError(
          file: header.file, field: "quatern", problem: .invalid("not the quaternion of a rotation"))
      }
      try checks.requireVolume(qform, field: "qform")
      return (qform, .qform)
    }
    let affine = checks.spacingOnly
    try checks.requireVolume(affine, field: "pixdim")
    warnings.append(
      "neither qform nor sform says how the patient lies; left and right are a guess (x is taken to run to the left)"
    )
    return (affine, .pixdim)
  }
}

/// What can be wrong with a placement.
private struct PlacementChecks {
  let header: NIfTIHeader

  /// Whether `quatern_b`, `_c`, `_d` fit on the unit sphere, to single precision.
  var isRotation: Bool {
    let sum = header.placement.quaternion.reduce(0) { $0 + $1 * $1 }
    return sum.isFinite && sum <= 1 + 4e-7
  }

  /// NIfTI's method 1 as nibabel reads it: the centre of the grid at 0, x to the left.
  var spacingOnly: Affine {
    let shape = header.shape
    let p = header.placement.pixdim.map { $0.isFinite && $0 > 0 ? $0 : 1 }
    func centre(_ axis: Int) -> Double { Double(shape[axis] - 1) / 2 * p[axis + 1] }
    return Affine(
      columnX: Vector3(x: -p[1], y: 0, z: 0), columnY: Vector3(x: 0, y: p[2], z: 0),
      columnZ: Vector3(x: 0, y: 0, z: p[3]),
      origin: Vector3(x: centre(0), y: -centre(1), z: -centre(2)))
  }

  func requireVolume(_ affine: Affine, field: String) throws(ImagingError) {
    func invalid(_ reason: String) -> ImagingError {
      ImagingError(file: header.file, field: field, problem: .invalid(reason))
    }
    for column in [affine.columnX, affine.columnY, affine.columnZ, affine.origin] {
      guard column.length.isFinite, column.length < 1e7 else {
        throw invalid("not finite, or kilometres away")
      }
    }
    let lengths = affine.columnX.length * affine.columnY.length * affine.columnZ.length
    guard lengths > 0, abs(affine.determinant) / lengths > 1e-4, affine.inverse != nil else {
      throw invalid("singular: the voxels would have no volume")
    }
  }

  /// sform and qform further apart than 1 mm anywhere in the grid, or mirrored.
  func disagreements(sform: Affine, qform: Affine?) -> [String] {
    guard let qform, isRotation else { return ["the qform is no rotation and is ignored; the sform counts"] }
    let shape = header.shape
    var furthest = 0.0
    for corner in 0..<8 {
      let index = VoxelIndex(
        x: corner & 1 == 0 ? 0 : shape.x - 1, y: corner & 2 == 0 ? 0 : shape.y - 1,
        z: corner & 4 == 0 ? 0 : shape.z - 1)
      furthest = max(furthest, (sform.apply(index) - qform.apply(index)).length)
    }
    let codes = (Orientation(of: sform).code, Orientation(of: qform).code)
    guard !(furthest <= 1) || codes.0 != codes.1 else { return [] }
    return [
      "sform (\(codes.0)) and qform (\(codes.1)) disagree by up to \(rounded(furthest)) mm; the sform counts"
    ]
  }

  /// Axes that are not at right angles.
  func tilt(of affine: Affine) -> [String] {
    var worst = 0.0
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
      let u = affine.column(a)
      let v = affine.column(b)
      worst = max(worst, abs(u.x * v.x + u.y * v.y + u.z * v.z) / (u.length * v.length))
    }
    guard worst > 1e-3 else { return [] }
    return ["the axes are not at right angles (a tilted gantry?); slices are shown as stored"]
  }

  /// `pixdim` that says otherwise than the affine by more than 1 %.
  func spacingDisagreement(of affine: Affine) -> [String] {
    var differing: [String] = []
    for axis in 0..<3 where header.shape[axis] > 1 {
      let stated = header.placement.pixdim[axis + 1]
      let actual = affine.column(axis).length
      if abs(stated - actual) > 0.01 * actual {
        differing.append(
          "pixdim[\(axis + 1)] says \(rounded(stated)) mm, the sform \(rounded(actual)) mm; the sform counts")
      }
    }
    return differing
  }

  private func rounded(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "\(value)" }
    return "\((value * 100).rounded() / 100)"
  }
}
