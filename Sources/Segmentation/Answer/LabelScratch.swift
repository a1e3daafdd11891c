import CKernels
import Tensors

/// What one thread needs to label planes: two blended rows, the labels of a row of cells, and the axes as C reads them.
final class LabelScratch {
  /// Columns' cells.
  let cells: UnsafeMutableBufferPointer<ck_logit_cell>
  /// The part of the higher neighbour in each column and row.
  let across: UnsafeMutableBufferPointer<Float>, down: UnsafeMutableBufferPointer<Float>
  /// Room for the labels of the output rows of a cell.
  let labels: UnsafeMutableBufferPointer<UInt16>
  /// Row `y` of the box is blended into row `y & 1`: neighbours never share one.
  private let blended: UnsafeMutableBufferPointer<Float>
  private var rows = (even: -1, odd: -1)

  /// Memory for an answer over rows of `width` voxels of `lanes` values.
  init(_ grid: AnswerGrid, width: Int, lanes: Int) {
    cells = .allocate(capacity: max(grid.x.cells.count, 1))
    _ = cells.initialize(from: grid.x.cells)
    across = .allocate(capacity: max(grid.x.count, 1))
    _ = across.initialize(from: grid.x.part)
    down = .allocate(capacity: max(grid.y.count, 1))
    _ = down.initialize(from: grid.y.part)
    labels = .allocate(capacity: Self.labels(grid, width: width))
    labels.initialize(repeating: 0)
    blended = .allocate(capacity: 2 * width * lanes)
    blended.initialize(repeating: 0)
  }

  deinit {
    cells.deallocate()
    across.deallocate()
    down.deallocate()
    labels.deallocate()
    blended.deallocate()
  }

  /// Bytes of one, about.
  static func bytes(_ grid: AnswerGrid, width: Int, lanes: Int) -> Int {
    let floats = 2 * width * lanes + grid.x.count + grid.y.count
    return floats * MemoryLayout<Float>.stride + labels(grid, width: width) * MemoryLayout<UInt16>.stride
      + grid.x.cells.count * MemoryLayout<ck_logit_cell>.stride
  }

  private static func labels(_ grid: AnswerGrid, width: Int) -> Int {
    max((grid.y.cells.map { Int($0.count) }.max() ?? 1) * grid.x.count, width, 1)
  }

  /// Forgets the rows of another plane.
  func beginPlane() { rows = (-1, -1) }

  /// Row `y` of the box, blended by `fill` unless it is here.
  func row(_ y: Int, fill: (UnsafeMutablePointer<Float>) -> Void) -> UnsafePointer<Float>? {
    guard let base = blended.baseAddress else { return nil }
    let row = base + (y & 1) * (blended.count / 2)
    if (y & 1 == 0 ? rows.even : rows.odd) != y {
      fill(row)
      if y & 1 == 0 { rows.even = y } else { rows.odd = y }
    }
    return UnsafePointer(row)
  }
}
