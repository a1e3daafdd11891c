import CKernels
import Tensors

/// Memory that receives labels: bytes, or 16-bit ids where there are more than 256 classes.
///
/// Safe across threads by protocol: every label has a place of its own, and is written once.
struct LabelTarget: @unchecked Sendable {
  /// The first byte of the memory.
  let base: UnsafeMutableRawPointer
  /// Whether ids have 16 bits.
  let isWide: Bool
  /// The place of voxel (0, 0, 0), in ids.
  let origin: Int
  /// Ids between neighbours along z, y, x.
  let strides: Axes

  /// Stores labels of a row from voxel (z, y, x) on.
  func store(_ labels: UnsafePointer<UInt16>, count: Int, _ z: Int, _ y: Int, _ x: Int) {
    let offset = origin + z * strides.depth + y * strides.height + x * strides.width
    ck_store_labels(labels, Int64(count), isWide, base, offset, strides.width)
  }
}
