import CKernels
import Tensors

/// Decides the classes of planes of the answer from final logits.
///
/// Between four voxels of two blended planes most classes cannot win and are not computed (`body/logits.h` of
/// CKernels). Different planes may be labelled by different threads at once.
struct PlaneLabeller {
  let grid: AnswerGrid
  let logits: HalfRing
  let classes: Int
  let kernels: ck_logit_kernels
  let target: LabelTarget

  /// Labels of output plane `z`, which must lie inside; only what lies inside is written.
  func label(_ z: Int, _ scratch: LabelScratch) {
    guard !grid.x.inside.isEmpty, let labels = scratch.labels.baseAddress else { return }
    if grid.isIdentity {
      copy(z, labels)
    } else {
      interpolate(z, scratch, labels)
    }
  }

  private func copy(_ z: Int, _ labels: UnsafeMutablePointer<UInt16>) {
    let plane = Int(grid.z.cell(of: z).low), columns = grid.x.inside
    for y in grid.y.inside {
      let row = logits.row(plane, Int(grid.y.cell(of: y).low))
      kernels.label_voxels(row, Int32(classes), Int32(logits.lanes), Int64(columns.count), labels)
      target.store(labels, count: columns.count, z, y, columns.lowerBound)
    }
  }

  private func interpolate(_ z: Int, _ scratch: LabelScratch, _ labels: UnsafeMutablePointer<UInt16>) {
    guard let across = scratch.across.baseAddress, let down = scratch.down.baseAddress else { return }
    let columns = grid.x.inside
    scratch.beginPlane()
    for cell in grid.y.cells {
      let first = Int(cell.first)
      var job = ck_logit_cells(
        upper: row(Int(cell.low), z, scratch), lower: row(Int(cell.high), z, scratch),
        classes: Int32(classes), lanes: Int32(logits.lanes), cells: Int32(grid.x.cells.count),
        cell: scratch.cells.baseAddress, across: across, down: down + first, rows: cell.count,
        label: labels, row: grid.x.count)
      kernels.label_cells(&job)
      for j in 0..<Int(cell.count) {
        let from = labels + j * grid.x.count + columns.lowerBound
        target.store(from, count: columns.count, z, first + j, columns.lowerBound)
      }
    }
  }

  /// Row `y` of the box between the two planes around output plane `z`.
  func row(_ y: Int, _ z: Int, _ scratch: LabelScratch) -> UnsafePointer<Float>? {
    let cell = grid.z.cell(of: z)
    return scratch.row(y) { single in
      kernels.blend(
        logits.row(Int(cell.low), y), logits.row(Int(cell.high), y), grid.z.part[z],
        Int64(logits.width * logits.lanes), single)
    }
  }
}
