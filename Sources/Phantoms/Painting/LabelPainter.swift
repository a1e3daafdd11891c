import Anatomy
import Imaging

/// Paints a CT from any label map: every label gets the stuff of its organ, what is not labelled (skin, fat, muscle,
/// discs, the fat between organs) is inferred, and a scanner takes the picture.
///
/// Organs are known by the names of the map's table; unknown names become soft tissue. The same map, intensities and
/// seed give the same voxels for any number of threads. Cost: some seconds and about 15 bytes a voxel for a trunk at
/// 1.5 mm.
public struct LabelPainter: Sendable {
  private let intensities: any LabelIntensities
  private let palette: TissuePalette

  /// A painter that shows organs as scans do.
  public init(_ intensities: CatalogueIntensities) {
    self.intensities = intensities
    palette = TissuePalette()
  }

  /// A painter that draws the brightness of every label afresh.
  public init(_ intensities: RandomizedIntensities) {
    self.intensities = intensities
    palette = TissuePalette()
  }

  /// A CT in HU, int16, on the grid of the label map.
  /// - Parameters:
  ///   - threads: how many threads share the work.
  ///   - progress: called with the share that is painted, from any of the threads.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func paint(
    _ map: LabelMap, threads: Int = 1, progress: @Sendable (Double) -> Void = { _ in }
  ) throws -> Volume {
    let stored = map.volume.storedGeometry
    let painted = try Voxels.buffer(.float32, count: stored.shape.count, file: "painted labels")
    let result = try Voxels.buffer(.int16, count: stored.shape.count, file: "painted labels")
    let hounsfield = SharedRow(painted.base.assumingMemoryBound(to: Float.self))
    let scene = LabelScene(map, threads: threads)
    let brush = LabelBrush(scene, map.table, palette, intensities)
    Workers.run(scene.grid.shape.z, threads: threads, progress: progress) { z in
      brush.paint(slice: z, into: hounsfield)
    }
    LabelVessels(scene, intensities).draw(into: hounsfield, scene)
    brush.smoothAlongBody(hounsfield, threads: threads)
    ScannerEffects(geometry: stored, scan: intensities.scan).apply(
      hounsfield, to: SharedRow(result.base.assumingMemoryBound(to: Int16.self)), threads: threads)
    result.publish(result.count)
    withExtendedLifetime(painted) {}
    return Volume(storedGeometry: stored, voxels: result)
  }
}
