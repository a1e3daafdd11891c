import Dispatch
import Glibc
import Synchronization

/// Notices Ctrl-C, SIGTERM and SIGHUP while it lives, so that work can end at its next step and clean up behind it.
///
/// A second signal ends the program at once, in case the step is long.
public final class Interrupt {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private let flag = Flag()
  private let sources: [any DispatchSourceSignal]

  /// Shared with the handlers' thread.
  private final class Flag: Sendable {
    let hasCome = Atomic(false)
  }

  /// Begins to notice.
  public init() {
    let flag = flag
    sources = Self.signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        guard flag.hasCome.exchange(true, ordering: .relaxed) else { return }
        signal(number, SIG_DFL)
        raise(number)
      }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }

  /// Whether a signal has come.
  public var hasCome: Bool { flag.hasCome.load(ordering: .relaxed) }
}
