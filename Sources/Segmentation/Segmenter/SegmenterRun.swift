import Imaging
import Networks
import Tensors

/// The segmentation of one scan while it goes on.
struct SegmenterRun {
  private let segmenter: Segmenter
  private let volume: Volume
  private let file: String
  private let probabilities: ProbabilityWish?
  private let progress: (SegmentationProgress) -> Void
  private let isCancelled: () -> Bool
  private(set) var summary = SegmentationSummary()
  /// The label map, once there is one.
  private var labels: LabelMap?

  init(
    _ segmenter: Segmenter, _ volume: Volume, file: String, probabilities: ProbabilityWish?,
    progress: @escaping (SegmentationProgress) -> Void, isCancelled: @escaping () -> Bool
  ) {
    self.segmenter = segmenter
    self.volume = volume
    self.file = file
    self.probabilities = probabilities
    self.progress = progress
    self.isCancelled = isCancelled
  }

  /// Runs a member and lays its labels over what there is.
  mutating func run(
    _ member: inout SegmentingMember, index: Int, of count: Int, show: (LabelMap) -> Void
  ) throws {
    let clock = ContinuousClock(), start = clock.now
    let (progress, isCancelled) = (progress, isCancelled)
    func tell(_ step: SegmentationProgress.Step, _ share: Double, done: Int = 0, of tiles: Int = 0) {
      progress(
        SegmentationProgress(
          step: step, tilesDone: done, tiles: tiles, fraction: (Double(index) + share) / Double(count)))
    }
    let preparation = try ScanPreparation(plan: member.plan, pool: segmenter.engine.pool)
    let scan = try preparation.prepare(
      volume, file: file, progress: { tell(.preparing, 0.05 * $0) }, isCancelled: isCancelled)
    let prepared = clock.now
    tell(.loading, 0.05)
    let predictors = try member.predictors(on: segmenter.engine, keeping: count == 1)
    let window = try SlidingWindow(
      member.plan, scan.placement, grid: scan.grid, predictors: predictors,
      options: segmenter.options.tiling, requests: try requests(member, scan.placement),
      instructions: segmenter.options.instructions, pool: segmenter.engine.pool)
    let isFinal = count == 1 && member.parts.count == 1 && member.parts[0].isIdentity
    if isFinal {
      let map = LabelMap(
        volume: Volume(storedGeometry: volume.storedGeometry, voxels: window.labels[0]),
        table: segmenter.table)
      labels = map
      show(map)
    }
    let loaded = clock.now
    let tiling = try window.run(
      TilingMonitor(
        progress: { state in
          let tiles = Double(state.tilesDone) / Double(max(state.tiles, 1))
          let planes = Double(state.planesDone) / Double(max(state.planes, 1))
          tell(.tiles, 0.08 + 0.8 * tiles + 0.1 * planes, done: state.tilesDone, of: state.tiles)
        }, isCancelled: isCancelled))
    if !isFinal {
      tell(.merging, 0.99)
      try merge(window.labels, member.parts)
      if let labels { show(labels) }
    }
    summary.tiles += tiling.tiles
    summary.skippedTiles += tiling.skipped
    summary.preparing += (prepared - start) / .seconds(1)
    summary.network += tiling.networkSeconds + (loaded - prepared) / .seconds(1)
    summary.answer += tiling.answerSeconds
    let planned = window.plannedBytes + predictors.reduce(0) { $0 + $1.plannedBytes }
    summary.plannedBytes = max(summary.plannedBytes, planned)
    for warning in scan.warnings.map(\.description) where !summary.warnings.contains(warning) {
      summary.warnings.append(warning)
    }
  }

  /// The label map of all members.
  func result() throws -> LabelMap {
    if let labels { return labels }
    return try empty()
  }

  /// Lays the labels of decoders over the label map, one after the other.
  private mutating func merge(_ buffers: [VoxelBuffer], _ parts: [LabelAssignment.Part]) throws {
    let map = try labels ?? empty()
    labels = map
    for (buffer, part) in zip(buffers, parts) {
      LabelMerge.lay(buffer, ids: part.ids, over: map.volume.voxels, pool: segmenter.engine.pool)
    }
    map.volume.voxels.publish(map.volume.voxels.count)
  }

  private func empty() throws -> LabelMap {
    let count = volume.storedGeometry.shape.count, scalar = segmenter.assignment.scalar
    guard let buffer = VoxelBuffer(scalar: scalar, count: count) else {
      throw SegmenterError.labels(bytes: count * scalar.size)
    }
    return LabelMap(
      volume: Volume(storedGeometry: volume.storedGeometry, voxels: buffer), table: segmenter.table)
  }

  private func requests(
    _ member: SegmentingMember, _ placement: Placement
  ) throws -> [ProbabilityRequest] {
    guard let wish = probabilities else { return [] }
    let manifest = segmenter.model.manifest.members.first { $0.id == member.id }
    return try member.parts.enumerated().compactMap { index, part in
      guard let decoder = manifest?.decoders[part.decoder] else { return nil }
      let labels = decoder.labels.filter { wish.names.contains($0.name) }
      guard !labels.isEmpty else { return nil }
      guard member.plan.pipeline == .nnUNet else {
        throw SegmenterError.noProbabilities(member: member.id)
      }
      return ProbabilityRequest(decoder: index, classes: labels.map(\.channel)) { plane in
        wish.receive(labels.map(\.name), plane, placement)
      }
    }
  }
}
