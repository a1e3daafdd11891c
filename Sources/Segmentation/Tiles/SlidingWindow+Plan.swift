import CKernels
import Imaging
import Networks
import Tensors

extension InstructionSet {
  /// The kernels between logits and labels; nil where this machine cannot run them.
  var logitKernels: ck_logit_kernels? {
    let isa =
      switch self {
      case .portable: CK_PORTABLE
      case .avx2: CK_AVX2
      case .avx512: CK_AVX512
      }
    return ck_logit_kernels_for(isa)?.pointee
  }
}

extension SlidingWindow {
  /// Bytes a run takes beside the scan, the prepared grid and the network: sums of the planes that tiles reach,
  /// labels of the whole scan for each decoder, and scratch. `Int.max` when they do not fit an integer.
  ///
  /// Throws `TilingError` where the plan cannot be followed.
  public static func plannedBytes(
    _ plan: Plan, _ placement: Placement, classes: [Int], folds: Int, threads: Int
  ) throws(TilingError) -> Int {
    let box = GridBox(whole: placement.preparedShape)
    let tiles = try TileGrid(box, patch: plan.patch, step: plan.tileStep)
    let answer = try AnswerGrid(plan, placement, box: box)
    return bytes(tiles, answer, placement, classes: classes, folds: folds, threads: threads)
  }

  static func bytes(
    _ tiles: TileGrid, _ answer: AnswerGrid, _ placement: Placement, classes: [Int], folds: Int, threads: Int
  ) -> Int {
    let scan = placement.scanShape.product
    var parts = [TileAccumulator.bytes(tiles, classes: classes, folds: folds)]
    for count in classes {
      parts.append(scan * scalar(classes: count).size)
      parts.append(
        threads
          * LabelScratch.bytes(answer, width: tiles.box.shape.width, lanes: TileAccumulator.lanes(count)))
      parts.append((placement.zoomed?.shape.product ?? 0) * MemoryLayout<UInt16>.stride)
    }
    // A patch and its weights.
    parts.append(tiles.patch.product * (MemoryLayout<Float>.stride + MemoryLayout<UInt16>.stride))
    return parts.reduce(0) { sum, part in
      let (total, overflow) = sum.addingReportingOverflow(part)
      return overflow ? .max : total
    }
  }

  /// How ids of a decoder are held.
  static func scalar(classes: Int) -> VoxelBuffer.Scalar { classes <= 256 ? .uint8 : .uint16 }

  static func check(_ predictors: [any TilePredictor], _ plan: Plan) throws(TilingError) -> [Int] {
    guard let first = predictors.first, !first.classes.isEmpty,
      predictors.allSatisfy({ $0.classes == first.classes })
    else { throw .folds(predictors.map(\.classes)) }
    for count in first.classes where !(1...Int(CK_MOST_CLASSES)).contains(count) { throw .classes(count) }
    for predictor in predictors where predictor.patch != plan.patch {
      throw .patch(given: predictor.patch, expected: plan.patch)
    }
    return first.classes
  }

  static func check(_ requests: [ProbabilityRequest], _ classes: [Int]) throws(TilingError) {
    for request in requests {
      let most = classes.indices.contains(request.decoder) ? classes[request.decoder] : 0
      guard most > 0, request.classes.allSatisfy({ (0..<most).contains($0) }) else {
        throw .request(decoder: request.decoder, classes: request.classes)
      }
    }
  }
}
