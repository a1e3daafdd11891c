/// Walks a label map in runs of equal ids along its fastest storage axis.
///
/// Coordinates are canonical; a run covers `first..<end` along `inner`. Background is skipped, eight bytes at a time
/// where the lines are contiguous.
struct LabelRunWalk {
  /// The canonical axes from the fastest in storage to the slowest, or as asked for.
  let inner: Int
  /// See `inner`.
  let middle: Int
  /// See `inner`.
  let outer: Int
  let shape: GridShape
  let layout: VoxelLayout

  /// A walk in storage order, or with canonical x inside, then y, then z.
  init(_ labels: LabelMap, canonicalOrder: Bool = false) {
    layout = labels.volume.layout
    shape = labels.volume.geometry.shape
    let axes = canonicalOrder ? [0, 1, 2] : layout.axesByStride
    inner = axes[0]
    middle = axes[1]
    outer = axes[2]
  }

  var extents: (inner: Int, middle: Int, outer: Int) { (shape[inner], shape[middle], shape[outer]) }

  /// The storage offset of a line's first voxel (inner coordinate 0) under a layout of the same canonical shape.
  func lineOffset(middle place: Int, outer slice: Int, in layout: VoxelLayout) -> Int {
    layout.origin + place * layout.stride(middle) + slice * layout.stride(outer)
  }

  /// Calls `body(id, first, end)` for every run of labelled voxels of a line, ascending.
  @inline(__always)
  func forEachRun<T: FixedWidthInteger & UnsignedInteger>(
    _ ids: UnsafePointer<T>, middle place: Int, outer slice: Int, _ body: (Int, Int, Int) -> Void
  ) {
    let stride = layout.stride(inner)
    let line = ids + lineOffset(middle: place, outer: slice, in: layout)
    let count = shape[inner]
    if stride == 1 {
      runs(count, body, id: { Int(line[$0]) }) { Self.endOfRun(line, from: $0, count: count) }
    } else {
      runs(count, body, id: { Int(line[$0 &* stride]) }) { first in
        let id = line[first &* stride]
        var end = first + 1
        while end < count && line[end &* stride] == id { end += 1 }
        return end
      }
    }
  }

  @inline(__always)
  private func runs(
    _ count: Int, _ body: (Int, Int, Int) -> Void, id: (Int) -> Int, endOfRun: (Int) -> Int
  ) {
    var first = 0
    while first < count {
      let end = endOfRun(first)
      let id = id(first)
      if id != 0 { body(id, first, end) }
      first = end
    }
  }

  /// Where the run that holds `first` ends on a contiguous line.
  @inline(__always)
  private static func endOfRun<T: FixedWidthInteger & UnsignedInteger>(
    _ line: UnsafePointer<T>, from first: Int, count: Int
  ) -> Int {
    let id = line[first]
    let perWord = 8 / MemoryLayout<T>.size
    let pattern =
      UInt64(truncatingIfNeeded: id) &* (perWord == 8 ? 0x0101_0101_0101_0101 : 0x0001_0001_0001_0001)
    let bytes = UnsafeRawPointer(line)
    var end = first + 1
    while end + perWord <= count,
      bytes.loadUnaligned(fromByteOffset: end &* MemoryLayout<T>.size, as: UInt64.self) == pattern
    {
      end += perWord
    }
    while end < count && line[end] == id { end += 1 }
    return end
  }
}
