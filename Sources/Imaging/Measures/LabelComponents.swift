/// The connected pieces of every organ of a label map.
///
/// Cost: one pass over runs of equal ids with union-find, about a second for 117 organs on 512x512x1000. The result does
/// not depend on how the map is stored.
public struct LabelComponents: Sendable, Hashable {
  /// Which voxels touch.
  public enum Connectivity: Sendable, Hashable {
    /// Those that share a face: 6 neighbours, scipy's default.
    case faces
    /// Those that share a face, an edge or a corner: 26 neighbours. The default here, so that a thin vessel that runs
    /// diagonally is one piece.
    case corners
  }

  /// One organ.
  public struct Entry: Sendable, Hashable, Identifiable {
    /// The id in the label map.
    public let id: Int
    /// The voxels of each piece, the largest first.
    public let sizes: [Int]
  }

  /// The organs that have voxels, ascending by id.
  public let entries: [Entry]

  /// The organ of an id; nil where it has no voxel.
  public subscript(id: Int) -> Entry? { entries.first { $0.id == id } }

  /// Finds the pieces.
  public static func compute(_ labels: LabelMap, connectivity: Connectivity = .corners) -> LabelComponents {
    let walk = LabelRunWalk(labels)
    let pieces = labels.accept(ComponentPass(walk: walk, connectivity: connectivity))
    var sizes: [Int: [Int]] = [:]
    for piece in pieces { sizes[piece.id, default: []].append(piece.voxels) }
    return LabelComponents(
      entries: sizes.sorted { $0.key < $1.key }.map { Entry(id: $0.key, sizes: $0.value.sorted(by: >)) })
  }
}

private struct ComponentPass: LabelVisitor {
  let walk: LabelRunWalk
  let connectivity: LabelComponents.Connectivity

  func visit<T: StoredScalar & FixedWidthInteger & UnsignedInteger>(_ ids: UnsafePointer<T>) -> [PieceForest
    .Piece]
  {
    var forest = PieceForest()
    var previous = RunSlice()
    var current = RunSlice()
    let extents = walk.extents
    for outer in 0..<extents.outer {
      current.removeAll()
      for middle in 0..<extents.middle {
        current.beginLine()
        walk.forEachRun(ids, middle: middle, outer: outer) { id, first, end in
          current.runs.append(LabelRun(id: UInt16(truncatingIfNeeded: id), first: first, end: end))
        }
        current.endLine()
        connect(middle, of: &current, after: previous, in: &forest)
      }
      swap(&previous, &current)
    }
    return forest.pieces
  }

  /// Joins the runs of a line with those of the earlier lines that touch it, and gives each its piece.
  private func connect(
    _ line: Int, of current: inout RunSlice, after previous: RunSlice, in forest: inout PieceForest
  ) {
    let runs = current.line(line)
    if line > 0 { forest.join(&current.runs, runs, withOwn: current.line(line - 1), reach: reach) }
    let below = connectivity == .corners ? line - 1...line + 1 : line...line
    for other in below where other >= 0 && other < previous.lineCount {
      forest.join(&current.runs, runs, with: previous.runs, previous.line(other), reach: reach)
    }
    for run in runs { forest.settle(&current.runs[run]) }
  }

  /// How far beyond its ends a run touches those of a neighbouring line.
  private var reach: Int { connectivity == .corners ? 1 : 0 }
}

/// A run of one id along a line, `first..<end`, with the piece it belongs to.
private struct LabelRun {
  let id: UInt16
  let first: Int
  let end: Int
  var piece: Int32 = -1
}

/// The runs of one slice, line after line.
private struct RunSlice {
  var runs: [LabelRun] = []
  private var starts: [Int] = []
  private var ends: [Int] = []

  var lineCount: Int { starts.count }

  func line(_ line: Int) -> Range<Int> { starts[line]..<ends[line] }

  mutating func beginLine() { starts.append(runs.count) }

  mutating func endLine() { ends.append(runs.count) }

  mutating func removeAll() {
    runs.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}

/// Union-find over pieces; a root carries its piece's voxels.
private struct PieceForest {
  struct Piece {
    let id: Int
    let voxels: Int
  }

  private var parents: [Int32] = []
  private var voxels: [Int] = []
  private var ids: [UInt16] = []

  var pieces: [Piece] {
    parents.indices.filter { Int(parents[$0]) == $0 }.map { Piece(id: Int(ids[$0]), voxels: voxels[$0]) }
  }

  /// Joins runs of a line with runs of another line of the same slice.
  mutating func join(_ runs: inout [LabelRun], _ line: Range<Int>, withOwn other: Range<Int>, reach: Int) {
    var start = other.lowerBound
    for index in line {
      while start < other.upperBound && runs[start].end + reach <= runs[index].first { start += 1 }
      var neighbour = start
      while neighbour < other.upperBound && runs[neighbour].first < runs[index].end + reach {
        meet(&runs[index], runs[neighbour])
        neighbour += 1
      }
    }
  }

  /// Joins runs of a line with runs of a line of another slice.
  mutating func join(
    _ runs: inout [LabelRun], _ line: Range<Int>, with others: [LabelRun], _ other: Range<Int>, reach: Int
  ) {
    var start = other.lowerBound
    for index in line {
      while start < other.upperBound && others[start].end + reach <= runs[index].first { start += 1 }
      var neighbour = start
      while neighbour < other.upperBound && others[neighbour].first < runs[index].end + reach {
        meet(&runs[index], others[neighbour])
        neighbour += 1
      }
    }
  }

  /// Counts a run into its piece, a new one if it touched none.
  mutating func settle(_ run: inout LabelRun) {
    if run.piece < 0 {
      run.piece = Int32(parents.count)
      parents.append(run.piece)
      voxels.append(0)
      ids.append(run.id)
    }
    voxels[Int(root(run.piece))] += run.end - run.first
  }

  private mutating func meet(_ run: inout LabelRun, _ neighbour: LabelRun) {
    guard run.id == neighbour.id else { return }
    let theirs = root(neighbour.piece)
    guard run.piece >= 0 else {
      run.piece = theirs
      return
    }
    let ours = root(run.piece)
    if ours != theirs {
      // The older piece stays, which keeps chains short without ranks.
      let (kept, merged) = (min(ours, theirs), max(ours, theirs))
      parents[Int(merged)] = kept
      voxels[Int(kept)] += voxels[Int(merged)]
    }
  }

  private mutating func root(_ piece: Int32) -> Int32 {
    var piece = piece
    while parents[Int(piece)] != piece {
      parents[Int(piece)] = parents[Int(parents[Int(piece)])]
      piece = parents[Int(piece)]
    }
    return piece
  }
}
