import Storage

extension Volume {
  /// Throws `.gridMismatch` unless two volumes have the same voxels at the same places.
  ///
  /// Compared in canonical axes, so that the same grid stored in another orientation is fine: equal shape, and no
  /// corner more than 0.1 mm apart. `file` and `reference` are the names that the error shows.
  public func requireSameGrid(
    as other: Volume, file: String, reference: String = "the scan"
  ) throws(ImagingError) {
    try geometry.requireSame(as: other.geometry, file: file, reference: reference)
  }
}

extension Geometry {
  /// Throws `.gridMismatch` unless two grids have equal shape and no corner more than 0.1 mm apart.
  func requireSame(as other: Geometry, file: String, reference: String) throws(ImagingError) {
    guard !matches(other) else { return }
    let reason: String
    if shape != other.shape {
      reason = "\(shape.words) voxels, \(Sanitizer.clean(reference)) has \(other.shape.words)"
    } else {
      let apart = (affine.origin - other.affine.origin).length
      reason =
        apart > 0.1
        ? "its first voxel is \((apart * 10).rounded() / 10) mm from that of \(Sanitizer.clean(reference))"
        : "its axes run differently from those of \(Sanitizer.clean(reference))"
    }
    throw ImagingError(file: Sanitizer.clean(file), field: "grid", problem: .gridMismatch(reason))
  }
}

extension GridShape {
  /// "512x512x138".
  var words: String { "\(x)x\(y)x\(z)" }
}
