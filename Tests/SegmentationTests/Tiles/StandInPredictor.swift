import Segmentation
import Tensors

/// A network that anyone can compute: class c is (a_c * v + b_c * w) + d_c * u, where v is the voxel, w the next one
/// along x (the first after the last) and u the first voxel of the patch.
final class StandInPredictor: TilePredictor {
  let classes: [Int]
  let patch: Axes
  let threads: Int
  /// a, b, d of each class of each decoder.
  let coefficients: [[Float]]
  private let pool: ThreadPool
  /// Patches seen.
  private(set) var calls = 0
  /// Called before a patch is computed.
  var before: () -> Void = {}

  init(patch: Axes, coefficients: [[Float]], threads: Int = 1) {
    self.patch = patch
    self.coefficients = coefficients
    self.threads = threads
    classes = coefficients.map { $0.count / 3 }
    pool = ThreadPool(threads: threads)
  }

  /// Some classes that differ from voxel to voxel.
  convenience init(patch: Axes, classes: [Int], threads: Int = 1) {
    let coefficients = classes.enumerated().map { decoder, count in
      (0..<(3 * count)).map { Float(($0 * 37 + decoder * 11) % 41 - 20) / 8 }
    }
    self.init(patch: patch, coefficients: coefficients, threads: threads)
  }

  func logits(
    of patch: [Float], each: (_ decoder: Int, _ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError) {
    calls += 1
    before()
    for decoder in classes.indices {
      pool.run(self.patch.depth) { z, worker in
        for first in stride(from: 0, to: self.patch.height, by: 3) {
          let rows = first..<min(first + 3, self.patch.height)
          values(patch, decoder, z, rows).withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            each(
              decoder,
              LogitRows(
                classes: classes[decoder], z: z, rows: rows, width: self.patch.width,
                stride: (classes[decoder] + 15) / 16 * 16, base: base), worker)
          }
        }
      }
    }
  }

  private func values(_ patch: [Float], _ decoder: Int, _ z: Int, _ rows: Range<Int>) -> [Float] {
    let (count, width) = (classes[decoder], self.patch.width), stride = (count + 15) / 16 * 16
    let coefficient = coefficients[decoder]
    var values = [Float](repeating: 0, count: rows.count * width * stride)
    for y in rows {
      let row = (z * self.patch.height + y) * width
      for x in 0..<width {
        let (v, w, u) = (patch[row + x], patch[row + (x + 1) % width], patch[0])
        let to = ((y - rows.lowerBound) * width + x) * stride
        for c in 0..<count {
          values[to + c] =
            (coefficient[c] * v + coefficient[count + c] * w) + coefficient[2 * count + c] * u
        }
      }
    }
    return values
  }
}
