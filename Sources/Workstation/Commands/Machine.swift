import Foundation
import Glibc

/// What the machine says of itself, for `doctor`.
struct Machine: Sendable {
  /// "Linux 6.1.0, x86_64".
  let system: String
  /// The processor's name, nil where the system does not tell.
  let processor: String?
  /// Vector extensions that kernels may use, of those this program knows.
  let features: [String]
  /// Processors this process may run on.
  let usableProcessors: Int
  /// Bytes of memory in all.
  let memory: Int?
  /// Bytes that can be had now without swapping, the process group's limit respected.
  let availableMemory: Int?

  /// Asks the system.
  init() {
    var name = utsname()
    uname(&name)
    system = "\(Self.text(&name.sysname)) \(Self.text(&name.release)), \(Self.text(&name.machine))"
    let info = Self.lines("/proc/cpuinfo")
    processor = Self.value("model name", in: info)
    let flags = Set((Self.value("flags", in: info) ?? "").split(separator: " ").map(String.init))
    features = Self.known.filter { flags.contains($0) }
    usableProcessors = ProcessInfo.processInfo.activeProcessorCount
    let memory = Self.lines("/proc/meminfo")
    self.memory = Self.kibibytes("MemTotal", in: memory)
    let group = Self.groupRoom()
    availableMemory = [Self.kibibytes("MemAvailable", in: memory), group].compactMap { $0 }.min()
  }

  private static let known = [
    "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_bf16",
  ]

  /// What the control group leaves, nil without a limit.
  private static func groupRoom() -> Int? {
    func number(_ path: String) -> Int? {
      lines(path).first.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    }
    guard let limit = number("/sys/fs/cgroup/memory.max") else { return nil }
    return max(0, limit - (number("/sys/fs/cgroup/memory.current") ?? 0))
  }

  private static func lines(_ path: String) -> [Substring] {
    FileSystem.text(path)?.split(separator: "\n") ?? []
  }

  private static func value(_ key: String, in lines: [Substring]) -> String? {
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key else { continue }
      return parts[1].trimmingCharacters(in: .whitespaces)
    }
    return nil
  }

  private static func kibibytes(_ key: String, in lines: [Substring]) -> Int? {
    guard let number = value(key, in: lines)?.split(separator: " ").first.flatMap({ Int($0) }) else {
      return nil
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1024)
    return overflow ? nil : bytes
  }

  private static func text<Field>(_ field: inout Field) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
