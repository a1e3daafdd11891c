import Imaging

/// The axial slices of a stored grid, however its axes lie: what a scanner reconstructs one after the other.
struct AxialStack: Sendable {
  /// The grid with axes R, A, S.
  let geometry: Geometry
  private let layout: VoxelLayout

  init(of stored: Geometry) {
    let orientation = Orientation(of: stored.affine)
    geometry = orientation.canonicalGeometry(of: stored)
    layout = VoxelLayout(orientation: orientation, shape: stored.shape)
  }

  var count: Int { geometry.shape.z }

  /// Reads a slice; `values` holds the stored grid.
  func slice(_ z: Int, of values: SharedRow<Float>) -> AxialSlice {
    let shape = geometry.shape
    var slice = AxialSlice(
      index: z, columns: shape.x, rows: shape.y, spacing: (geometry.spacing.x, geometry.spacing.y))
    for y in 0..<shape.y {
      let from = layout.origin + z * layout.strideZ + y * layout.strideY
      for x in 0..<shape.x { slice.values[y * shape.x + x] = values[from + x * layout.strideX] }
    }
    return slice
  }

  /// Writes a slice into the stored grid as what a scanner stores.
  func store(_ slice: AxialSlice, to stored: SharedRow<Int16>) {
    for y in 0..<slice.rows {
      let to = layout.origin + slice.index * layout.strideZ + y * layout.strideY
      for x in 0..<slice.columns {
        let value = slice.values[y * slice.columns + x].rounded()
        stored[to + x * layout.strideX] = Int16(max(-1024, min(3071, value)))
      }
    }
  }
}

/// One axial slice in HU: x to the patient's right, then y to anterior.
struct AxialSlice: Sendable {
  /// Its place from below.
  let index: Int
  let columns: Int
  let rows: Int
  /// mm between columns and between rows.
  let spacing: (x: Double, y: Double)
  var values: [Float]

  init(index: Int, columns: Int, rows: Int, spacing: (x: Double, y: Double)) {
    self.index = index
    self.columns = columns
    self.rows = rows
    self.spacing = spacing
    values = [Float](repeating: 0, count: columns * rows)
  }

  /// How far a pixel lies from the middle, mm.
  func place(_ offset: Int) -> (x: Double, y: Double) {
    (
      (Double(offset % columns) - Double(columns - 1) / 2) * spacing.x,
      (Double(offset / columns) - Double(rows - 1) / 2) * spacing.y
    )
  }
}
