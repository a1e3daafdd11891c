import Tensors

/// Runs loops on a pool in batches; between them, on the caller's thread, it reports and asks whether to go on.
struct CancellableLoop {
  let pool: ThreadPool
  let progress: (Double) -> Void
  let isCancelled: () -> Bool

  /// Calls `body(item, worker)` for every item; progress runs from `share.lowerBound` to `share.upperBound`.
  /// Throws `CancellationError`; items of the batch under way are finished first.
  func run(_ count: Int, share: ClosedRange<Double>, _ body: (_ item: Int, _ worker: Int) -> Void) throws {
    let batch = max(4 * pool.threads, (count + 31) / 32)
    var done = 0
    while done < count {
      if isCancelled() { throw CancellationError() }
      let first = done
      let next = min(batch, count - first)
      pool.run(next) { body(first + $0, $1) }
      done += next
      progress(share.lowerBound + (share.upperBound - share.lowerBound) * Double(done) / Double(count))
    }
    if isCancelled() { throw CancellationError() }
  }
}
