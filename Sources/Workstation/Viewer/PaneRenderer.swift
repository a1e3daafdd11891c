import Imaging
import TerminalKit

/// Makes the pictures of the slices and keeps what has not changed since the last frame.
///
/// A slice is sampled again only when another part of the scan comes into view or more of it has arrived; window,
/// overlay and crosshair are composed anew each time, which costs a tenth of the sampling.
public final class PaneRenderer {
  /// How finely greys are drawn.
  public enum Quality: Sendable {
    /// While keys repeat: few greys, few bytes.
    case draft
    /// At rest.
    case full
    /// Once, as a picture of the terminal's own pixels.
    case still

    /// Grey levels of the picture on a terminal with so many colours.
    func greyLevels(_ colors: ColorDepth) -> Int {
      switch (self, colors) {
      case (.draft, .truecolor): 24
      case (.full, .truecolor): 64
      case (.still, _): 256
      case (_, .ansi256): 24
      case (_, .ansi16): 4
      case (_, .mono): 16
      }
    }

    /// How far a colour may be from the wanted one, each channel, so that fewer bytes are sent.
    var byteTolerance: Int { self == .draft ? 10 : 1 }
  }

  private struct SampleKey: Equatable {
    let view: SliceView
    let voxels: ObjectIdentifier
    let loaded: Int
    let labels: [ObjectIdentifier]
    let visible: [Bool]?
  }

  /// The organ a histogram is of.
  struct HistogramSubject {
    let statistics: OrganStatistics
    let map: LabelMap
  }

  private struct HistogramKey: Equatable {
    let voxels: ObjectIdentifier
    let loaded: Int
    let labels: ObjectIdentifier?
    let id: Int
  }

  private var histogram: (key: HistogramKey, histogram: Histogram)?
  private var samples: [Plane: (key: SampleKey, sample: SliceSample)] = [:]
  /// The whole scan projected along a plane's normal; made once, since it reads every voxel.
  private var projections: [Plane: (voxels: ObjectIdentifier, projection: Volume)] = [:]
  private var matching: (labels: [ObjectIdentifier], matching: LabelMatching)?

  /// A renderer that keeps nothing yet.
  public init() {}

  /// The view of a plane's slice on so many pixels.
  public static func view(
    _ plane: Plane, of model: ViewerModel, geometry: Geometry, width: Int, height: Int, pixelAspect: Double
  ) -> SliceView {
    SliceView.fitting(
      geometry, plane: plane, index: model.sliceIndex(plane), width: width, height: height,
      pixelAspect: pixelAspect, zoom: model.zoom,
      centerX: model.center?[plane.horizontalAxis], centerY: model.center?[plane.verticalAxis],
      convention: model.convention, slab: model.slab)
  }

  /// The picture of a plane's slice: CT, organs, crosshair and measurements.
  /// - Parameters:
  ///   - pixelAspect: height of a pixel over its width on the reader's screen.
  ///   - marks: colours of what is drawn over the slice.
  public func picture(
    _ plane: Plane, of model: ViewerModel, width: Int, height: Int, pixelAspect: Double, quality: Quality,
    marks: MarkColors
  ) -> PixelImage? {
    guard let scan = model.scan, width > 0, height > 0 else { return nil }
    let geometry = scan.volume.geometry
    let view = Self.view(
      plane, of: model, geometry: geometry, width: width, height: height, pixelAspect: pixelAspect)
    let sample = sample(view, scan: scan, model: model)
    var image = SliceCompositor.compose(
      sample, window: model.window, inverted: model.isInverted,
      greyLevels: quality.greyLevels(model.capabilities.colors), overlay: model.overlayStyle,
      background: marks.background)
    var painter = MarkPainter(image: image, view: view, geometry: geometry, colors: marks)
    if model.showsCrosshair, model.slab < Int.max {
      painter.crosshair(at: model.cursor, isActive: model.activePlane == plane)
    }
    for measurement in model.measurements(on: plane) { painter.draw(measurement) }
    image = painter.image
    return image
  }

  /// How often each HU occurs in the scan, or in one organ of a label map; kept until either changes.
  func histogram(of volume: Volume, organ: HistogramSubject?) -> Histogram {
    let key = HistogramKey(
      voxels: ObjectIdentifier(volume.voxels), loaded: volume.voxels.loadedCount,
      labels: organ.map { ObjectIdentifier($0.map.volume.voxels) }, id: organ?.statistics.id ?? 0)
    if let kept = histogram, kept.key == key { return kept.histogram }
    let bins = 96
    let made =
      organ.map {
        Histogram(
          of: volume, organ: $0.statistics.id, in: $0.map, box: $0.statistics.box, range: -200...400,
          bins: bins)
      } ?? Histogram(of: volume, range: -1024...1500, bins: bins)
    histogram = (key, made)
    return made
  }

  private func sample(_ view: SliceView, scan: OpenScan, model: ViewerModel) -> SliceSample {
    let maps = model.overlayIsOn ? shownMaps(model) : []
    let visible = maps.count == 1 ? model.overlayStyle?.visible : nil
    let key = SampleKey(
      view: view, voxels: ObjectIdentifier(scan.volume.voxels), loaded: scan.volume.voxels.loadedCount,
      labels: maps.map { ObjectIdentifier($0.volume.voxels) }, visible: visible)
    if let kept = samples[view.plane], kept.key == key { return kept.sample }
    let sample =
      maps.count == 2
      ? DifferenceOverlay.sample(
        scan.volume, reference: maps[0], candidate: maps[1], matching: match(maps[0], maps[1]), view: view)
      : SliceSampler.sample(
        scan.volume, labels: maps.first, view: view, visible: visible,
        projection: view.slab == .max ? projection(of: scan, view.plane) : nil)
    samples[view.plane] = (key, sample)
    return sample
  }

  private func projection(of scan: OpenScan, _ plane: Plane) -> Volume? {
    guard scan.loading == .complete else { return nil }
    let voxels = ObjectIdentifier(scan.volume.voxels)
    if let kept = projections[plane], kept.voxels == voxels { return kept.projection }
    guard let made = scan.volume.projected(along: plane) else { return nil }
    projections[plane] = (voxels, made)
    return made
  }

  private func match(_ reference: LabelMap, _ candidate: LabelMap) -> LabelMatching {
    let labels = [reference, candidate].map { ObjectIdentifier($0.volume.voxels) }
    if let kept = matching, kept.labels == labels { return kept.matching }
    let made = LabelMatching(reference: reference.table, candidate: candidate.table)
    matching = (labels, made)
    return made
  }

  private func shownMaps(_ model: ViewerModel) -> [LabelMap] {
    if model.layer == .difference, model.labelMaps.count > 1 {
      return [model.labelMaps[0].map, model.labelMaps[1].map]
    }
    return model.shownLabels.map { [$0.map] } ?? []
  }
}

/// Colours of what is drawn over a slice, `0xRRGGBB`.
public struct MarkColors: Sendable {
  /// Around the slice.
  public let background: UInt32
  /// The crosshair.
  public let crosshair: UInt32
  /// Measurements.
  public let measurement: UInt32

  /// Colours; see the properties.
  public init(background: UInt32, crosshair: UInt32, measurement: UInt32) {
    self.background = background
    self.crosshair = crosshair
    self.measurement = measurement
  }
}
