extension LabelMap {
  /// The voxel of an organ nearest to a point in mm along the axes; of equals the one met first.
  ///
  /// Slices and rows are tried from the point outwards and given up as soon as they cannot be nearer, so that a compact
  /// organ costs one look and a curved one those within the distance found. `box` and `axialCounts` are the organ's;
  /// its `box` must hold a voxel of it.
  func voxel(of id: Int, nearestTo point: VoxelPoint, box: VoxelBox, axialCounts: [Int]) -> VoxelIndex {
    let spacing = volume.geometry.spacing
    var best = box.lower
    var bestSquare = Double.infinity
    func square(_ axis: Int, _ coordinate: Int) -> Double {
      let distance = (Double(coordinate) - point[axis]) * spacing[axis]
      return distance * distance
    }
    for z in outwards(from: point.z, in: box, axis: 2) where axialCounts[z] > 0 {
      let squareZ = square(2, z)
      if squareZ >= bestSquare { break }
      for y in outwards(from: point.y, in: box, axis: 1) {
        let squareYZ = squareZ + square(1, y)
        if squareYZ >= bestSquare { break }
        for x in outwards(from: point.x, in: box, axis: 0) {
          let distance = squareYZ + square(0, x)
          if distance >= bestSquare { break }
          let voxel = VoxelIndex(x: x, y: y, z: z)
          if self.id(at: voxel) == id {
            best = voxel
            bestSquare = distance
            break
          }
        }
      }
    }
    return best
  }

  /// The coordinates of a box along an axis by growing distance from a place; the smaller of two equals first.
  private func outwards(from place: Double, in box: VoxelBox, axis: Int) -> some Sequence<Int> {
    var below = min(box.upper[axis], Int(place.rounded(.down)))
    var above = max(below + 1, box.lower[axis])
    let (lower, upper) = (box.lower[axis], box.upper[axis])
    return AnyIterator<Int> {
      let takesBelow = below >= lower && (above > upper || place - Double(below) <= Double(above) - place)
      if takesBelow {
        defer { below -= 1 }
        return below
      }
      guard above <= upper else { return nil }
      defer { above += 1 }
      return above
    }
  }
}
