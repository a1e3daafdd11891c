import Dispatch
import Synchronization

/// Runs the items of a loop on several threads.
///
/// Which thread takes which item is left to chance; every item writes its own results only, so that values do not
/// depend on the number of threads.
enum Workers {
  /// Calls `body` once for every item below `count`, on at most `threads` threads.
  /// - Parameter progress: called with the share that is done, from any of the threads.
  static func run(
    _ count: Int, threads: Int, progress: @Sendable (Double) -> Void = { _ in },
    _ body: @Sendable (Int) -> Void
  ) {
    let done = Atomic<Int>(0)
    @Sendable func whole(_ item: Int) {
      body(item)
      progress(Double(done.wrappingAdd(1, ordering: .relaxed).newValue) / Double(count))
    }
    guard count > 1, threads > 1 else {
      for item in 0..<count { whole(item) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard item < count else { return }
        whole(item)
      }
    }
  }
}

/// Memory that items of a parallel loop write to at places of their own.
struct SharedRow<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>

  init(_ base: UnsafeMutablePointer<Element>) { self.base = base }

  subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }
}
