import Glibc
import Synchronization

/// A fixed set of threads that share the items of one loop at a time.
///
/// Which thread runs which item is left to chance; operators divide their work into items by shape alone and let
/// every item write its own results, so that values do not depend on the number of threads.
/// Loops must not be nested. Cost of a loop over two threads: a few microseconds.
public final class ThreadPool: @unchecked Sendable {
  /// Threads that work, the caller's among them.
  public let threads: Int

  private let shared: Shared
  private var handles: [pthread_t] = []

  /// Starts `threads - 1` threads; they end when the pool does.
  public init(threads: Int) {
    let wanted = max(1, min(threads, 256))
    let shared = Shared()
    self.shared = shared
    for index in 1..<max(wanted, 1) {
      var handle = pthread_t()
      let start = Unmanaged.passRetained(Start(shared: shared, worker: index))
      let result = pthread_create(
        &handle, nil,
        { argument in
          guard let argument else { return nil }
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          start.shared.serve(worker: start.worker)
          return nil
        }, start.toOpaque())
      // A machine that refuses another thread still computes, with fewer.
      guard result == 0 else {
        start.release()
        break
      }
      handles.append(handle)
    }
    self.threads = handles.count + 1
    shared.helpers = handles.count
  }

  deinit {
    shared.stop()
    for handle in handles { pthread_join(handle, nil) }
  }

  /// Calls `body(item, worker)` once for every item below `count`, on any thread and in any order; `worker` numbers
  /// the thread, below `threads`. Returns when all are done. Calls from several threads wait for each other.
  public func run(_ count: Int, _ body: (_ item: Int, _ worker: Int) -> Void) {
    guard count > 0 else { return }
    guard count > 1, !handles.isEmpty else {
      for item in 0..<count { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { shared.share(count, $0) }
  }
}

/// What a new thread needs to know.
private final class Start {
  let shared: Shared
  let worker: Int

  init(shared: Shared, worker: Int) {
    self.shared = shared
    self.worker = worker
  }
}

/// The loop that is being run, seen by all threads under one lock.
private final class Shared: @unchecked Sendable {
  var helpers = 0
  private let callers: UnsafeMutablePointer<pthread_mutex_t>
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let begun: UnsafeMutablePointer<pthread_cond_t>
  private let ended: UnsafeMutablePointer<pthread_cond_t>
  private let next = Atomic<Int>(0)
  private var body: ((Int, Int) -> Void)?
  private var count = 0
  private var loop = 0
  private var busy = 0
  private var stopping = false

  init() {
    callers = .allocate(capacity: 1)
    lock = .allocate(capacity: 1)
    begun = .allocate(capacity: 1)
    ended = .allocate(capacity: 1)
    pthread_mutex_init(callers, nil)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(begun, nil)
    pthread_cond_init(ended, nil)
  }

  deinit {
    pthread_cond_destroy(ended)
    pthread_cond_destroy(begun)
    pthread_mutex_destroy(lock)
    pthread_mutex_destroy(callers)
    callers.deallocate()
    lock.deallocate()
    begun.deallocate()
    ended.deallocate()
  }

  func share(_ items: Int, _ work: @escaping (Int, Int) -> Void) {
    pthread_mutex_lock(callers)
    defer { pthread_mutex_unlock(callers) }
    pthread_mutex_lock(lock)
    body = work
    count = items
    next.store(0, ordering: .relaxed)
    busy = helpers
    loop += 1
    pthread_cond_broadcast(begun)
    pthread_mutex_unlock(lock)
    consume(items, work, worker: 0)
    pthread_mutex_lock(lock)
    while busy > 0 { pthread_cond_wait(ended, lock) }
    body = nil
    pthread_mutex_unlock(lock)
  }

  func serve(worker: Int) {
    var seen = 0
    while true {
      pthread_mutex_lock(lock)
      while loop == seen && !stopping { pthread_cond_wait(begun, lock) }
      if stopping {
        pthread_mutex_unlock(lock)
        return
      }
      seen = loop
      let items = count
      var work = body
      pthread_mutex_unlock(lock)
      if let work { consume(items, work, worker: worker) }
      work = nil
      pthread_mutex_lock(lock)
      busy -= 1
      if busy == 0 { pthread_cond_signal(ended) }
      pthread_mutex_unlock(lock)
    }
  }

  func stop() {
    pthread_mutex_lock(lock)
    stopping = true
    pthread_cond_broadcast(begun)
    pthread_mutex_unlock(lock)
  }

  private func consume(_ items: Int, _ work: (Int, Int) -> Void, worker: Int) {
    while true {
      let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard item < items else { return }
      work(item, worker)
    }
  }
}
