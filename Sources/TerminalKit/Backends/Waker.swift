import CSystem
import Glibc

/// Ends a terminal's wait for events from any thread. Copies share one descriptor, closed with the last of them.
public final class Waker: Sendable {
  /// Readable after `wake()` until `drain()`.
  let descriptor: Int32

  /// A waker of its own; throws when the process has no descriptor left.
  public init() throws(TerminalError) {
    descriptor = cs_event_descriptor()
    if descriptor < 0 { throw .system(call: "eventfd", code: errno) }
  }

  deinit { close(descriptor) }

  /// Ends the current or the next wait. Never blocks; many calls before the wait count as one. An event that is there
  /// already comes first, so the loop looks for news after every return of `nextEvent`, not only after nil.
  public func wake() { cs_event_post(descriptor) }

  /// Forgets earlier calls of `wake`.
  func drain() { cs_event_drain(descriptor) }
}
