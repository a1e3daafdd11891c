extension SliceSampler {
  /// The share of a pixel at which a label shows although background covers more of it.
  static let thinShare: Float = 0.25

  /// The ids of a view; see `sample`.
  static func sampleLabels(_ labels: LabelMap, view: SliceView, visible: [Bool]?) -> [UInt16] {
    guard let rows = LabelRows(labels, view: view, visible: visible) else {
      return [UInt16](repeating: 0, count: max(0, view.width) * max(0, view.height))
    }
    return vote(view: view, geometry: labels.volume.geometry, gather: rows.gather) {
      $0.winner(thinShare: thinShare)
    }
  }

  /// The ids of a view by a rule: gathers the voxels that a row of pixels reads, then lets them vote.
  ///
  /// `gather` fills one line of ids for the given vertical voxel; `elect` decides pixels whose voxels differ.
  static func vote(
    view: SliceView, geometry: Geometry,
    gather: (_ line: Int, _ columns: [Int], _ into: UnsafeMutableBufferPointer<UInt16>) -> Void,
    elect: (borrowing Ballot) -> UInt16
  ) -> [UInt16] {
    var ids = [UInt16](repeating: 0, count: max(0, view.width) * max(0, view.height))
    guard !ids.isEmpty else { return ids }
    let (across, down) = taps(view, geometry: geometry, magnification: .nearest, cap: cap)
    let columns = across.voxels.count
    guard columns > 0 else { return ids }
    var lines = [UInt16](repeating: 0, count: columns * max(1, down.widest))
    var ballot = Ballot(capacity: max(1, across.widest * down.widest))
    for row in 0..<view.height {
      let rowTaps = down.starts[row]..<down.starts[row + 1]
      guard !rowTaps.isEmpty else { continue }
      lines.withUnsafeMutableBufferPointer { lines in
        for (line, tap) in rowTaps.enumerated() {
          gather(
            down.voxels[Int(down.positions[tap])], across.voxels,
            UnsafeMutableBufferPointer(rebasing: lines[line * columns..<(line + 1) * columns]))
        }
      }
      for pixel in 0..<view.width {
        let pixelTaps = across.starts[pixel]..<across.starts[pixel + 1]
        guard !pixelTaps.isEmpty else { continue }
        ballot.clear()
        for (line, rowTap) in rowTaps.enumerated() {
          for tap in pixelTaps {
            ballot.add(
              lines[line * columns + Int(across.positions[tap])],
              share: down.weights[rowTap] * across.weights[tap])
          }
        }
        ids[row * view.width + pixel] = ballot.isUnanimous ? ballot.ids[0] : elect(ballot)
      }
    }
    return ids
  }
}

/// The ids within one pixel and the share of it that each covers; a handful at most.
struct Ballot {
  private(set) var ids: [UInt16]
  private(set) var shares: [Float]
  private(set) var count = 0

  init(capacity: Int) {
    ids = Array(repeating: 0, count: capacity)
    shares = Array(repeating: 0, count: capacity)
  }

  var isUnanimous: Bool { count == 1 }

  mutating func clear() { count = 0 }

  @inline(__always)
  mutating func add(_ id: UInt16, share: Float) {
    var place = 0
    while place < count && ids[place] != id { place += 1 }
    if place == count {
      ids[place] = id
      shares[place] = 0
      count += 1
    }
    shares[place] += share
  }

  /// The share of one id.
  func share(of id: UInt16) -> Float {
    for place in 0..<count where ids[place] == id { return shares[place] }
    return 0
  }

  /// The largest label if it covers `thinShare` or as much as background does, else 0; the smaller id of two equals.
  func winner(thinShare: Float) -> UInt16 {
    var background: Float = 0
    var best: UInt16 = 0
    var bestShare: Float = 0
    for place in 0..<count {
      if ids[place] == 0 {
        background = shares[place]
      } else if shares[place] > bestShare || (shares[place] == bestShare && ids[place] < best) {
        best = ids[place]
        bestShare = shares[place]
      }
    }
    // Shares are sums of rounded weights: a quarter made of 16ths must count as one.
    return bestShare >= thinShare - 1e-5 || bestShare >= background ? best : 0
  }
}

/// Reads lines of a label map's slice, with hidden ids left out.
struct LabelRows {
  private let labels: LabelMap
  private let origin: Int
  private let lineStride: Int
  private let columnStride: Int
  private let visible: [Bool]?

  /// The lines of a view's slice; nil when the slice lies outside the grid.
  init?(_ labels: LabelMap, view: SliceView, visible: [Bool]?) {
    let slices = labels.volume.geometry.shape[view.plane.normalAxis]
    guard view.index >= 0, view.index < slices else { return nil }
    let layout = labels.volume.layout
    self.labels = labels
    self.origin = layout.origin + view.index * layout.stride(view.plane.normalAxis)
    self.lineStride = layout.stride(view.plane.verticalAxis)
    self.columnStride = layout.stride(view.plane.horizontalAxis)
    self.visible = visible
  }

  /// The ids of the voxels `columns` of one line.
  func gather(line: Int, columns: [Int], into ids: UnsafeMutableBufferPointer<UInt16>) {
    labels.accept(
      LineFill(start: origin + line * lineStride, stride: columnStride, columns: columns, ids: ids))
    guard let visible else { return }
    for place in 0..<ids.count {
      let id = Int(ids[place])
      if id >= visible.count || !visible[id] { ids[place] = 0 }
    }
  }
}

private struct LineFill: LabelVisitor {
  let start: Int
  let stride: Int
  let columns: [Int]
  let ids: UnsafeMutableBufferPointer<UInt16>

  func visit<T: StoredScalar & FixedWidthInteger & UnsignedInteger>(_ voxels: UnsafePointer<T>) {
    let line = voxels + start
    for (place, column) in columns.enumerated() {
      ids[place] = UInt16(truncatingIfNeeded: line[column * stride])
    }
  }
}
