import Networks
import Tensors

/// How long it takes to sum the tiles of a 3 mm scan of 118 classes and to bring labels to 512x512x138, without a
/// network: the part that costs nnU-Net most of its time on a processor.
public enum AnswerBenchmark {
  /// Voxels of the prepared grid and of the scan, network axes.
  static let prepared = Axes(92, 133, 133), scan = Axes(138, 512, 512)

  /// Runs on `pool`; takes some seconds and 1.1 GB. Two rows: smooth logits, as trained networks give, and noise,
  /// where more classes can win between voxels. Throws as `SlidingWindow`.
  public static func run(pool: ThreadPool) throws -> [BenchmarkRow] {
    try [(name: "smooth", period: 16), (name: "noise", period: 1)].flatMap { kind in
      let summary = try window(period: kind.period, pool: pool).run()
      let name = "answer 512x512x138, 118 classes, \(kind.name)"
      return [
        BenchmarkRow("\(name): sums of \(summary.tiles) tiles", summary.networkSeconds, "s"),
        BenchmarkRow("\(name): labels", summary.answerSeconds, "s", atMost: 1.5),
      ]
    }
  }

  static func window(period: Int, pool: ThreadPool) throws -> SlidingWindow {
    let patch = Axes(128)
    let interpolation = Plan.Interpolation(order: 1, orderAcross: 0, separateAcross: nil)
    let plan = Plan(
      configuration: "3d_fullres", spacing: [3, 3, 3], patch: patch, transpose: [0, 1, 2],
      orientation: .stored,
      pipeline: .nnUNet, intensities: .init(low: -1000, high: 1000, mean: 0, deviation: 1),
      scanInterpolation: interpolation, logitInterpolation: interpolation, tileStep: 0.5,
      architecture: UNetArchitecture(
        family: .plain, inputChannels: 1, stages: [], decoderConvolutions: [], classes: 118))
    let placement = Placement(
      scanShape: scan, scanSpacing: [2, 0.78, 0.78], cropOrigin: Axes(0), cropShape: scan,
      preparedShape: prepared, storageOrigin: 0, storageStrides: Axes(scan.height * scan.width, scan.width, 1)
    )
    return try SlidingWindow(
      plan, placement, grid: try FloatGrid(prepared),
      predictors: [TexturePredictor(patch: patch, classes: 118, period: period, pool: pool)], pool: pool)
  }
}

/// Logits that look random: each class a texture whose values are drawn every `period` voxels and change evenly
/// between.
private final class TexturePredictor: TilePredictor {
  let classes: [Int], patch: Axes
  let threads: Int
  private let period: Int, stride: Int
  private let pool: ThreadPool
  /// Rows of logits, `patch.width` voxels each, that follow one another along y and z.
  private let rows: [[Float]]

  init(patch: Axes, classes: Int, period: Int, pool: ThreadPool) {
    self.classes = [classes]
    self.patch = patch
    self.period = period
    self.pool = pool
    threads = pool.threads
    let stride = (classes + 15) / 16 * 16
    self.stride = stride
    var state: UInt32 = 1
    let knots = patch.width / period + 2
    rows = (0..<64).map { _ in
      let values = (0..<(knots * stride)).map { index -> Float in
        guard index % stride < classes else { return 0 }
        return (0..<4).reduce(Float(0)) { sum, _ in
          state = state &* 1_664_525 &+ 1_013_904_223
          return sum + Float(state >> 8) / 16_777_216 - 0.5
        }
      }
      return (0..<(patch.width * stride)).map { index in
        let (x, c) = (index / stride, index % stride), part = Float(x % period) / Float(period)
        let knot = (x / period) * stride + c
        return values[knot] * (1 - part) + values[knot + stride] * part
      }
    }
  }

  func logits(
    of patch: [Float], each: (_ decoder: Int, _ rows: LogitRows, _ worker: Int) -> Void
  ) throws(TensorError) {
    pool.run(self.patch.depth) { z, worker in
      var blended = [Float](repeating: 0, count: rows[0].count)
      for y in 0..<self.patch.height {
        mix(z, y, &blended)
        blended.withUnsafeBufferPointer { row in
          guard let base = row.baseAddress else { return }
          let handed = LogitRows(
            classes: classes[0], z: z, rows: y..<(y + 1), width: self.patch.width, stride: stride, base: base)
          each(0, handed, worker)
        }
      }
    }
  }

  /// A row between the drawn ones around it along y; planes shift which rows those are every `period`.
  private func mix(_ z: Int, _ y: Int, _ row: inout [Float]) {
    let place = y / period + 7 * (z / period), part = Float(y % period) / Float(period)
    let a = rows[place % rows.count], b = rows[(place + 1) % rows.count]
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        row.withUnsafeMutableBufferPointer { row in
          for i in row.indices { row[i] = a[i] * (1 - part) + b[i] * part }
        }
      }
    }
  }
}
