import Glibc
import Synchronization

/// Whether the reader wants the command to end: SIGINT, SIGTERM or SIGHUP arrived.
///
/// Work that asks `isRequested` from time to time ends with a `CancellationError` and removes what it had begun. A
/// second signal ends the program at once.
public enum Interrupt {
  private static let flag = Atomic(false)

  /// Whether a signal has arrived since `watch`.
  public static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Turns the signals into a request; call it before the work begins.
  public static func watch() {
    // Reached once here, so that the handler finds it made.
    flag.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        Interrupt.flag.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
