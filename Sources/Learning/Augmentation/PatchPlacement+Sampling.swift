import Tensors

/// Reading a patch out of its case. What lies beyond the case is 0 in the image and background in the labels.
extension PatchPlacement {
  /// The patch: a copy where it lies upright, else its image interpolated between eight voxels and its labels taken
  /// from the nearest voxel.
  func sample(of source: TrainingCase) -> TrainingSample {
    let count = patch.product, voxels = source.extent.product
    var image = [Float](repeating: 0, count: source.channels * count)
    source.image.withUnsafeBufferPointer { from in
      image.withUnsafeMutableBufferPointer { to in
        for channel in 0..<source.channels {
          let grid = CaseGrid(
            extent: source.extent,
            values: UnsafeBufferPointer(rebasing: from[channel * voxels..<(channel + 1) * voxels]))
          let target = UnsafeMutableBufferPointer(rebasing: to[channel * count..<(channel + 1) * count])
          eachRow(of: target) { z, y, row in
            guard let steps else { return grid.copy(z: z, y: y, x: corner.width, into: row) }
            grid.interpolate(self.row(z: z, y: y, steps), into: row)
          }
        }
      }
    }
    var labels = [UInt16](repeating: 0, count: count)
    source.labels.withUnsafeBufferPointer { from in
      let grid = CaseGrid(extent: source.extent, values: from)
      labels.withUnsafeMutableBufferPointer { to in
        eachRow(of: to) { z, y, row in
          guard let steps else { return grid.copy(z: z, y: y, x: corner.width, into: row) }
          grid.takeNearest(self.row(z: z, y: y, steps), into: row)
        }
      }
    }
    return TrainingSample(channels: source.channels, extent: patch, image: image, labels: labels)
  }

  /// Visits the rows of a patch; z and y are those of the case for an upright patch, of the patch for a turned one.
  private func eachRow<Value>(
    of target: UnsafeMutableBufferPointer<Value>,
    _ visit: (_ z: Int, _ y: Int, _ row: UnsafeMutableBufferPointer<Value>) -> Void
  ) {
    let width = patch.width
    let origin = steps == nil ? corner : Axes(0)
    for z in 0..<patch.depth {
      for y in 0..<patch.height {
        let first = (z * patch.height + y) * width
        visit(
          origin.depth + z, origin.height + y,
          UnsafeMutableBufferPointer(rebasing: target[first..<first + width]))
      }
    }
  }
}
