/// Places ranges in a line of bytes: best fit, deterministic, so that a plan and the run it planned agree exactly.
struct OffsetAllocator {
  /// Ranges start at multiples of this.
  static let alignment = 2 << 20

  /// Past-the-end of the highest range ever placed.
  private(set) var peak = 0
  /// Free ranges below `end`, by offset.
  private var free: [Range<Int>] = []
  private var end = 0

  /// `bytes` rounded up to whole alignments.
  static func rounded(_ bytes: Int) -> Int { (bytes + alignment - 1) / alignment * alignment }

  /// The offset of a new range of `bytes`.
  mutating func place(_ bytes: Int) -> Int {
    let size = Self.rounded(bytes)
    var best: Int?
    for index in free.indices where free[index].count >= size {
      if let found = best, free[found].count <= free[index].count { continue }
      best = index
    }
    if let best {
      let range = free[best]
      free[best] = (range.lowerBound + size)..<range.upperBound
      if free[best].isEmpty { free.remove(at: best) }
      return range.lowerBound
    }
    // A free range at the end grows.
    var offset = end
    if let last = free.last, last.upperBound == end {
      offset = last.lowerBound
      free.removeLast()
    }
    end = offset + size
    peak = max(peak, end)
    return offset
  }

  /// Gives a range back, joined with its free neighbours.
  mutating func give(back offset: Int, _ bytes: Int) {
    var range = offset..<(offset + Self.rounded(bytes))
    let index = free.firstIndex { $0.lowerBound > offset } ?? free.count
    if index < free.count, free[index].lowerBound == range.upperBound {
      range = range.lowerBound..<free[index].upperBound
      free.remove(at: index)
    }
    if index > 0, free[index - 1].upperBound == range.lowerBound {
      free[index - 1] = free[index - 1].lowerBound..<range.upperBound
    } else {
      free.insert(range, at: index)
    }
    // Empty again is as new, so that a second run is placed as the first was.
    if free.first?.count == end {
      free = []
      end = 0
    }
  }
}
