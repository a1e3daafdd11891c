import Imaging
import Segmentation
import Tensors

/// Brings ids from an image's own grid onto its prepared one.
///
/// Every class is interpolated linearly as ones and zeros, and the largest wins; of equal ones the higher id, so that
/// what is drawn over something else does not lose its rim (nnU-Net takes the highest id that reaches a half, and
/// background where none does). A coarse axis that is resampled by itself takes the nearest plane. As only the eight
/// voxels around a new one have a say, the cost does not depend on the number of classes.
struct LabelResampling {
  private let axes: [AxisSampling]
  private let firsts: [Int]
  private let placement: Placement

  /// - Parameter separate: the axis (0, 1, 2 of z, y, x) that is resampled by itself.
  init(_ placement: Placement, separate: Int?) {
    self.placement = placement
    let old = (placement.zoomed == nil ? placement.cropShape : placement.scanShape).values
    let new = (placement.zoomed?.shape ?? placement.preparedShape).values
    let alignment = placement.zoomed == nil ? AxisSampling.Alignment.faces : .centres
    axes = (0..<3).map {
      $0 == separate
        ? .nearest(from: old[$0], to: new[$0], alignment) : .linear(from: old[$0], to: new[$0], alignment)
    }
    firsts = placement.zoomed?.origin.values ?? [0, 0, 0]
  }

  /// The ids on the prepared grid, x fastest; `ids` are stored in the image's order, uint8 or uint16.
  func run(_ ids: VoxelBuffer, pool: ThreadPool) -> [UInt16] {
    ids.scalar == .uint8 ? run(ids, UInt8.self, pool) : run(ids, UInt16.self, pool)
  }

  private func run<ID: FixedWidthInteger & UnsignedInteger>(
    _ ids: VoxelBuffer, _ type: ID.Type, _ pool: ThreadPool
  ) -> [UInt16] {
    let shape = placement.preparedShape
    let base = UnsafePointer(ids.base.assumingMemoryBound(to: type)) + placement.storageOffset(0, 0, 0)
    let z = Taps(axes[0], placement.storageStrides.depth, from: firsts[0], count: shape.depth)
    let y = Taps(axes[1], placement.storageStrides.height, from: firsts[1], count: shape.height)
    let x = Taps(axes[2], placement.storageStrides.width, from: firsts[2], count: shape.width)
    return [UInt16](unsafeUninitializedCapacity: shape.product) { result, filled in
      let target = Target(base: result.baseAddress)
      withExtendedLifetime(ids) {
        pool.run(shape.depth) { plane, _ in
          for line in 0..<shape.height {
            guard let start = target.base else { return }
            let row = Row(base, z, plane, y, line)
            row.run(x, start + (plane * shape.height + line) * shape.width)
          }
        }
      }
      filled = shape.product
    }
  }
}

/// Where threads write; each its own rows.
private struct Target: @unchecked Sendable {
  let base: UnsafeMutablePointer<UInt16>?
}

/// Storage offsets and weights of the two voxels that each new one lies between.
private struct Taps {
  let lower: [Int]
  let upper: [Int]
  let lowerWeight: [Double]
  let upperWeight: [Double]

  init(_ axis: AxisSampling, _ stride: Int, from first: Int, count: Int) {
    let range = first..<(first + count)
    lower = axis.lower[range].map { Int($0) * stride }
    upper = axis.upper[range].map { Int($0) * stride }
    lowerWeight = Array(axis.lowerWeight[range])
    upperWeight = Array(axis.upperWeight[range])
  }
}

/// The four rows of old ids that a row of new ones lies between, with their weights.
private struct Row<ID: FixedWidthInteger & UnsignedInteger> {
  let rows: (UnsafePointer<ID>, UnsafePointer<ID>, UnsafePointer<ID>, UnsafePointer<ID>)
  let weights: (Double, Double, Double, Double)

  init(_ base: UnsafePointer<ID>, _ z: Taps, _ plane: Int, _ y: Taps, _ line: Int) {
    let low = base + z.lower[plane], high = base + z.upper[plane]
    rows = (low + y.lower[line], low + y.upper[line], high + y.lower[line], high + y.upper[line])
    weights = (
      z.lowerWeight[plane] * y.lowerWeight[line], z.lowerWeight[plane] * y.upperWeight[line],
      z.upperWeight[plane] * y.lowerWeight[line], z.upperWeight[plane] * y.upperWeight[line]
    )
  }

  func run(_ x: Taps, _ target: UnsafeMutablePointer<UInt16>) {
    for voxel in x.lower.indices {
      let a = x.lower[voxel], b = x.upper[voxel]
      let first = rows.0[a]
      let isOne =
        rows.0[b] == first && rows.1[a] == first && rows.1[b] == first && rows.2[a] == first
        && rows.2[b] == first && rows.3[a] == first && rows.3[b] == first
      target[voxel] = UInt16(isOne ? first : vote(a, b, x.lowerWeight[voxel], x.upperWeight[voxel]))
    }
  }

  /// The id of most weight among the eight voxels around.
  private func vote(_ a: Int, _ b: Int, _ low: Double, _ high: Double) -> ID {
    withUnsafeTemporaryAllocation(of: (id: ID, weight: Double).self, capacity: 8) { voters in
      voters[0] = (rows.0[a], weights.0 * low)
      voters[1] = (rows.0[b], weights.0 * high)
      voters[2] = (rows.1[a], weights.1 * low)
      voters[3] = (rows.1[b], weights.1 * high)
      voters[4] = (rows.2[a], weights.2 * low)
      voters[5] = (rows.2[b], weights.2 * high)
      voters[6] = (rows.3[a], weights.3 * low)
      voters[7] = (rows.3[b], weights.3 * high)
      var best = (id: ID.zero, weight: -1.0)
      for candidate in voters {
        var weight = 0.0
        for voter in voters where voter.id == candidate.id { weight += voter.weight }
        // Shares that differ by rounding alone are equal.
        let lead = weight - best.weight
        if lead > 1e-9 || (lead > -1e-9 && candidate.id > best.id) {
          best = (candidate.id, weight)
        }
      }
      return best.id
    }
  }
}
