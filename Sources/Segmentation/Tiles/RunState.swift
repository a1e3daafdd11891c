import Tensors

/// What a run counts while it works.
struct RunState {
  private var progress: TilingProgress
  private let monitor: TilingMonitor
  /// Tiles left out as air.
  var skipped = 0
  var networkSeconds = Duration.zero, answerSeconds = Duration.zero
  /// Planes done in each decoder; the slowest counts.
  private var planesOf: [Int: Int] = [:]

  init(tiles: Int, planes: Int, monitor: TilingMonitor) {
    progress = TilingProgress(tilesDone: 0, tiles: tiles, planesDone: 0, planes: planes)
    self.monitor = monitor
  }

  func checkCancellation() throws {
    if monitor.isCancelled() { throw CancellationError() }
  }

  mutating func tileDone() {
    progress.tilesDone += 1
    monitor.progress(progress)
  }

  mutating func planesDone(_ count: Int) {
    progress.planesDone = max(progress.planesDone, count)
    monitor.progress(progress)
  }

  func summary(box: Axes) -> TilingSummary {
    func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
    return TilingSummary(
      tiles: progress.tiles, skipped: skipped, box: box, networkSeconds: seconds(networkSeconds),
      answerSeconds: seconds(answerSeconds))
  }
}
