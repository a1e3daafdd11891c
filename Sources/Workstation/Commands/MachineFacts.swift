/// What reports of measurements say of the machine.
public enum MachineFacts {
  /// "AMD EPYC 9V74, 2 processors, 23 GiB, Linux 6.1.0, x86_64".
  public static var summary: String {
    let machine = Machine(), count = machine.usableProcessors
    let parts = [
      machine.processor, count == 1 ? "1 processor" : "\(count) processors",
      machine.memory.map { "\(($0 + (1 << 29)) >> 30) GiB" }, machine.system,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
