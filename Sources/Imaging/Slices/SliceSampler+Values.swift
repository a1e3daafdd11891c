extension SliceSampler {
  /// Voxels that a projection reads while more than one a pixel is left to give up: some 3 ms.
  static let projectionBudget = 1_000_000

  /// The values of a view, of the projection where it shows the whole volume's; see `sample`.
  static func sampleValues(_ volume: Volume, view: SliceView, projection: Volume?) -> [Float] {
    guard let projection, view.slab >= volume.geometry.shape[view.plane.normalAxis] else {
      return sampleValues(volume, view: view)
    }
    for axis in [view.plane.horizontalAxis, view.plane.verticalAxis] {
      precondition(
        projection.geometry.shape[axis] == volume.geometry.shape[axis], "projection of another volume")
    }
    var flat = view
    flat.index = 0
    flat.slab = 0
    return sampleValues(projection, view: flat)
  }

  /// The values of a view; see `sample`.
  static func sampleValues(_ volume: Volume, view: SliceView) -> [Float] {
    var values = [Float](repeating: .nan, count: max(0, view.width) * max(0, view.height))
    let slices = volume.geometry.shape[view.plane.normalAxis]
    guard view.index >= 0, view.index < slices, !values.isEmpty else { return values }
    let reach = min(max(0, view.slab), slices)
    let slab = max(0, view.index - reach)...min(slices - 1, view.index + reach)
    let (across, down) = valueTaps(volume, view: view, slices: slab.count)
    let rows = ValueRows(
      layout: volume.layout, plane: view.plane, slab: slab,
      offsets: across.voxels.map { $0 * volume.layout.stride(view.plane.horizontalAxis) },
      across: across, down: down)
    values.withUnsafeMutableBufferPointer { pixels in
      volume.voxels.accept(ValueFill(rows: rows, pixels: pixels))
    }
    return values
  }

  /// The taps of a view; a projection through many slices reads fewer per pixel, to stay inside its budget.
  private static func valueTaps(
    _ volume: Volume, view: SliceView, slices: Int
  ) -> (across: AxisTaps, down: AxisTaps) {
    var cap = cap(view)
    var taps = Self.taps(view, geometry: volume.geometry, magnification: .linear, cap: cap)
    while slices > 1, cap > 1,
      taps.across.voxels.count * taps.down.positions.count * slices > projectionBudget
    {
      cap -= 1
      taps = Self.taps(view, geometry: volume.geometry, magnification: .linear, cap: cap)
    }
    return taps
  }
}

/// What a picture's rows read of the stored grid.
private struct ValueRows {
  let layout: VoxelLayout
  let plane: Plane
  let slab: ClosedRange<Int>
  /// Storage offsets of `across.voxels` within a row.
  let offsets: [Int]
  let across: AxisTaps
  let down: AxisTaps
}

/// Fills a picture row by row: first the taps down for every voxel column, then the taps across.
private struct ValueFill: VoxelVisitor {
  let rows: ValueRows
  let pixels: UnsafeMutableBufferPointer<Float>

  func visit<T: StoredScalar>(_ voxels: UnsafePointer<T>) {
    let width = rows.across.starts.count - 1
    let columns = rows.offsets.count
    guard columns > 0 else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * columns) { scratch in
      let sums = UnsafeMutableBufferPointer(rebasing: scratch[..<columns])
      let ray = UnsafeMutableBufferPointer(rebasing: scratch[columns...])
      for row in 0..<rows.down.starts.count - 1 {
        let taps = rows.down.starts[row]..<rows.down.starts[row + 1]
        guard !taps.isEmpty else { continue }
        sums.update(repeating: 0)
        for tap in taps {
          let line = rows.down.voxels[Int(rows.down.positions[tap])]
          if rows.slab.count == 1 {
            add(voxels + offset(line: line, slice: rows.slab.lowerBound), rows.down.weights[tap], to: sums)
          } else {
            project(voxels, line: line, into: ray)
            let weight = rows.down.weights[tap]
            for column in 0..<columns { sums[column] += weight * ray[column] }
          }
        }
        mix(sums, into: UnsafeMutableBufferPointer(rebasing: pixels[row * width..<(row + 1) * width]))
      }
    }
  }

  private func offset(line: Int, slice: Int) -> Int {
    rows.layout.origin + line * rows.layout.stride(rows.plane.verticalAxis)
      + slice * rows.layout.stride(rows.plane.normalAxis)
  }

  @inline(__always)
  private func add<T: StoredScalar>(
    _ line: UnsafePointer<T>, _ weight: Float, to sums: UnsafeMutableBufferPointer<Float>
  ) {
    rows.offsets.withUnsafeBufferPointer { offsets in
      for column in 0..<offsets.count { sums[column] += weight * line[offsets[column]].asFloat }
    }
  }

  /// The largest value along the slab for every column; walks the storage in its own order.
  @inline(__always)
  private func project<T: StoredScalar>(
    _ voxels: UnsafePointer<T>, line: Int, into ray: UnsafeMutableBufferPointer<Float>
  ) {
    let step = rows.layout.stride(rows.plane.normalAxis)
    let start = voxels + offset(line: line, slice: rows.slab.lowerBound)
    ray.update(repeating: -.infinity)
    rows.offsets.withUnsafeBufferPointer { offsets in
      if abs(step) < abs(rows.layout.stride(rows.plane.horizontalAxis)) {
        for column in 0..<offsets.count {
          var largest = -Float.infinity
          for slice in 0..<rows.slab.count {
            let value = start[offsets[column] + slice * step].asFloat
            if value > largest { largest = value }
          }
          ray[column] = largest
        }
      } else {
        for slice in 0..<rows.slab.count {
          let row = start + slice * step
          for column in 0..<offsets.count {
            let value = row[offsets[column]].asFloat
            if value > ray[column] { ray[column] = value }
          }
        }
      }
    }
  }

  @inline(__always)
  private func mix(_ sums: UnsafeMutableBufferPointer<Float>, into row: UnsafeMutableBufferPointer<Float>) {
    rows.across.starts.withUnsafeBufferPointer { starts in
      rows.across.positions.withUnsafeBufferPointer { positions in
        rows.across.weights.withUnsafeBufferPointer { weights in
          for pixel in 0..<row.count where starts[pixel] < starts[pixel + 1] {
            var value: Float = 0
            for tap in starts[pixel]..<starts[pixel + 1] { value += weights[tap] * sums[Int(positions[tap])] }
            row[pixel] = value
          }
        }
      }
    }
  }
}
