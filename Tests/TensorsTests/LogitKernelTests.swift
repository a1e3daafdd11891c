import CKernels
import Testing

@testable import Tensors

/// The kernels between logits and labels: half precision beside its oracle, every instruction set beside the
/// portable one, the search among few classes beside the definition.
@Suite struct LogitKernelTests {
  static func kernels(_ instructions: InstructionSet) throws -> ck_logit_kernels {
    try #require(ck_logit_kernels_for(instructions.code)).pointee
  }

  /// Values in -1..<1 that look random.
  static func noise(_ count: Int, seed: UInt32 = 1) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / 8_388_608 - 1
    }
  }

  @Test(arguments: InstructionSet.available) func everyHalfIsWidenedExactly(set: InstructionSet) throws {
    let halves = (0...UInt16.max).map { $0 }
    var singles = [Float](repeating: 0, count: halves.count)
    try Self.kernels(set).widen(halves, Int64(halves.count), &singles)
    for (half, single) in zip(halves, singles) {
      let expected = ck_reference_wide(half)
      #expect(expected.isNaN ? single.isNaN : Double(single) == expected, "\(half)")
      // The sign of zero is kept.
      #expect(single.isNaN || (single.sign == .minus) == (half >= 0x8000))
    }
  }

  @Test(arguments: InstructionSet.available) func singlesAreRoundedToTheNearestHalf(set: InstructionSet)
    throws
  {
    var singles: [Float] = [
      0, -0, .infinity, -.infinity, 65504, 65519.996, 65520, 1e30, .leastNonzeroMagnitude,
    ]
    // Every half, the middle to the next one, and its neighbours.
    for bits in stride(from: UInt16(0), to: 0x7c00, by: 1) {
      let middle = Float((ck_reference_wide(bits) + ck_reference_wide(bits + 1)) / 2)
      guard middle.isFinite else { continue }
      singles += [middle, middle.nextUp, -middle.nextDown]
    }
    singles += Self.noise(1001).map { $0 * 100 }
    var halves = [UInt16](repeating: 0, count: singles.count)
    try Self.kernels(set).narrow(singles, Int64(singles.count), &halves)
    for (single, half) in zip(singles, halves) {
      #expect(half == ck_reference_half(Double(single)), "\(single)")
    }
  }

  @Test(arguments: InstructionSet.available) func sumsRoundAfterEachStep(set: InstructionSet) throws {
    let lanes = 24, voxels = 5, stride = 32, logits = Self.noise(voxels * stride).map { $0 * 30 }
    let weight = [0.001, 10, 3.3, 0.5, 7].map { ck_reference_half($0) }
    let before = Self.noise(voxels * lanes, seed: 7).map { ck_reference_half(Double($0) * 300) }
    var sum = before
    try sum.withUnsafeMutableBufferPointer { sum in
      var row = ck_weighted_row(
        logits: nil, stride: stride, weight: nil, voxels: 5, lanes: Int32(lanes), sum: sum.baseAddress)
      let kernels = try Self.kernels(set)
      logits.withUnsafeBufferPointer { logits in
        weight.withUnsafeBufferPointer { weight in
          row.logits = logits.baseAddress
          row.weight = weight.baseAddress
          kernels.accumulate(&row)
        }
      }
    }
    for voxel in 0..<voxels {
      for lane in 0..<lanes {
        let weighted = logits[voxel * stride + lane] * Float(ck_reference_wide(weight[voxel]))
        let exact = Float(ck_reference_wide(before[voxel * lanes + lane])) + weighted
        #expect(sum[voxel * lanes + lane] == ck_reference_half(Double(exact)))
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func aVoxelWithoutWeightIsBackgroundAndSpareLanesNeverWin(set: InstructionSet) throws {
    let classes = 5, lanes = 8
    var sum = [UInt16](repeating: ck_reference_half(-3), count: 2 * lanes)
    var label: [UInt16] = [9, 9]
    let weight = [ck_reference_half(0), ck_reference_half(2)]
    let kernels = try Self.kernels(set)
    let bad = sum.withUnsafeMutableBufferPointer { sum in
      var folds: [UnsafeMutablePointer<UInt16>?] = [sum.baseAddress]
      return folds.withUnsafeMutableBufferPointer { folds in
        weight.withUnsafeBufferPointer { weight in
          var job = ck_final_logits(
            sum: folds.baseAddress, folds: 1, weight: weight.baseAddress, voxels: 2, classes: Int32(classes),
            lanes: Int32(lanes))
          return kernels.finish(&job)
        }
      }
    }
    kernels.label_voxels(sum, Int32(classes), Int32(lanes), 2, &label)
    #expect(bad == 0)
    #expect(label == [0, 0])
    #expect(sum[lanes + 4] == ck_reference_half(-1.5))
    #expect(sum[lanes + 5] == ck_reference_half(-65504))
  }

  /// Cells of many shapes over logits of few different values, so that ties are everywhere, or of many.
  struct Cells {
    var classes: Int, voxels = 9, columns = [3, 1, 4, 2, 0, 5, 9, 1], rows = 4
    var upper: [Float] = [], lower: [Float] = []

    init(classes: Int, step: Float, seed: UInt32) {
      self.classes = classes
      let lanes = (classes + 7) / 8 * 8
      func row(_ seed: UInt32) -> [Float] {
        var values = LogitKernelTests.noise(voxels * lanes, seed: seed).map { ($0 / step).rounded() * step }
        for i in values.indices where i % lanes >= classes { values[i] = -65504 }
        return values
      }
      upper = row(seed)
      lower = row(seed + 1)
    }

    func labels(_ kernels: ck_logit_kernels, fully: Bool) -> [UInt16] {
      let width = columns.reduce(0, +)
      var first: Int32 = 0
      let cells = columns.enumerated().map { index, count in
        defer { first += Int32(count) }
        return ck_logit_cell(low: Int32(index), high: Int32(index + 1), first: first, count: Int32(count))
      }
      let across = (0..<width).map { Float(($0 * 5) % 8) / 7.3 }, down: [Float] = [0, 0.2, 0.5, 0.9]
      var labels = [UInt16](repeating: 9999, count: width * rows)
      upper.withUnsafeBufferPointer { upper in
        lower.withUnsafeBufferPointer { lower in
          cells.withUnsafeBufferPointer { cells in
            across.withUnsafeBufferPointer { across in
              down.withUnsafeBufferPointer { down in
                labels.withUnsafeMutableBufferPointer { labels in
                  var job = ck_logit_cells(
                    upper: upper.baseAddress, lower: lower.baseAddress, classes: Int32(classes),
                    lanes: Int32((classes + 7) / 8 * 8), cells: Int32(cells.count), cell: cells.baseAddress,
                    across: across.baseAddress, down: down.baseAddress, rows: Int32(rows),
                    label: labels.baseAddress, row: width)
                  if fully { kernels.label_cells_fully(&job) } else { kernels.label_cells(&job) }
                }
              }
            }
          }
        }
      }
      return labels
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 118, 1024])
  func theSearchAmongFewClassesFindsWhatTheDefinitionFinds(classes: Int) throws {
    for step: Float in [1, 0.25, 0.01, 1e-5] {
      for seed in UInt32(1)...6 {
        let cells = Cells(classes: classes, step: step, seed: seed * 77)
        let expected = cells.labels(try Self.kernels(.portable), fully: true)
        #expect(expected.allSatisfy { $0 < classes })
        for set in InstructionSet.available {
          #expect(cells.labels(try Self.kernels(set), fully: false) == expected, "\(set) \(step) \(seed)")
          #expect(cells.labels(try Self.kernels(set), fully: true) == expected, "\(set) \(step) \(seed)")
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available) func theFirstOfEqualClassesIsTheLabel(set: InstructionSet) throws
  {
    let lanes = 16
    var logits = [UInt16](repeating: ck_reference_half(-1), count: 3 * lanes)
    for place in [3, 9, lanes + 15, 2 * lanes, 2 * lanes + 1] { logits[place] = ck_reference_half(4) }
    var labels = [UInt16](repeating: 99, count: 3)
    try Self.kernels(set).label_voxels(logits, 16, Int32(lanes), 3, &labels)
    #expect(labels == [3, 15, 0])
  }

  @Test(arguments: [false, true]) func labelsAreStoredAtTheirStride(isWide: Bool) {
    var memory = [UInt8](repeating: 0, count: 64)
    memory.withUnsafeMutableBytes { ck_store_labels([1, 2, 255], 3, isWide, $0.baseAddress, 20, -3) }
    let size = isWide ? 2 : 1
    #expect([20, 17, 14].map { memory[$0 * size] } == [1, 2, 255])
    #expect(memory.reduce(0) { $0 + Int($1) } == 258)
  }
}
