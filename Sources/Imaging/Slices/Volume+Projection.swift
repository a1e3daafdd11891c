extension Volume {
  /// The volume's maximum along a plane's normal, as a volume of one thick slice; nil without memory for it.
  ///
  /// `SliceSampler.sample` projects directly, but through hundreds of slices that takes longer than a key press may
  /// and reads only some of the rays. This reads everything once (about 0.2 s for 512x512x1000) in storage order; the
  /// result, sampled at `index: 0` with `slab: 0`, costs no more than a slice. Voxels that are not numbers are left out.
  public func projected(along plane: Plane) -> Volume? {
    let canonical = geometry
    let normal = plane.normalAxis
    func extent(_ axis: Int) -> Int { axis == normal ? 1 : canonical.shape[axis] }
    func column(_ axis: Int) -> Vector3 {
      canonical.affine.column(axis) * (axis == normal ? Double(canonical.shape[axis]) : 1)
    }
    let middle = Double(canonical.shape[normal] - 1) / 2
    let flat = Geometry(
      shape: GridShape(x: extent(0), y: extent(1), z: extent(2)),
      affine: Affine(
        columnX: column(0), columnY: column(1), columnZ: column(2),
        origin: canonical.affine.origin + canonical.affine.column(normal) * middle))
    guard let buffer = VoxelBuffer(scalar: voxels.scalar, count: flat.shape.count) else { return nil }
    voxels.accept(Projector(source: self, normal: normal, target: buffer))
    buffer.publish(buffer.count)
    return Volume(storedGeometry: flat, voxels: buffer)
  }
}

private struct Projector: VoxelVisitor {
  let source: Volume
  let normal: Int
  let target: VoxelBuffer

  func visit<T: StoredScalar>(_ voxels: UnsafePointer<T>) {
    let shape = source.geometry.shape
    let flat = target.base.assumingMemoryBound(to: T.self)
    // Steps in the picture; along the normal every voxel meets the same pixel.
    let rowLength = normal == 0 ? 1 : shape.x
    let steps = [1, rowLength, rowLength * (normal == 1 ? 1 : shape.y)].enumerated().map {
      $0.offset == normal ? 0 : $0.element
    }
    let axes = source.layout.axesByStride
    let (inner, middle, outer) = (axes[0], axes[1], axes[2])
    var isFirst = [Bool](repeating: true, count: target.count)
    for k in 0..<shape[outer] {
      for j in 0..<shape[middle] {
        let line =
          voxels + source.layout.origin + j * source.layout.stride(middle) + k * source.layout.stride(outer)
        let row = j * steps[middle] + k * steps[outer]
        merge(
          line, stride: source.layout.stride(inner), count: shape[inner], into: flat + row,
          step: steps[inner],
          isFirst: &isFirst, row: row)
      }
    }
  }

  @inline(__always)
  private func merge<T: StoredScalar>(
    _ line: UnsafePointer<T>, stride: Int, count: Int, into row: UnsafeMutablePointer<T>, step: Int,
    isFirst: inout [Bool], row start: Int
  ) {
    for i in 0..<count {
      let value = line[i * stride]
      let place = i * step
      if isFirst[start + place] || value.asFloat > row[place].asFloat {
        row[place] = value
        isFirst[start + place] = value.asFloat.isNaN
      }
    }
  }
}
