import Imaging

/// Paints a body into a grid: HU before blur and noise, and the number of every voxel's structure.
///
/// Space is halved until a block holds few voxels; at every step the bodies that cannot reach into the block are
/// dropped and the others simplified (`Solid.pruned`), and what lies under a body that fills the block is dropped too.
/// A voxel's value depends on its own place alone, so a patch equals the same part of the whole and any number of
/// threads gives the same bits.
struct BodyPainter: Sendable {
  private let geometry: Geometry
  private let warp: Warp
  private let structures: [Structure]
  private let materials: [RenderedMaterial]
  private let bounds: [Box3]
  /// Structures each may cover, by number; nil for all.
  private let allowed: [[Bool]?]
  /// Numbers from here on are within lesions; see `Atlas`.
  private let radix: Int
  /// How far beyond its surface a structure changes a sample, reference mm.
  private let margins: [Double]
  /// Width of a sample for partial volume, reference mm.
  private let width: Double
  /// Samples a voxel, and the voxel's column along which they lie.
  private let samples: Int
  private let sampleColumn: Vector3
  /// Samples of what moves while it is scanned, and so is seen at several places at once.
  private static let movingSamples = 3
  /// Nil for a scan without a table in it.
  private let table: ScannerTable?
  /// Nil where nothing moves.
  private let motion: MotionField?

  private static let blockEdge = 32
  /// A block is painted when it holds no more voxels, or is so narrow (mm) that few bodies can be dropped.
  private static let leafCounts = 64...512
  private static let leafSide = 10.0

  /// A structure that may reach into a block, simplified; nil where it fills it.
  private struct Candidate {
    let index: Int
    let solid: (any Solid)?
  }

  init(geometry: Geometry, atlas: Atlas, plan: BodyPlan, warp: Warp, scan: Scan) {
    self.geometry = geometry
    self.warp = warp
    let structures = atlas.structures
    self.structures = structures
    bounds = structures.map(\.solid.bounds)
    materials = structures.map { RenderedMaterial($0, scan: scan, plan: plan) }
    allowed = structures.map { structure in
      structure.over.map { names in
        atlas.spread([names.contains("air")] + structures.map { names.contains($0.name) })
      }
    }
    radix = atlas.radix
    let spacing = geometry.spacing
    let axis = spacing.z >= max(spacing.x, spacing.y) ? 2 : spacing.y >= spacing.x ? 1 : 0
    let least = min(spacing.x, spacing.y, spacing.z)
    let ratio = spacing[axis] / least
    // Thick slices show the mean of what lies in them.
    let thick = ratio > 3.5 ? 5 : ratio > 1.6 ? 3 : 1
    motion = MotionField(scan, plan: plan, warp: warp)
    table = scan.table ? ScannerTable(plan: plan, warp: warp) : nil
    samples = thick
    sampleColumn = geometry.affine.column(axis)
    let mean = (spacing.x + spacing.y + spacing.z - spacing[axis] * (1 - 1 / Double(samples))) / 3
    width = mean * min(warp.stretch, 1.1)
    margins = structures.map { $0.material.layerDepth + mean * warp.stretch }
  }

  /// Blocks that can be painted apart.
  private var blocks: [VoxelRange] {
    let shape = geometry.shape
    func cuts(_ count: Int) -> [Range<Int>] {
      stride(from: 0, to: count, by: Self.blockEdge).map { $0..<min($0 + Self.blockEdge, count) }
    }
    return cuts(shape.z).flatMap { z in
      cuts(shape.y).flatMap { y in cuts(shape.x).map { VoxelRange(x: $0, y: y, z: z) } }
    }
  }

  /// Writes every voxel in storage order.
  func paint(
    hounsfield: SharedRow<Float>, numbers: SharedRow<UInt16>, threads: Int,
    progress: @Sendable (Double) -> Void
  ) {
    let blocks = blocks
    Workers.run(blocks.count, threads: threads, progress: progress) { item in
      let all = structures.indices.map { Candidate(index: $0, solid: structures[$0].solid) }
      divide(blocks[item], all, hounsfield, numbers)
    }
  }

