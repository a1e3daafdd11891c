/// How much memory can still be had without swapping or being killed for it.
enum MemoryRoom {
  /// Bytes that the system, and the control group where one limits us, still have; nil when nothing says so.
  static func available() -> Int? {
    let system = text("/proc/meminfo").flatMap { field("MemAvailable:", in: $0) }.map { $0 * 1024 }
    let candidates = [system, controlGroup()].compactMap { $0 }
    return candidates.min()
  }

  /// Throws `.outOfMemory` when `bytes` more cannot be had.
  static func require(_ bytes: Int, file: String) throws(ImagingError) {
    guard let room = available(), bytes > room else { return }
    throw ImagingError(file: file, field: "dim", problem: .outOfMemory(bytes: bytes))
  }

  /// What is left under a version-2 control group's `memory.max`: on clusters it is smaller than the machine.
  private static func controlGroup() -> Int? {
    guard let line = text("/proc/self/cgroup")?.split(separator: "\n").first(where: { $0.hasPrefix("0::") })
    else { return nil }
    let folder = "/sys/fs/cgroup" + line.dropFirst(3)
    func number(_ name: String) -> Int? {
      text(folder + "/" + name).flatMap { Int($0.prefix { $0.isNumber }) }
    }
    guard let most = number("memory.max"), let current = number("memory.current") else { return nil }
    // The page cache counts as used there, yet is given up when needed.
    let cache = text(folder + "/memory.stat").flatMap { field("inactive_file", in: $0) } ?? 0
    return max(0, most - current + cache)
  }

  private static func field(_ name: String, in text: String) -> Int? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    return Int(line.dropFirst(name.count).drop { $0 == " " }.prefix { $0.isNumber })
  }

  /// Files under /proc say size 0, so they are read until they end.
  private static func text(_ path: String) -> String? {
    guard let file = try? InputFile(path: path) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let capacity = bytes.count
    let got = bytes.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.flatMap { try? file.read(into: $0, count: capacity) } ?? 0
    }
    return String(decoding: bytes.prefix(got), as: UTF8.self)
  }
}
