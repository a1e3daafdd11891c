import CKernels
import Tensors

/// Computes the planes of a `ProbabilityRequest`, rows in parallel.
final class PlaneProbabilities {
  private let labeller: PlaneLabeller
  private let request: ProbabilityRequest
  private let chosen: [Int32]
  private let values: UnsafeMutableBufferPointer<Float>
  private let largest: UnsafeMutableBufferPointer<Float>

  /// Planes of a request whose classes are there.
  init(_ request: ProbabilityRequest, _ labeller: PlaneLabeller) {
    self.labeller = labeller
    self.request = request
    chosen = request.classes.map(Int32.init)
    let plane = labeller.grid.y.count * labeller.grid.x.count
    values = .allocate(capacity: max(plane * chosen.count, 1))
    largest = .allocate(capacity: request.wantsLargest ? plane : 1)
  }

  deinit {
    values.deallocate()
    largest.deallocate()
  }

  /// Bytes of the planes of a request.
  static func bytes(_ request: ProbabilityRequest, _ grid: AnswerGrid) -> Int {
    grid.y.count * grid.x.count * (request.classes.count + 1) * MemoryLayout<Float>.stride
  }

  /// Computes plane `z` and hands it out.
  func hand(out z: Int, pool: ThreadPool, scratch: [LabelScratch]) throws {
    clear()
    let grid = labeller.grid
    if grid.z.inside.contains(z) {
      for one in scratch { one.beginPlane() }
      pool.run(grid.y.cells.count) { item, worker in
        for y in 0..<Int(grid.y.cells[item].count) { compute(z, grid.y.cells[item], y, scratch[worker]) }
      }
    }
    let plane = grid.y.count * grid.x.count
    try request.receive(
      ProbabilityPlane(
        z: z, height: grid.y.count, width: grid.x.count,
        values: UnsafeBufferPointer(rebasing: values[..<(plane * chosen.count)]),
        largest: UnsafeBufferPointer(rebasing: largest[..<(request.wantsLargest ? plane : 0)])))
  }

  /// What is not computed is background.
  private func clear() {
    largest.initialize(repeating: 1)
    let plane = labeller.grid.y.count * labeller.grid.x.count
    for (k, index) in chosen.enumerated() {
      for i in (k * plane)..<((k + 1) * plane) { values[i] = index == 0 ? 1 : 0 }
    }
  }

  private func compute(_ z: Int, _ cell: ck_logit_cell, _ j: Int, _ scratch: LabelScratch) {
    let grid = labeller.grid, y = Int(cell.first) + j, width = grid.x.count
    guard let value = values.baseAddress, let most = largest.baseAddress else { return }
    chosen.withUnsafeBufferPointer { chosen in
      var job = ck_logit_probabilities(
        upper: labeller.row(Int(cell.low), z, scratch), lower: labeller.row(Int(cell.high), z, scratch),
        classes: Int32(labeller.classes), lanes: Int32(labeller.logits.lanes),
        cells: Int32(grid.x.cells.count), cell: scratch.cells.baseAddress,
        across: scratch.across.baseAddress, down: grid.y.part[y],
        largest: request.wantsLargest ? most + y * width : nil, count: Int32(chosen.count),
        chosen: chosen.baseAddress, probability: value + y * width, plane: grid.y.count * width)
      labeller.kernels.probabilities(&job)
    }
  }
}