  private func divide(
    _ block: VoxelRange, _ candidates: [Candidate], _ hounsfield: SharedRow<Float>,
    _ numbers: SharedRow<UInt16>
  ) {
    let left = remaining(candidates, in: ball(of: block))
    if left.isEmpty, !meetsTable(block) {
      block.forEachOffset(in: geometry.shape) { offset in
        hounsfield[offset] = -1000
        numbers[offset] = 0
      }
      return
    }
    let side = block.longestSide(spacing: geometry.spacing)
    if block.count <= Self.leafCounts.lowerBound
      || (side <= Self.leafSide && block.count <= Self.leafCounts.upperBound)
    {
      fill(block, left, hounsfield, numbers)
    } else {
      let halves = block.halves(spacing: geometry.spacing)
      divide(halves.0, left, hounsfield, numbers)
      divide(halves.1, left, hounsfield, numbers)
    }
  }

  /// A ball of the patient that holds a block and whatever is seen in it.
  private func patientBall(of block: VoxelRange) -> Ball {
    func middle(_ range: Range<Int>) -> Double { Double(range.lowerBound + range.upperBound - 1) / 2 }
    let centre = geometry.affine.apply(x: middle(block.x), y: middle(block.y), z: middle(block.z))
    let spacing = geometry.spacing
    let side = Point3(
      Double(block.x.count) * spacing.x, Double(block.y.count) * spacing.y, Double(block.z.count) * spacing.z)
    let ball = Ball(centre: Point3(centre.x, centre.y, centre.z), radius: side.length / 2)
    return ball.grown(by: motion?.reach(in: ball) ?? 0)
  }

  private func samples(in block: VoxelRange) -> Int {
    guard let motion, motion.reach(in: patientBall(of: block)) > 0 else { return samples }
    return max(samples, Self.movingSamples)
  }

  private func ball(of block: VoxelRange) -> Ball {
    let ball = patientBall(of: block)
    return Ball(centre: warp.reference(ball.centre), radius: ball.radius * warp.stretch)
  }

  private func meetsTable(_ block: VoxelRange) -> Bool {
    guard let table else { return false }
    let ball = patientBall(of: block)
    return ball.centre.y - ball.radius < table.top && ball.centre.y + ball.radius > table.bottom
  }

  /// The candidates that can show in a ball, those hidden under a body that fills it left out.
  private func remaining(_ candidates: [Candidate], in ball: Ball) -> [Candidate] {
    var left: [Candidate] = []
    left.reserveCapacity(candidates.count)
    for candidate in candidates.reversed() {
      let index = candidate.index
      var isFull = candidate.solid == nil
      if let solid = candidate.solid {
        let wide = ball.grown(by: margins[index])
        guard bounds[index].meets(wide) else { continue }
        switch solid.pruned(to: wide) {
        case .outside: continue
        case .inside:
          isFull = true
          left.append(Candidate(index: index, solid: nil))
        case .whole: left.append(candidate)
        case .part(let rest): left.append(Candidate(index: index, solid: rest))
        }
      } else {
        left.append(candidate)
      }
      if isFull, allowed[index] == nil, !isShading(index) { break }
    }
    left.reverse()
    return left
  }

  private func isShading(_ index: Int) -> Bool {
    if case .shading = structures[index].identity { return true }
    return false
  }

