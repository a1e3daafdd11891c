import Anatomy
import Imaging
import Synchronization

/// Opens a scan and its label maps, step by step, and keeps what is there so far for whoever draws it.
///
/// `run` does the work on the calling thread; the board may be read from any other at any time. The scan comes
/// first and grows while it loads, then the label maps, their statistics, and the agreement of the first two.
public final class ScanOpening: Sendable {
  /// What to open.
  public struct Request: Sendable {
    /// The scan's path.
    public let scan: String
    /// Label maps on its grid: files, or folders with a file per organ.
    public let labels: [String]
    /// Files that name the ids, one for each label map in their order; "-" or none leaves it to the label map.
    public let names: [String]

    /// A request; see the properties.
    public init(scan: String, labels: [String] = [], names: [String] = []) {
      self.scan = scan
      self.labels = labels
      self.names = names
    }
  }

  /// What is there so far.
  public struct Board: Sendable {
    /// The scan, as far as it has arrived.
    public var scan: OpenScan
    /// Label maps that have been read.
    public var labelMaps: [LabelLayer] = []
    /// Agreement of the first two, once computed.
    public var agreement: [OrganAgreement]?
    /// The segmentation that the reader asked for.
    public var segmenting = Segmenting.idle
    /// The place of its label map in `labelMaps`, once there is one.
    public var segmentedLayer: Int?
    /// What is being done now.
    public var activity: String?
    /// Warnings for the reader, in the order they came.
    public var warnings: [String] = []
    /// What went wrong with a label map; the scan stays usable.
    public var failures: [String] = []
    /// The first of them as it was thrown.
    public var firstError: (any Error)?
    /// Grows with every change.
    public var version = 0
  }

  /// Tolerance in mm of the normalised surface distance that the screen shows; `fabrica compare` takes any.
  public static let surfaceTolerance = 2.0

  private let loader: VolumeLoader
  private let request: Request
  private let state: Mutex<Board>
  private let cancelled = Atomic(false)
  private let segmentationCancelled = Atomic(false)
  private let started = Atomic(false)

  /// Checks the scan's header; reads no voxels.
  /// - Throws: `ImagingError` when the file cannot be a scan.
  public init(_ request: Request) throws {
    loader = try VolumeLoader(path: request.scan)
    self.request = request
    let scan = OpenScan(
      name: FileNames.stem(request.scan), path: request.scan, volume: loader.volume, source: loader.source,
      loading: .fraction(0))
    state = Mutex(Board(scan: scan))
  }

  /// What is there now.
  public var board: Board { state.withLock { $0 } }

  /// Ends the work at the next opportunity.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// Does the work, once: a second call returns at once. `notify` is called after every change, on this thread.
  /// - Throws: `ImagingError` of the scan itself. A label map that cannot be read is a failure on the board.
  public func run(notify: @escaping @Sendable () -> Void) throws {
    guard !started.exchange(true, ordering: .relaxed) else { return }
    try loadScan(notify: notify)
    for (position, path) in request.labels.enumerated() where !isCancelled {
      let names = request.names.indices.contains(position) ? request.names[position] : "-"
      loadLabels(path, names: names == "-" ? nil : names, notify: notify)
    }
    for position in board.labelMaps.indices where !isCancelled {
      computeStatistics(position, notify: notify)
    }
    compareFirstTwo(notify: notify)
    for position in board.labelMaps.indices where !isCancelled { countParts(position, notify: notify) }
    change(notify) { $0.activity = nil }
  }

  /// Ends the segmentation at the next opportunity; what was there before it stays.
  public func cancelSegmenting() { segmentationCancelled.store(true, ordering: .relaxed) }

  /// A new segmentation begins.
  func startSegmenting() { segmentationCancelled.store(false, ordering: .relaxed) }

  /// Whether the reader has ended the segmentation.
  var segmentationIsCancelled: Bool { segmentationCancelled.load(ordering: .relaxed) }

  /// Whether all work is to end.
  var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  func change(_ notify: () -> Void, _ body: (inout Board) -> Void) {
    state.withLock {
      body(&$0)
      $0.version += 1
    }
    notify()
  }

  private func fail(_ error: any Error, _ notify: () -> Void) {
    change(notify) {
      $0.failures.append("\(error)")
      $0.firstError = $0.firstError ?? error
    }
  }

  private func loadScan(notify: @escaping @Sendable () -> Void) throws {
    do {
      try loader.load(
        progress: { [self] fraction in
          change(notify) {
            $0.scan.volume = loader.volume
            $0.scan.loading = .fraction(fraction)
          }
        }, isCancelled: { [self] in isCancelled })
    } catch {
      change(notify) { $0.scan.loading = .failed("\(error)") }
      throw error
    }
    change(notify) {
      $0.scan.volume = loader.volume
      $0.scan.loading = .complete
      $0.warnings = loader.warnings
    }
  }

  private func loadLabels(_ path: String, names: String?, notify: () -> Void) {
    let name = FileNames.stem(path)
    change(notify) { $0.activity = "reading \(name)" }
    do {
      let map = try LabelMapReader.read(path: path, names: names)
      try map.volume.requireSameGrid(as: board.scan.volume, file: path, reference: request.scan)
      change(notify) { $0.labelMaps.append(LabelLayer(name: name, map: map)) }
    } catch {
      fail(error, notify)
    }
  }

  func computeStatistics(_ position: Int, notify: () -> Void) {
    let layer = board.labelMaps[position]
    change(notify) { $0.activity = "measuring organs of \(layer.name)" }
    let statistics = LabelStatistics.compute(layer.map, volume: board.scan.volume)
    change(notify) { $0.labelMaps[position].statistics = statistics }
  }

  func countParts(_ position: Int, notify: () -> Void) {
    let layer = board.labelMaps[position]
    change(notify) { $0.activity = "counting the parts of each organ of \(layer.name)" }
    let components = LabelComponents.compute(layer.map)
    change(notify) { $0.labelMaps[position].components = components }
  }

  private func compareFirstTwo(notify: () -> Void) {
    let layers = board.labelMaps
    guard layers.count > 1, !isCancelled else { return }
    change(notify) { $0.activity = "comparing \(layers[0].name) and \(layers[1].name)" }
    do {
      let agreement = try LabelComparison.compute(
        reference: layers[0].map, candidate: layers[1].map, tolerance: Self.surfaceTolerance)
      change(notify) { $0.agreement = agreement }
    } catch {
      fail(error, notify)
    }
  }
}
