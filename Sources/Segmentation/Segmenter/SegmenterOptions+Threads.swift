import Glibc

extension SegmenterOptions {
  /// A thread for every processor, 64 at most.
  public static var defaultThreads: Int { min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 64) }
}