  private func fill(
    _ block: VoxelRange, _ candidates: [Candidate], _ hounsfield: SharedRow<Float>,
    _ numbers: SharedRow<UInt16>
  ) {
    let count = block.count
    withUnsafeTemporaryAllocation(of: Point3.self, capacity: count) { points in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * count) { values in
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { ids in
          guard let base = values.baseAddress else { return }
          let sum = UnsafeMutableBufferPointer(start: base + 2 * count, count: count)
          values.update(repeating: 0)
          let samples = samples(in: block)
          for sample in 0..<samples {
            let shades = UnsafeMutableBufferPointer(start: base, count: count)
            place(block, sample, of: samples, points, shades)
            ids.update(repeating: 0)
            for candidate in candidates {
              shade(candidate, UnsafeBufferPointer(points), base + count, shades, ids)
            }
            for i in 0..<count { sum[i] += shades[i] }
            guard sample == samples / 2 else { continue }
            var i = 0
            block.forEachOffset(in: geometry.shape) { offset in
              numbers[offset] = ids[i]
              i += 1
            }
          }
          var i = 0
          block.forEachOffset(in: geometry.shape) { offset in
            hounsfield[offset] = Float(sum[i] / Double(samples))
            i += 1
          }
        }
      }
    }
  }

  /// The reference points of one sample of every voxel, and what is seen there without a body.
  private func place(
    _ block: VoxelRange, _ sample: Int, of samples: Int, _ points: UnsafeMutableBufferPointer<Point3>,
    _ shades: UnsafeMutableBufferPointer<Double>
  ) {
    let time = samples > 1 ? Double(sample) * 2 / Double(samples - 1) - 1 : 0
    let nearTable = meetsTable(block) ? table : nil
    var memory = Warp.Row()
    let shift = sampleColumn * (Double(sample - samples / 2) / Double(samples))
    let affine = geometry.affine
    var i = 0
    for z in block.z {
      for y in block.y {
        let row = affine.columnY * Double(y) + affine.columnZ * Double(z) + affine.origin + shift
        for x in block.x {
          let place = affine.columnX * Double(x) + row
          let p = Point3(place.x, place.y, place.z)
          shades[i] = nearTable?.value(at: p, width: width) ?? -1000
          points[i] = warp.reference(motion?.source(of: p, time: time) ?? p, &memory)
          i += 1
        }
      }
    }
  }

  private func shade(
    _ candidate: Candidate, _ points: UnsafeBufferPointer<Point3>, _ distances: UnsafeMutablePointer<Double>,
    _ shades: UnsafeMutableBufferPointer<Double>, _ ids: UnsafeMutableBufferPointer<UInt16>
  ) {
    let index = candidate.index
    let material = materials[index]
    let takes = !isShading(index)
    let lesion = UInt16((structures[index].lesion?.id ?? 0) * radix)
    let marks = lesion > 0
    let number = UInt16(index + 1) + lesion
    let mask = allowed[index]
    var memory = NoiseField.Cell()
    guard let solid = candidate.solid else {
      for i in points.indices {
        if let mask, !mask[Int(ids[i])] { continue }
        shades[i] = material.core(at: points[i], &memory)
        if takes { ids[i] = number } else if marks { ids[i] = ids[i] % UInt16(radix) + lesion }
      }
      return
    }
    guard measure(solid, points, where: mask, ids, into: distances) else { return }
    for i in points.indices {
      let d = distances[i]
      let cover = 0.5 - d / width
      guard cover > 0 else { continue }
      if let mask, !mask[Int(ids[i])] { continue }
      let value = material.value(depth: -d, width: width, at: points[i], &memory)
      shades[i] += (value - shades[i]) * min(cover, 1)
      guard d < 0 else { continue }
      if takes { ids[i] = number } else if marks { ids[i] = ids[i] % UInt16(radix) + lesion }
    }
  }

  /// The distances of the points that a structure may cover; false when there are none. Those of the others stay as
  /// they were and count for nothing.
  private func measure(
    _ solid: any Solid, _ points: UnsafeBufferPointer<Point3>, where mask: [Bool]?,
    _ ids: UnsafeMutableBufferPointer<UInt16>, into distances: UnsafeMutablePointer<Double>
  ) -> Bool {
    guard let mask else {
      solid.measure(points, into: distances)
      return true
    }
    let count = points.indices.reduce(0) { $0 + (mask[Int(ids[$1])] ? 1 : 0) }
    guard count > 0 else { return false }
    guard count < points.count else {
      solid.measure(points, into: distances)
      return true
    }
    withUnsafeTemporaryAllocation(of: Point3.self, capacity: count) { some in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { found in
        guard let base = found.baseAddress else { return }
        var next = 0
        for i in points.indices where mask[Int(ids[i])] {
          some[next] = points[i]
          next += 1
        }
        solid.measure(UnsafeBufferPointer(some), into: base)
        next = 0
        for i in points.indices where mask[Int(ids[i])] {
          distances[i] = found[next]
          next += 1
        }
      }
    }
    return true
  }
}
