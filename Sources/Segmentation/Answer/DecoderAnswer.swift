import CKernels
import Imaging
import Tensors

/// The answer of one decoder: its label buffer, and how far it has come.
final class DecoderAnswer {
  /// Labels of the whole scan.
  let buffer: VoxelBuffer
  /// Planes of the answer in the scan.
  let planes: Int
  private let labeller: PlaneLabeller
  private let enlargement: LabelEnlargement?
  /// Labels of the zoomed grid, and its planes before and after the prepared one.
  private let small: UnsafeMutablePointer<UInt16>
  private let before: Int, after: Int
  private let target: LabelTarget
  private let scratch: [LabelScratch]
  private let probabilities: [PlaneProbabilities]
  /// Planes labelled and planes of the scan written so far.
  private var labelled = 0, written = 0

  /// Throws `TensorError.memory`.
  init(
    _ placement: Placement, _ grid: AnswerGrid, logits: HalfRing, classes: Int,
    kernels: ck_logit_kernels, requests: [ProbabilityRequest], threads: Int
  ) throws(TensorError) {
    let scalar = SlidingWindow.scalar(classes: classes), scan = placement.scanShape
    guard let buffer = VoxelBuffer(scalar: scalar, count: scan.product) else {
      throw .memory(
        needed: scan.product * scalar.size, available: MachineMemory.available() ?? 0)
    }
    self.buffer = buffer
    target = LabelTarget(
      base: buffer.base, isWide: scalar == .uint16,
      origin: placement.storageOffset(0, 0, 0), strides: placement.storageStrides)
    var labelTarget = target
    if let zoomed = placement.zoomed {
      // What was cropped away stays background in the small grid, too.
      small = .allocate(capacity: zoomed.shape.product)
      small.initialize(repeating: 0, count: zoomed.shape.product)
      let strides = Axes(zoomed.shape.height * zoomed.shape.width, zoomed.shape.width, 1)
      let first = zoomed.origin.zip(strides, *)
      labelTarget = LabelTarget(
        base: UnsafeMutableRawPointer(small), isWide: true, origin: first.values.reduce(0, +),
        strides: strides)
      enlargement = LabelEnlargement(from: zoomed.shape, to: scan)
      before = zoomed.origin.depth
      after = zoomed.shape.depth - placement.preparedShape.depth - before
      planes = scan.depth
    } else {
      small = .allocate(capacity: 1)
      enlargement = nil
      (before, after) = (0, 0)
      planes = grid.z.count
    }
    let labeller = PlaneLabeller(
      grid: grid, logits: logits, classes: classes, kernels: kernels, target: labelTarget)
    self.labeller = labeller
    scratch = (0..<threads).map { _ in LabelScratch(grid, width: logits.width, lanes: logits.lanes) }
    probabilities = requests.map { PlaneProbabilities($0, labeller) }
  }

  deinit { small.deallocate() }

  /// Writes what final logits below plane `end` of the box allow; nil: everything.
  func bring(upTo end: Int?, pool: ThreadPool, _ state: inout RunState) throws {
    let first = labelled, axis = labeller.grid.z
    labelled = end.map { axis.outputs(below: $0) } ?? axis.count
    try inParts(first..<labelled, pool) { z, worker in
      if axis.inside.contains(z) { labeller.label(z, scratch[worker]) }
    } after: { z in
      if enlargement == nil { state.planesDone(z) }
      try state.checkCancellation()
    }
    for one in probabilities {
      for z in first..<labelled {
        try state.checkCancellation()
        try one.hand(out: z, pool: pool, scratch: scratch)
      }
    }
    if let enlargement { try enlarge(enlargement, pool, &state) }
  }

  private func enlarge(_ enlargement: LabelEnlargement, _ pool: ThreadPool, _ state: inout RunState) throws {
    let first = written
    written = enlargement.planes(upTo: before + labelled + (labelled == labeller.grid.z.count ? after : 0))
    try inParts(first..<written, pool) { z, _ in
      enlargement.enlarge(z, from: small, to: target)
    } after: { z in
      state.planesDone(z)
      try state.checkCancellation()
    }
  }

  /// Runs `body` over planes in parallel, a few at a time, with `after` between.
  private func inParts(
    _ planes: Range<Int>, _ pool: ThreadPool, _ body: (_ z: Int, _ worker: Int) -> Void,
    after: (_ done: Int) throws -> Void
  ) rethrows {
    var next = planes.lowerBound
    while next < planes.upperBound {
      let count = min(4 * pool.threads, planes.upperBound - next)
      pool.run(count) { item, worker in body(next + item, worker) }
      next += count
      try after(next)
    }
  }
}
