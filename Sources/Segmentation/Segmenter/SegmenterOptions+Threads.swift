import Glibc

extension SegmenterOptions {
  /// A thread for every processor this process may use, 64 at most.
  public static var defaultThreads: Int {
    var set = cpu_set_t()
    guard sched_getaffinity(0, MemoryLayout<cpu_set_t>.size, &set) == 0 else { return 1 }
    let count = withUnsafeBytes(of: set) { $0.reduce(0) { $0 + $1.nonzeroBitCount } }
    return min(max(count, 1), 64)
  }
}
