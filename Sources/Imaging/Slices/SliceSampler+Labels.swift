extension SliceSampler {
  /// The share of a pixel at which a label shows although background covers more of it.
  static let thinShare: Float = 0.25

  /// The ids of a view; see `sample`.
  static func sampleLabels(_ labels: LabelMap, view: SliceView, visible: [Bool]?) -> [UInt16] {
    guard let lines = LabelLines(labels, view: view, visible: visible) else { return view.emptyIDs }
    return vote(view: view, geometry: labels.volume.geometry, read: lines.read) {
      $0.winner(thinShare: thinShare)
    }
  }

  /// The ids of a view by a rule: reads the voxels under a row of pixels, then lets those of each pixel vote.
  ///
  /// `read` fills in the ids of the given voxels (horizontal coordinates) of one line (vertical coordinate); `elect`
  /// decides for pixels whose voxels differ. The slice must lie in the grid.
  static func vote(
    view: SliceView, geometry: Geometry,
    read: (_ line: Int, _ voxels: [Int], _ ids: UnsafeMutableBufferPointer<UInt16>) -> Void,
    elect: (Ballot) -> UInt16
  ) -> [UInt16] {
    var ids = view.emptyIDs
    let (across, down) = taps(view, geometry: geometry, magnification: .nearest, cap: cap(view))
    let columns = across.voxels.count
    guard columns > 0, down.widest > 0 else { return ids }
    let width = view.width
    ids.withUnsafeMutableBufferPointer { ids in
      Polling.with(across: across, columns: columns, lines: down.widest) { polling in
        for row in 0..<view.height {
          let taps = down.starts[row]..<down.starts[row + 1]
          guard !taps.isEmpty else { continue }
          for (line, tap) in taps.enumerated() {
            polling.weights[line] = down.weights[tap]
            read(down.voxels[Int(down.positions[tap])], across.voxels, polling.line(line))
          }
          polling.elect(lines: taps.count, elect, into: ids.baseAddress.unsafelyUnwrapped + row * width)
        }
      }
    }
    return ids
  }
}

extension SliceView {
  /// Nothing labelled anywhere.
  var emptyIDs: [UInt16] { Array(repeating: 0, count: max(0, width) * max(0, height)) }
}

/// The ids within one pixel and the share of it that each covers; a handful at most.
struct Ballot {
  let ids: UnsafeMutablePointer<UInt16>
  let shares: UnsafeMutablePointer<Float>
  private(set) var count = 0

  init(ids: UnsafeMutablePointer<UInt16>, shares: UnsafeMutablePointer<Float>) {
    self.ids = ids
    self.shares = shares
  }

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

/// The lines of ids under one row of pixels, and the vote of each pixel over them.
///
/// Most pixels lie within one label, so the lines are first reduced to the columns in which all of them agree.
private struct Polling {
  /// The share of a pixel's height that each line has.
  let weights: UnsafeMutablePointer<Float>
  private let ids: UnsafeMutablePointer<UInt16>
  private let agreed: UnsafeMutablePointer<Int32>
  private let columns: Int
  private let starts: UnsafeBufferPointer<Int>
  private let positions: UnsafeBufferPointer<Int32>
  private let shares: UnsafeBufferPointer<Float>
  private let ballot: Ballot

  /// Lends out scratch memory for `lines` lines of `columns` ids.
  static func with(across: AxisTaps, columns: Int, lines: Int, _ body: (Polling) -> Void) {
    let seats = across.widest * lines
    let capacity = columns * lines
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: capacity + seats) { ids in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: lines + seats) { floats in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: columns) { agreed in
          across.starts.withUnsafeBufferPointer { starts in
            across.positions.withUnsafeBufferPointer { positions in
              across.weights.withUnsafeBufferPointer { shares in
                guard let ids = ids.baseAddress, let floats = floats.baseAddress,
                  let agreed = agreed.baseAddress
                else { return }
                body(
                  Polling(
                    weights: floats, ids: ids, agreed: agreed, columns: columns, starts: starts,
                    positions: positions, shares: shares,
                    ballot: Ballot(ids: ids + capacity, shares: floats + lines)))
              }
            }
          }
        }
      }
    }
  }

  /// Where the ids of a line go.
  func line(_ line: Int) -> UnsafeMutableBufferPointer<UInt16> {
    UnsafeMutableBufferPointer(start: ids + line * columns, count: columns)
  }

  /// Decides every pixel of the row over its first `lines` lines.
  func elect(lines: Int, _ elect: (Ballot) -> UInt16, into row: UnsafeMutablePointer<UInt16>) {
    for column in 0..<columns { agreed[column] = Int32(ids[column]) }
    for line in 1..<max(1, lines) {
      let other = ids + line * columns
      for column in 0..<columns where agreed[column] != Int32(other[column]) { agreed[column] = -1 }
    }
    for pixel in 0..<starts.count - 1 {
      let first = starts[pixel]
      let end = starts[pixel + 1]
      guard first < end else { continue }
      let id = agreed[Int(positions[first])]
      var isUnanimous = id >= 0
      for tap in first..<end where agreed[Int(positions[tap])] != id { isUnanimous = false }
      row[pixel] = isUnanimous ? UInt16(id) : elect(count(lines: lines, taps: first..<end))
    }
  }

  private func count(lines: Int, taps: Range<Int>) -> Ballot {
    var ballot = ballot
    for line in 0..<lines {
      let line = (ids: ids + line * columns, weight: weights[line])
      for tap in taps { ballot.add(line.ids[Int(positions[tap])], share: line.weight * shares[tap]) }
    }
    return ballot
  }
}

/// Reads lines of a label map's slice, with hidden ids left out.
struct LabelLines {
  private let labels: LabelMap
  private let origin: Int
  private let lineStride: Int
  private let voxelStride: Int
  private let visible: [Bool]?

  /// The lines of a view's slice; nil when the slice lies outside the grid.
  init?(_ labels: LabelMap, view: SliceView, visible: [Bool]?) {
    let slices = labels.volume.geometry.shape[view.plane.normalAxis]
    guard view.index >= 0, view.index < slices else { return nil }
    let layout = labels.volume.layout
    self.labels = labels
    self.origin = layout.origin + view.index * layout.stride(view.plane.normalAxis)
    self.lineStride = layout.stride(view.plane.verticalAxis)
    self.voxelStride = layout.stride(view.plane.horizontalAxis)
    self.visible = visible
  }

  /// The ids of some voxels of one line.
  func read(line: Int, voxels: [Int], into ids: UnsafeMutableBufferPointer<UInt16>) {
    labels.accept(
      LineFill(start: origin + line * lineStride, stride: voxelStride, voxels: voxels, ids: ids))
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
  let voxels: [Int]
  let ids: UnsafeMutableBufferPointer<UInt16>

  func visit<T: StoredScalar & FixedWidthInteger & UnsignedInteger>(_ stored: UnsafePointer<T>) {
    let line = stored + start
    voxels.withUnsafeBufferPointer { voxels in
      for place in 0..<voxels.count {
        ids[place] = UInt16(truncatingIfNeeded: line[voxels[place] &* stride])
      }
    }
  }
}
