import Tensors

/// Takes fewer voxels, each the nearest, and interpolates between them: a scan of lower resolution.
struct LowResolution: IntensityAugmentation {
  /// Voxels that are left of one, along every axis.
  let zoom: AugmentationOptions.Change
  /// Of each channel to be coarsened.
  let channelProbability: Double
  /// Leave all slices.
  let keepsSlicesApart: Bool

  var name: String { "low resolution" }
  var probability: Double { zoom.probability }

  func apply(to sample: inout TrainingSample, _ random: inout SampleRandom) {
    let extent = sample.extent
    for channel in 0..<sample.channels where random.bernoulli(channelProbability) {
      let zoom = random.uniform(zoom.range)
      func left(_ count: Int) -> Int { max(1, Int((Double(count) * zoom).rounded())) }
      let coarse = Axes(
        keepsSlicesApart ? extent.depth : left(extent.depth), left(extent.height), left(extent.width))
      if coarse == extent { continue }
      sample.changeChannel(channel) { Self.coarsen($0, extent, to: coarse) }
    }
  }

  /// A place between two coarse voxels: the earlier, the later, and how far it lies towards the later.
  struct Between {
    let low: Int
    let high: Int
    let part: Float
  }

  /// The voxel in whose middle, or nearest to it, each of fewer voxels has its own.
  static func nearest(_ fine: Int, to coarse: Int) -> [Int] {
    (0..<coarse).map { min(($0 * 2 + 1) * fine / (2 * coarse), fine - 1) }
  }

  /// Where the middles of fine voxels lie among the middles of coarse ones.
  static func between(_ fine: Int, and coarse: Int) -> [Between] {
    (0..<fine).map { index in
      let place = max((Double(index) + 0.5) * Double(coarse) / Double(fine) - 0.5, 0)
      let low = min(Int(place), coarse - 1)
      return Between(low: low, high: min(low + 1, coarse - 1), part: Float(place - Double(low)))
    }
  }

  /// Replaces a volume by what is left of it at fewer voxels.
  static func coarsen(_ image: UnsafeMutableBufferPointer<Float>, _ extent: Axes, to coarse: Axes) {
    guard let base = image.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: coarse.product) { left in
      guard let left = left.baseAddress else { return }
      let columns = nearest(extent.width, to: coarse.width)
      var target = left
      for z in nearest(extent.depth, to: coarse.depth) {
        for y in nearest(extent.height, to: coarse.height) {
          let row = base + (z * extent.height + y) * extent.width
          for (x, column) in columns.enumerated() { (target + x).initialize(to: row[column]) }
          target += coarse.width
        }
      }
      spread(left, coarse, over: base, extent)
    }
  }

  /// Interpolates a volume of coarse voxels at the fine ones: first between planes, then rows, then along rows.
  private static func spread(
    _ left: UnsafeMutablePointer<Float>, _ coarse: Axes, over image: UnsafeMutablePointer<Float>,
    _ extent: Axes
  ) {
    let planeSize = coarse.height * coarse.width
    let rows = between(extent.height, and: coarse.height), columns = between(extent.width, and: coarse.width)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: planeSize + coarse.width) { buffer in
      guard let plane = buffer.baseAddress else { return }
      let row = plane + planeSize
      var target = image
      for z in between(extent.depth, and: coarse.depth) {
        mix(left + z.low * planeSize, left + z.high * planeSize, z.part, into: plane, count: planeSize)
        for y in rows {
          let (a, b) = (plane + y.low * coarse.width, plane + y.high * coarse.width)
          mix(a, b, y.part, into: row, count: coarse.width)
          for (x, place) in columns.enumerated() {
            target[x] = row[place.low] + (row[place.high] - row[place.low]) * place.part
          }
          target += extent.width
        }
      }
    }
  }

  private static func mix(
    _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, _ part: Float,
    into target: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { (target + index).initialize(to: a[index] + (b[index] - a[index]) * part) }
  }
}
