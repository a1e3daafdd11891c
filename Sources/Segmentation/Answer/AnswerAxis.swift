import CKernels

/// One axis of the answer: between which voxels of a box each output voxel lies.
struct AnswerAxis {
  /// Output voxels.
  let count: Int
  /// Outputs whose two neighbours lie in the box; the others are background.
  let inside: Range<Int>
  /// Outputs with the same neighbours, in order; neighbours count from the box's first voxel.
  let cells: [ck_logit_cell]
  /// The part of the higher neighbour in each output.
  let part: [Float]
  /// The cell of each output from `inside.lowerBound` on.
  let cellOfOutput: [Int]

  /// An axis of a box that starts at voxel `origin` of the sampled axis and has `extent` voxels.
  init(_ sampling: AxisSampling, origin: Int, extent: Int) {
    count = sampling.newCount
    let low = sampling.lower.map { Int($0) - origin }
    // A neighbour without weight is none: it need not be in the box.
    let high = sampling.upper.indices.map {
      sampling.upperWeight[$0] == 0 ? low[$0] : Int(sampling.upper[$0]) - origin
    }
    func isInside(_ i: Int) -> Bool { low[i] >= 0 && high[i] < extent }
    let first = low.indices.first(where: isInside) ?? count
    let end = (low.indices.last(where: isInside) ?? first - 1) + 1
    inside = first..<max(first, end)
    // Where both neighbours are one voxel there is nothing to round.
    part = low.indices.map { low[$0] == high[$0] ? 0 : Float(sampling.upperWeight[$0]) }
    var cells: [ck_logit_cell] = []
    var cellOfOutput: [Int] = []
    for i in inside {
      if let last = cells.last, Int(last.low) == low[i], Int(last.high) == high[i] {
        cells[cells.count - 1].count += 1
      } else {
        cells.append(
          ck_logit_cell(low: Int32(low[i]), high: Int32(high[i]), first: Int32(i), count: 1))
      }
      cellOfOutput.append(cells.count - 1)
    }
    self.cells = cells
    self.cellOfOutput = cellOfOutput
  }

  /// Outputs, from the first on, that need no voxel of the box from `end` on.
  func outputs(below end: Int) -> Int {
    inside.first { Int(cell(of: $0).high) >= end } ?? inside.upperBound
  }

  /// The neighbours of an output inside.
  func cell(of output: Int) -> ck_logit_cell { cells[cellOfOutput[output - inside.lowerBound]] }
}
