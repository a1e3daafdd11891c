import Synchronization
import Tensors
import Testing

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 8])
  func everyItemRunsOnce(_ threads: Int) {
    let pool = ThreadPool(threads: threads)
    for count in [0, 1, 2, 7, 1000] {
      let seen = Mutex([Int](repeating: 0, count: count))
      pool.run(count) { item, worker in
        seen.withLock { $0[item] += worker < pool.threads ? 1 : 100 }
      }
      #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
    }
  }

  @Test func callersWaitForEachOther() async {
    let pool = ThreadPool(threads: 2), total = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<200 { pool.run(10) { _, _ in total.add() } } }
      }
    }
    #expect(total.value == 8000)
  }
}

/// A number that many threads add one to.
private final class Counter: Sendable {
  private let number = Atomic<Int>(0)

  var value: Int { number.load(ordering: .relaxed) }

  func add() { number.add(1, ordering: .relaxed) }
}
