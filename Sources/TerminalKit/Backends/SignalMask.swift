import CSystem
import Glibc

/// Which signals the thread that owns the terminal takes from a descriptor, and nobody else may take.
public enum SignalMask {
  /// What asks to end, what job control does, and the change of the window's size.
  static let watched: [Int32] = [SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH]

  /// Blocks those signals in the calling thread and in all it starts later. To be called at the very start of the program,
  /// before any other thread exists: a signal goes to any thread that does not block it, and would end the process there
  /// with the terminal in disorder. Calling it again does no harm.
  public static func blockForWorkers() {
    _ = cs_block_signals(watched, watched.count)
  }
}
