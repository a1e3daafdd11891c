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
  public func update(_ fraction: Double) { update(fraction, detail: "") }

  /// The same with a word on what is being done.
  public func update(_ fraction: Double, detail: String) {
    let now = ContinuousClock.now
    guard now - start > .milliseconds(300), Console.messagesGoToTerminal else { return }
    let isDue = lastDrawn.withLock { last in
      guard now - last > .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue, let percent = Int(exactly: (min(max(fraction, 0), 1) * 100).rounded()) else { return }
    Self.isShown.store(true, ordering: .relaxed)
    let left = Self.timeLeft(fraction, after: now - start).map { ", \($0) left" } ?? ""
    let what = detail.isEmpty ? "" : ", \(detail)"
    Console.put("\r\(title) \(percent) %\(left)\(what)\u{1B}[K", to: STDERR_FILENO)
  }

  /// "12 s", "3 min 20 s" or "1 h 05 min" at the rate so far; nil before a second has passed or anything is done.
  static func timeLeft(_ fraction: Double, after elapsed: Duration) -> String? {
    let seconds = Double(elapsed.components.seconds) + 1e-18 * Double(elapsed.components.attoseconds)
    guard seconds >= 1, fraction > 0.01, fraction <= 1 else { return nil }
    let left = (seconds / fraction * (1 - fraction)).rounded()
    guard left < 360_000, let whole = Int(exactly: left) else { return nil }
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 100 { return "\(whole) s" }
    return whole < 3600
      ? "\(whole / 60) min \(padded(whole % 60)) s" : "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
  }

  /// Takes the line away.
  static func clear() {
    if isShown.exchange(false, ordering: .relaxed) { Console.put("\r\u{1B}[K", to: STDERR_FILENO) }
  }
}
