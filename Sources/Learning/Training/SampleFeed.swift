import Foundation

/// Where samples come from: number in, sample out, the same for the same number.
public protocol SampleSource: Sendable {
  /// The sample of a number, from 0.
  func sample(_ index: Int) throws -> TrainingSample
}

/// Makes samples ahead on threads of its own, so that training does not wait for them.
///
/// Which thread makes which sample is left to chance; what they hold and the order they come in are not.
final class SampleFeed: @unchecked Sendable {
  private let source: any SampleSource
  private let ahead: Int
  // Guarded by the condition.
  private let condition = NSCondition()
  private var wanted: Int
  private var begun: Int
  private var made: [Int: Result<TrainingSample, any Error>] = [:]
  private var isStopped = false

  /// A feed from sample number `first` on; at most `ahead` samples wait.
  init(_ source: any SampleSource, from first: Int, ahead: Int, threads: Int) {
    self.source = source
    self.ahead = max(ahead, 1)
    wanted = first
    begun = first
    for _ in 0..<max(threads, 1) {
      let thread = Thread { [weak self] in
        while let index = self?.take() { self?.make(index) }
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  /// The next sample, in order.
  func next() throws -> TrainingSample {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = made.removeValue(forKey: wanted) {
        wanted += 1
        condition.broadcast()
        return try result.get()
      }
      condition.wait()
    }
  }

  /// Ends the threads after the samples they are making.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  /// The next number to make; waits while enough samples wait; nil when it is over.
  private func take() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while !isStopped, begun >= wanted + ahead { condition.wait() }
    guard !isStopped else { return nil }
    begun += 1
    return begun - 1
  }

  private func make(_ index: Int) {
    let result = Result { try source.sample(index) }
    condition.lock()
    made[index] = result
    condition.broadcast()
    condition.unlock()
  }
}
