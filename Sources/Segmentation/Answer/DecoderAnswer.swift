import CKernels
import Imaging
import Networks
import Tensors

/// The answer of one decoder: its label buffer, and how far it has come.
final class DecoderAnswer {
  /// Labels of the whole scan.
  let buffer: VoxelBuffer
  /// Planes of the answer in the scan.
  let planes: Int
  private let labeller: PlaneLabeller
  private let enlargement: LabelEnlargement?
  private let small: UnsafeMutableBufferPointer<UInt16>
  private let target: LabelTarget
  private let scratch: [LabelScratch]
  private let probabilities: [PlaneProbabilities]
  /// Planes labelled and planes of the scan written so far.
  private var labelled = 0, written = 0

  /// Throws `TensorError.memory`, `TilingError.request`.
  init(
    _ plan: Plan, _ placement: Placement, _ grid: AnswerGrid, logits: HalfRing, classes: Int,
    kernels: ck_logit_kernels, requests: [ProbabilityRequest], threads: Int
  ) throws {
    let scalar = SlidingWindow.scalar(classes: classes), scan = placement.scanShape
    guard let buffer = VoxelBuffer(scalar: scalar, count: scan.product) else {
      throw TensorError.memory(
        needed: scan.product * scalar.size, available: MachineMemory.available() ?? 0)
    }
    self.buffer = buffer
    target = LabelTarget(
      base: buffer.base, isWide: scalar == .uint16,
      origin: placement.storageOffset(0, 0, 0), strides: placement.storageStrides)
    let isSmall = plan.pipeline == .totalSegmentator, shape = placement.preparedShape
    small = .allocate(capacity: isSmall ? shape.product : 1)
    small.initialize(repeating: 0)
    enlargement = isSmall ? LabelEnlargement(from: shape, to: placement.cropShape) : nil
    planes = isSmall ? placement.cropShape.depth : grid.z.count
    let smallTarget = LabelTarget(
      base: UnsafeMutableRawPointer(small.baseAddress ?? .allocate(capacity: 1)), isWide: true, origin: 0,
      strides: Axes(shape.height * shape.width, shape.width, 1))
    let labeller = PlaneLabeller(
      grid: grid, logits: logits, classes: classes, kernels: kernels,
      target: isSmall ? smallTarget : target)
    self.labeller = labeller
    scratch = (0..<threads).map { _ in LabelScratch(grid, width: logits.width, lanes: logits.lanes) }
    probabilities = try requests.map { request in try PlaneProbabilities(request, labeller) }
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
    written = enlargement.planes(upTo: labelled)
    guard let from = small.baseAddress else { return }
    try inParts(first..<written, pool) { z, _ in
      enlargement.enlarge(z, from: from, to: target)
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
