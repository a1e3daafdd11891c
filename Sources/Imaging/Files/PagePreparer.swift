import Glibc
import Synchronization

/// Has the system provide a buffer's memory on a second thread, a little ahead of the loader.
///
/// The first touch of each page costs the system a zeroed page, for half a gigabyte as long as a third of the
/// decompression and more on a virtual machine. It stays a bounded distance ahead, so that a cancelled load has
/// taken little more memory than it filled. Where the system cannot do this, nothing happens.
final class PagePreparer: Sendable {
  private static let step = 4 << 20
  private static let lead = 64 << 20
  private let buffer: VoxelBuffer
  private let isStopped = Atomic(false)

  /// Starts to prepare a buffer; end it with `stop`.
  init(_ buffer: VoxelBuffer) {
    self.buffer = buffer
    guard buffer.count * buffer.scalar.size >= Self.lead else { return }
    var everySignal = sigset_t()
    var before = sigset_t()
    sigfillset(&everySignal)
    // Signals belong to the thread that owns the terminal.
    pthread_sigmask(SIG_BLOCK, &everySignal, &before)
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let failed = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<PagePreparer>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    if failed == 0 { pthread_detach(thread) } else { retained.release() }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// Ends the work soon; the buffer lives until it has ended.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func run() {
    let bytes = buffer.count * buffer.scalar.size
    var done = 0
    while done < bytes, !isStopped.load(ordering: .relaxed) {
      guard done <= buffer.loadedCount * buffer.scalar.size + Self.lead else {
        usleep(1000)
        continue
      }
      let count = min(Self.step, bytes - done)
      guard madvise(buffer.base + done, count, 23 /* MADV_POPULATE_WRITE, Linux 5.14 */) == 0 else { return }
      done += count
    }
  }
}
