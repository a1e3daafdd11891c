import Imaging
import TerminalKit

extension ViewerModel {
  /// Takes over what has arrived since the last look at the board.
  public mutating func adopt(_ board: ScanOpening.Board) {
    let isFirst = scan == nil
    let wasLoading = scan?.loading != .complete
    let knownMaps = labelMaps.count
    let hadStatistics = labelMaps.map { $0.statistics != nil }
    scan = board.scan
    labelMaps = board.labelMaps
    agreement = board.agreement
    activity = board.activity.map { [$0] } ?? []
    adoptSegmenting(board)

    if isFirst { moveCursor(to: middle(of: board.scan.volume.geometry.shape)) }
    if wasLoading, !hasMoved { followLoading(board.scan) }
    if wasLoading, board.scan.loading == .complete, let first = board.warnings.first {
      say(board.warnings.count == 1 ? first : "\(first) (+\(board.warnings.count - 1) more: D)", .warning)
    }
    if case .failed(let reason) = board.scan.loading { say(reason, .failure) }
    if labelMaps.count != knownMaps || hadStatistics != labelMaps.map({ $0.statistics != nil }) {
      refreshTree()
    }
    if board.failures.count > seenFailures, let last = board.failures.last {
      seenFailures = board.failures.count
      say(last, .failure)
    }
    warnings = board.warnings + board.failures
  }

  /// Says how a segmentation goes, and shows its labels when they begin to appear.
  private mutating func adoptSegmenting(_ board: ScanOpening.Board) {
    if let place = board.segmentedLayer, place < labelMaps.count, place != segmentedLayer {
      segmentedLayer = place
      layer = .labels(place)
      overlayIsOn = true
    }
    guard board.segmenting != segmenting else { return }
    segmenting = board.segmenting
    switch segmenting {
    case .idle, .running: break
    case .done(let seconds): say("segmented in \(Format.decimal(seconds, 1)) s; W writes the label map")
    case .cancelled: say("segmentation cancelled", .warning)
    case .failed(let reason): say(reason, .failure)
    }
  }

  private func middle(of shape: GridShape) -> VoxelIndex {
    VoxelIndex(x: shape.x / 2, y: shape.y / 2, z: shape.z / 2)
  }

  /// While the scan arrives the slices go with it, until the middle is there; a reader who moved is left alone.
  private mutating func followLoading(_ scan: OpenScan) {
    let volume = scan.volume
    let stored = volume.storedGeometry.shape
    let arrived = volume.voxels.loadedCount / (stored.x * stored.y)
    let front = VoxelIndex(x: 0, y: 0, z: max(0, arrived - 1))
    guard let axis = volume.orientation.axes.firstIndex(of: 2) else { return }
    let target = middle(of: volume.geometry.shape)
    var position = target
    let middleStored = volume.orientation.storageIndex(of: target, shape: stored).z
    if arrived <= middleStored {
      position[axis] = volume.orientation.canonicalIndex(of: front, shape: stored)[axis]
    }
    moveCursor(to: position)
  }
}
