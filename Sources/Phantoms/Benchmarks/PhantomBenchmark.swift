import Anatomy
import Imaging

/// How long patients take to draw, for `fabrica bench phantom`.
public struct PhantomBenchmark: Sendable {
  /// Threads for whole bodies.
  public var threads: Int
  /// Runs of which the median counts.
  public var runs: Int

  /// A benchmark; see the properties.
  public init(threads: Int = 2, runs: Int = 3) {
    self.threads = threads
    self.runs = runs
  }

  /// Seconds for anatomy, scan and labels of trunk and head of a fresh patient.
  /// - Parameter spacing: voxel edge, mm.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func body(spacing: Double) throws -> Double {
    try median { run in
      let body = BodyPhantom(.random(seed: UInt64(run + 1)))
      let grid = body.grid(spacing: Vector3(x: spacing, y: spacing, z: spacing))
      _ = try body.scan(Scan(seed: UInt64(run + 1)), grid: grid, threads: threads).labels(for: .total)
    }
  }

  /// Seconds for a patch of a patient nobody has seen: anatomy, a scan of its own, labels; on one thread.
  /// - Parameters:
  ///   - edge: voxels along each axis.
  ///   - spacing: voxel edge, mm.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func patch(edge: Int, spacing: Double) throws -> Double {
    try median { run in
      _ = try BodyPhantom.patch(
        shape: GridShape(x: edge, y: edge, z: edge), spacing: Vector3(x: spacing, y: spacing, z: spacing),
        seed: UInt64(run + 1)
      ).labels(for: .total)
    }
  }

  private func median(_ work: (Int) throws -> Void) throws -> Double {
    let clock = ContinuousClock()
    let times = try (0..<runs).map { run in try clock.measure { try work(run) } / .seconds(1) }.sorted()
    return times[times.count / 2]
  }
}
