import Glibc
import Imaging
import Synchronization

/// One line on standard error that says how far the work is; only where a person sees it, and gone afterwards.
///
/// Nothing is drawn in the first 300 ms, so that short work stays silent, nor more than ten times a second.
public final class ProgressLine: Sendable {
  private let title: String
  private let start = ContinuousClock.now
  private let lastDrawn: Mutex<ContinuousClock.Instant>
  private static let isShown = Atomic(false)

  /// A line that begins with a title such as "reading ct.nii.gz".
  public init(_ title: String) {
    self.title = title
    lastDrawn = Mutex(start)
  }

  deinit { Self.clear() }

  /// Draws the share that is done, 0...1, when it is time to.
  public func update(_ fraction: Double) {
    let now = ContinuousClock.now
    guard now - start > .milliseconds(300), Console.messagesGoToTerminal else { return }
    let isDue = lastDrawn.withLock { last in
      guard now - last > .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue, let percent = Int(exactly: (min(max(fraction, 0), 1) * 100).rounded()) else { return }
    Self.isShown.store(true, ordering: .relaxed)
    Console.put("\r\(title) \(percent) %\u{1B}[K", to: STDERR_FILENO)
  }

  /// Takes the line away.
  static func clear() {
    if isShown.exchange(false, ordering: .relaxed) { Console.put("\r\u{1B}[K", to: STDERR_FILENO) }
  }
}
