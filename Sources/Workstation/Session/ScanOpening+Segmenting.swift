import Imaging
import Networks
import Segmentation
import Storage

extension ScanOpening {
  /// How the segmentation of the open scan stands.
  public enum Segmenting: Sendable, Equatable {
    /// Nothing was asked for.
    case idle
    /// This part is done, 0...1, and a word on the step.
    case running(Double, step: String)
    /// The label map is complete; seconds it took.
    case done(seconds: Double)
    /// The reader ended it.
    case cancelled
    /// It cannot be done; the sentence.
    case failed(String)
  }

  /// Segments the open scan with a model on the calling thread; labels appear on the board while tiles are computed.
  ///
  /// Once at a time: a call while another runs returns at once. Failures are on the board.
  public func segment(with model: String, notify: @escaping @Sendable () -> Void) {
    guard begin(notify) else { return }
    let start = ContinuousClock.now
    do {
      let volume = board.scan.volume
      let segmenter = try Segmenter(ModelBundle.open(model))
      let name = Sanitizer.clean(segmenter.model.manifest.name)
      var layer: Int?
      let (labels, _) = try segmenter.segment(
        volume, file: Sanitizer.clean(board.scan.path),
        show: { map in layer = show(LabelLayer(name: name, map: map), at: layer, notify) },
        progress: { state in
          change(notify) { $0.segmenting = .running(state.fraction, step: state.text) }
        }, isCancelled: { isCancelled || segmentationIsCancelled })
      // Read after the last tile: the layer's statistics are of the whole.
      let position = show(LabelLayer(name: name, map: labels), at: layer, notify)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      change(notify) { $0.segmenting = .done(seconds: seconds) }
      computeStatistics(position, notify: notify)
      countParts(position, notify: notify)
      change(notify) { $0.activity = nil }
    } catch {
      let end: Segmenting = error is CancellationError ? .cancelled : .failed("\(error)")
      change(notify) { $0.segmenting = end }
    }
  }

  /// Puts a layer on the board, in the place it had before; returns its place.
  private func show(_ layer: LabelLayer, at place: Int?, _ notify: () -> Void) -> Int {
    var result = place ?? 0
    change(notify) { board in
      if let place, board.labelMaps.indices.contains(place) {
        board.labelMaps[place] = layer
      } else {
        result = board.labelMaps.count
        board.labelMaps.append(layer)
      }
      board.segmentedLayer = result
    }
    return result
  }

  /// Whether this call is the one that segments.
  private func begin(_ notify: () -> Void) -> Bool {
    var isFirst = false
    change(notify) { board in
      if case .running = board.segmenting { return }
      isFirst = true
      board.segmenting = .running(0, step: "loading the model")
    }
    if isFirst { startSegmenting() }
    return isFirst
  }
}
