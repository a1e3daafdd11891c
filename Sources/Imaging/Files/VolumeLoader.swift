import Synchronization

/// Opens a CT and fills its voxels in the background.
///
/// `init` checks the header and reserves the memory, reading no voxel: under 10 ms for any size of file. `volume`
/// is there at once, its voxels zero until they arrive; `load` decodes front to back and publishes as it goes, so
/// that a viewer paints the first slices while the rest is still compressed.
///
/// Voxels are int16. When a value turns up that int16 cannot hold exactly, what has arrived is carried over to
/// float32 and `volume` is replaced, at most once: whoever draws asks for `volume` anew each time.
///
/// Memory is prepared on a second thread. Peak memory is the voxels plus 3 MB, and for a scan that turns to float32 also what had arrived as int16.
public final class VolumeLoader: Sendable {
  /// What the file says about itself.
  public let source: ScanSource
  private let state: Mutex<State>

  private struct State {
    var volume: Volume
    var warnings: [String]
    var notFinite = 0
    /// Gone once `load` has taken it.
    var file: VoxelFile?
  }

  /// Checks a file's header and reserves memory for its voxels.
  ///
  /// Throws `ImagingError`: `.unreadable`; `.invalid` or `.unsupported` with the header's field; `.truncated` when
  /// the file cannot hold what its header declares; `.outOfMemory` before anything is allocated.
  public init(path: String) throws {
    let file = try VoxelFile(path: path)
    let buffer = try Self.buffer(.int16, for: file)
    source = file.source
    state = Mutex(
      State(
        volume: Volume(storedGeometry: file.geometry, voxels: buffer), warnings: file.source.warnings,
        file: file))
  }

  /// The scan as it is now; replaced at most once while loading.
  public var volume: Volume { state.withLock { $0.volume } }

  /// What is odd about header and voxels, one sentence each; complete once `load` has returned.
  public var warnings: [String] { state.withLock { $0.warnings } }

  /// Voxels that are not a number or infinite in the file, -1024 in `volume`; complete once `load` has returned.
  public var notFinite: Int { state.withLock { $0.notFinite } }

  /// Reads every voxel. Call it once, on a thread of its own; a second call returns at once, after a failure too.
  ///
  /// `progress` gets the fraction that has arrived, 0...1, after every MiB; `isCancelled` is asked as often, and
  /// true makes this throw `CancellationError`. Throws `ImagingError` `.corrupt` for data whose checksum or length
  /// is wrong and `.truncated` for too little of it; voxels already published then must not be trusted.
  public func load(progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }) throws {
    let taken = state.withLock { state in
      defer { state.file = nil }
      return state.file
    }
    guard let file = taken else { return }
    var reading = ScanReading(file: file, volume: volume)
    var pages = PagePreparer(reading.volume.voxels)
    defer { pages.stop() }
    while !reading.isComplete {
      if isCancelled() { throw CancellationError() }
      if try reading.step(widen: { try Self.buffer(.float32, for: file) }) {
        let wider = reading.volume
        state.withLock { $0.volume = wider }
        pages.stop()
        pages = PagePreparer(wider.voxels)
      }
      progress(reading.fraction)
    }
    let found = reading.warnings + (try file.finish())
    state.withLock {
      $0.warnings += found
      $0.notFinite = reading.notFinite
    }
  }

  /// A buffer for all voxels of a file. Throws `.outOfMemory`.
  private static func buffer(
    _ scalar: VoxelBuffer.Scalar, for file: VoxelFile
  ) throws(ImagingError) -> VoxelBuffer {
    let count = file.header.shape.count
    let (bytes, overflow) = count.multipliedReportingOverflow(by: scalar.size)
    try MemoryRoom.require(overflow ? .max : bytes, file: file.name)
    guard let buffer = VoxelBuffer(scalar: scalar, count: count) else {
      throw ImagingError(file: file.name, field: "dim", problem: .outOfMemory(bytes: bytes))
    }
    return buffer
  }
}

extension Volume {
  /// Reads a whole CT. Throws as `VolumeLoader` does.
  public static func read(_ path: String) throws -> Volume {
    let loader = try VolumeLoader(path: path)
    try loader.load()
    return loader.volume
  }
}
