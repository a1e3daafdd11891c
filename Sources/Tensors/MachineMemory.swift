import CKernels
import Glibc

/// What memory the machine and the control group of this process have left.
public enum MachineMemory {
  /// Bytes that can be taken without swapping or being killed; nil when the system does not tell.
  public static func available() -> Int? {
    let machine = text("/proc/meminfo").flatMap(memAvailable)
    let group = groupLimit(
      maximum: text("/sys/fs/cgroup/memory.max"), current: text("/sys/fs/cgroup/memory.current"))
    guard let machine, let group else { return machine ?? group }
    return min(machine, group)
  }

  /// The most memory this process has held at once, in bytes.
  public static var peakResident: Int { Int(ck_peak_resident()) }

  /// The MemAvailable line of /proc/meminfo, in bytes.
  static func memAvailable(_ text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
      let words = line.split(separator: " ")
      guard words.count == 3, words[2] == "kB", let kilobytes = Int(words[1]) else { return nil }
      let (bytes, overflow) = kilobytes.multipliedReportingOverflow(by: 1024)
      return overflow ? nil : bytes
    }
    return nil
  }

  /// What a control group has left; nil without a limit.
  static func groupLimit(maximum: String?, current: String?) -> Int? {
    func number(_ text: String?) -> Int? {
      text.flatMap { Int($0.split(separator: "\n").first ?? "") }
    }
    guard let limit = number(maximum), let used = number(current) else { return nil }
    return max(0, limit - used)
  }

  private static func text(_ path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    let read = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer[..<read], as: UTF8.self)
  }
}
