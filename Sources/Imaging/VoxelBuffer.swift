import CSystem
import Glibc
import Synchronization

/// The voxels of a volume in one anonymous mapping, written once by a loader and read by many.
///
/// Safe across threads by protocol: a single loader fills the mapping front to back and then raises `loadedCount`;
/// readers either read below `loadedCount` or accept zeros where nothing has arrived. Nothing is ever rewritten
/// after it was published, and the mapping lives as long as the buffer.
public final class VoxelBuffer: @unchecked Sendable {
  /// How a voxel is held in memory.
  public enum Scalar: String, Sendable {
    /// Label ids below 256.
    case uint8
    /// CT in HU.
    case int16
    /// Label ids up to 65535.
    case uint16
    /// Anything that int16 cannot hold exactly.
    case float32

    /// Bytes a voxel.
    public var size: Int {
      switch self {
      case .uint8: 1
      case .int16, .uint16: 2
      case .float32: 4
      }
    }
  }

  /// How a voxel is held.
  public let scalar: Scalar
  /// Voxels in all.
  public let count: Int
  /// The first byte; aligned to a page.
  public let base: UnsafeMutableRawPointer
  private let byteCount: Int
  private let loaded: Atomic<Int>

  /// A zeroed buffer; nil when the system cannot map that much.
  ///
  /// Huge pages are not asked for: on a virtual machine they tend to be memory that the host has yet to provide,
  /// which costs several times what small pages do, and walking a slice gains nothing from them.
  public init?(scalar: Scalar, count: Int) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: scalar.size)
    guard count > 0, !overflow else { return nil }
    let mapping = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapping, mapping != MAP_FAILED else { return nil }
    self.scalar = scalar
    self.count = count
    self.base = mapping
    self.byteCount = bytes
    self.loaded = Atomic(0)
  }

  deinit { munmap(base, byteCount) }

  /// Voxels that the loader has published, front to back; `count` when complete.
  public var loadedCount: Int { loaded.load(ordering: .acquiring) }

  /// Whether every voxel has arrived.
  public var isComplete: Bool { loadedCount == count }

  /// Publishes the first `newCount` voxels; for the loader only.
  public func publish(_ newCount: Int) { loaded.store(newCount, ordering: .releasing) }

  /// A voxel by its storage offset, as Float.
  public subscript(offset: Int) -> Float {
    precondition(offset >= 0 && offset < count)
    switch scalar {
    case .uint8: return Float(base.load(fromByteOffset: offset, as: UInt8.self))
    case .int16: return Float(base.load(fromByteOffset: offset * 2, as: Int16.self))
    case .uint16: return Float(base.load(fromByteOffset: offset * 2, as: UInt16.self))
    case .float32: return base.load(fromByteOffset: offset * 4, as: Float.self)
    }
  }
}
