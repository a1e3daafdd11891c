import Dispatch
import Foundation
import Synchronization

/// A value that a thread of its own works out; whoever asks for it waits.
final class BackgroundResult<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  private let done = DispatchSemaphore(value: 0)

  /// Starts the work.
  init(_ work: @escaping @Sendable () -> Value) {
    let thread = Thread { [self] in
      let value = work()
      result.withLock { $0 = value }
      done.signal()
    }
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// The value, once it is there.
  var value: Value {
    while true {
      if let value = result.withLock({ $0 }) { return value }
      done.wait()
      done.signal()
    }
  }
}
