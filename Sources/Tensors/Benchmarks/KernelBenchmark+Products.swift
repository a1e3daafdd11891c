import CKernels
import Glibc

extension KernelBenchmark {
  /// A kind of matrix product in the benchmark network. As many of them as a layer does one after the other are
  /// measured together, each with memory of its own, so that they find the caches as the layer's do.
  public struct Product: Sendable {
    /// Where it comes from; with `gradient` the sum runs over the rows of both factors (A^T B), else C = A B.
    public enum Kind: String, Sendable {
      /// A point of a Winograd layer.
      case forward
      /// A point of its weight gradient.
      case gradient
      /// 64 voxels of the 1x1x1 convolution to classes.
      case head
      /// 64 voxels of one phase of a transposed convolution.
      case transposed
    }

    /// Where it comes from.
    public let kind: Kind
    /// Rows of A: tiles or voxels.
    public let rows: Int
    /// Columns of A: source channels.
    public let depth: Int
    /// Columns of B: target channels.
    public let targets: Int

    /// Products measured together.
    public var count: Int { kind == .forward || kind == .gradient ? 216 : 8 }
    /// "forward 216 x 14x64x64": how many, rows, source channels, target channels.
    public var name: String { "\(kind.rawValue) \(count) x \(rows)x\(depth)x\(targets)" }
    /// Floating-point operations of all.
    public var operations: Double { 2 * Double(count * rows * depth * targets) }
  }

  /// The products that take the most time.
  public static let benchmarkProducts: [Product] = [
    Product(kind: .forward, rows: 14, depth: 32, targets: 32),
    Product(kind: .forward, rows: 14, depth: 64, targets: 64),
    Product(kind: .forward, rows: 28, depth: 128, targets: 128),
    Product(kind: .forward, rows: 64, depth: 256, targets: 256),
    Product(kind: .gradient, rows: 28, depth: 32, targets: 32),
    Product(kind: .gradient, rows: 28, depth: 64, targets: 64),
    Product(kind: .gradient, rows: 112, depth: 128, targets: 128),
    Product(kind: .gradient, rows: 64, depth: 256, targets: 256),
    Product(kind: .head, rows: 64, depth: 32, targets: 128),
    Product(kind: .transposed, rows: 64, depth: 64, targets: 32),
    Product(kind: .transposed, rows: 64, depth: 320, targets: 256),
  ]

  /// GFLOP/s of every product on one thread, by its processor time.
  static func products(_ options: Options) throws(TensorError) -> [BenchmarkRow] {
    let engine = try Engine(options.instructions, pool: ThreadPool(threads: 1))
    var rows: [BenchmarkRow] = []
    for product in benchmarkProducts {
      let seconds = try measure(product, options.repeats, on: engine)
      rows.append(BenchmarkRow("product \(product.name)", product.operations / seconds * 1e-9, "GFLOP/s"))
    }
    return rows
  }

  /// Seconds of processor time for all of them, the median of `repeats` times 50 ms.
  private static func measure(
    _ product: Product, _ repeats: Int, on engine: Engine
  ) throws(TensorError) -> Double {
    let from = product.depth / 16, to = product.targets / 16, count = product.count
    let a = count * ck_point_stride(Int32(product.rows), Int32(from))
    let b = count * (product.kind == .gradient ? 0 : product.depth * product.targets)
    let c = count * ck_point_stride(Int32(product.rows), Int32(to))
    let sums = count * (product.depth * product.targets + 16)
    let memory = try engine.scratch(a + b + c + sums)
    var random = BenchmarkRandom(seed: 5)
    for (index, value) in random.values(a + b + c, 1).enumerated() { memory[index] = value }
    let kernels = engine.kernels.winograd4
    func run() {
      if product.kind == .gradient {
        kernels.gradient(
          memory, memory + a + b, memory + a + b + c, 0, Int32(count), Int32(product.rows),
          Int32(product.rows), Int32(from), Int32(to), false)
      } else {
        kernels.multiply(
          memory, memory + a, memory + a + b, 0, Int32(count), Int32(product.rows), Int32(product.rows),
          Int32(from), Int32(to))
      }
    }
    var times: [Double] = []
    run()
    for _ in 0..<max(repeats, 1) {
      let start = seconds(CLOCK_PROCESS_CPUTIME_ID)
      var runs = 0.0, now = start
      repeat {
        run()
        runs += 1
        now = seconds(CLOCK_PROCESS_CPUTIME_ID)
      } while now - start < 0.05
      times.append((now - start) / runs)
    }
    return times.sorted()[times.count / 2]
  }
}
