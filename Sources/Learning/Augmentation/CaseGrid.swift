import Tensors

/// One value for every voxel of a case, to be read along the rows of patches; beyond it every value is 0.
struct CaseGrid<Value> {
  /// Voxels along z, y, x.
  let extent: Axes
  /// x fastest.
  let values: UnsafeBufferPointer<Value>

  /// Copies a row that starts at voxel (z, y, x) of the case; the target is full of zeros.
  func copy(z: Int, y: Int, x: Int, into target: UnsafeMutableBufferPointer<Value>) {
    guard (0..<extent.depth).contains(z) && (0..<extent.height).contains(y) else { return }
    let low = max(x, 0), high = min(x + target.count, extent.width)
    guard low < high, let to = target.baseAddress, let from = values.baseAddress else { return }
    (to + (low - x)).update(from: from + ((z * extent.height + y) * extent.width + low), count: high - low)
  }

  /// Takes the value of the nearest voxel for every place of a row; the target is full of zeros.
  func takeNearest(_ row: PatchRow, into target: UnsafeMutableBufferPointer<Value>) {
    // Half a voxel on, the nearest voxel is the one before.
    var shifted = row
    shifted.start += 0.5
    let (height, width) = (extent.height, extent.width)
    for index in shifted.indices(below: extent.triple) {
      let p = shifted.place(index)
      target[index] = values[(Int(p[0]) * height + Int(p[1])) * width + Int(p[2])]
    }
  }
}

extension CaseGrid where Value == Float {
  /// Interpolates between the eight voxels round every place of a row.
  func interpolate(_ row: PatchRow, into target: UnsafeMutableBufferPointer<Float>) {
    let inner = row.indices(below: extent.triple - 1)
    for index in 0..<inner.lowerBound { target[index] = atEdge(row.place(index)) }
    let (width, plane) = (extent.width, extent.height * extent.width)
    for index in inner {
      let p = row.place(index)
      let (z, y, x) = (Int(p[0]), Int(p[1]), Int(p[2]))
      let fy = Float(p[1] - Double(y)), fx = Float(p[2] - Double(x))
      let first = z * plane + y * width + x
      let near = bilinear(first, width, fy, fx), far = bilinear(first + plane, width, fy, fx)
      target[index] = near + (far - near) * Float(p[0] - Double(z))
    }
    for index in inner.upperBound..<max(row.count, inner.upperBound) {
      target[index] = atEdge(row.place(index))
    }
  }

  @inline(__always) private func bilinear(_ first: Int, _ width: Int, _ fy: Float, _ fx: Float) -> Float {
    let (a, b) = (values[first], values[first + 1])
    let (c, d) = (values[first + width], values[first + width + 1])
    let top = a + (b - a) * fx, bottom = c + (d - c) * fx
    return top + (bottom - top) * fy
  }

  /// The same at a place some of whose eight voxels may lie beyond the case.
  private func atEdge(_ p: SIMD3<Double>) -> Float {
    let size = extent.triple
    for axis in 0..<3 where p[axis] <= -1 || p[axis] >= size[axis] { return 0 }
    let floor = p.rounded(.down), f = SIMD3<Float>(p - floor)
    let (z, y, x) = (Int(floor[0]), Int(floor[1]), Int(floor[2]))
    func line(_ z: Int, _ y: Int) -> Float {
      let a = value(z, y, x)
      return a + (value(z, y, x + 1) - a) * f[2]
    }
    func face(_ z: Int) -> Float {
      let a = line(z, y)
      return a + (line(z, y + 1) - a) * f[1]
    }
    let a = face(z)
    return a + (face(z + 1) - a) * f[0]
  }

  private func value(_ z: Int, _ y: Int, _ x: Int) -> Float {
    guard (0..<extent.depth).contains(z) && (0..<extent.height).contains(y) && (0..<extent.width).contains(x)
    else { return 0 }
    return values[(z * extent.height + y) * extent.width + x]
  }
}
