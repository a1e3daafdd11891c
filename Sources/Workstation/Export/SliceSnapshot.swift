import Anatomy
import Imaging

/// A slice as a picture to keep: at the scan's own resolution, with a caption that says what it shows.
///
/// Pixels are square, as fine as the finer of the slice's two spacings, so that nothing is lost and a sphere is
/// round. The letters on the edges, the caption and `facts` all say the same; whoever writes the file hands `facts`
/// on as its text entries. The viewer's "save image" and `fabrica snapshot` make the same picture.
///
/// ```swift
/// var snapshot = SliceSnapshot(name: "case-01", volume: volume, plane: .axial, index: 82)
/// snapshot.overlays = [.init(name: "labels", map: map, style: OverlayStyle(table: map.table))]
/// try PNGWriter.write(snapshot.render(), to: "case-01.png", texts: snapshot.facts)
/// ```
public struct SliceSnapshot {
  /// A label map laid over the slice.
  public struct Overlay {
    /// The label map's name, safe to print.
    public let name: String
    /// The ids, on the scan's grid.
    public let map: LabelMap
    /// How it is drawn; labels it hides are left out of the legend too.
    public let style: OverlayStyle

    /// An overlay; see the properties.
    public init(name: String, map: LabelMap, style: OverlayStyle) {
      self.name = name
      self.map = map
      self.style = style
    }
  }

  /// The case's name, safe to print.
  public let name: String
  /// The scan.
  public let volume: Volume
  /// The plane.
  public let plane: Plane
  /// The slice, counted from 0 along the plane's canonical axis; kept inside the grid.
  public private(set) var index: Int
  /// The display window.
  public var window = WindowPreset.softTissue.window
  /// Whether bright and dark are exchanged.
  public var isInverted = false
  /// Which side is left.
  public var convention = DisplayConvention.radiological
  /// Slices on either side in a maximum-intensity projection; 0 is one slice, `Int.max` the whole scan.
  public var slab = 0
  /// Label maps; the first as its style says, others over it as outlines.
  public var overlays: [Overlay] = []
  /// Picture pixels for a voxel's finer side, 1...8.
  public var scale = 1
  /// Whether the organs of the slice are listed under it.
  public var showsLegend = true

  /// A snapshot of a slice with everything else as the viewer starts; see the properties.
  public init(name: String, volume: Volume, plane: Plane, index: Int) {
    self.name = name
    self.volume = volume
    self.plane = plane
    self.index = min(max(index, 0), volume.geometry.shape[plane.normalAxis] - 1)
  }

  /// The same of another slice.
  func at(_ index: Int) -> SliceSnapshot {
    var other = self
    other.index = min(max(index, 0), sliceCount - 1)
    return other
  }

  /// Slices of the plane.
  public var sliceCount: Int { volume.geometry.shape[plane.normalAxis] }

  /// Millimetres that a picture pixel spans.
  public var millimetresPerPixel: Double { view.mmPerPixelX }

  /// The longest side of a picture; scans that would need more are drawn coarser.
  static let largestSide = 8192.0

  /// The part of the scan that the picture shows: all of the slice.
  var view: SliceView {
    let geometry = volume.geometry
    let across = Double(geometry.shape[plane.horizontalAxis]) * geometry.spacing[plane.horizontalAxis]
    let down = Double(geometry.shape[plane.verticalAxis]) * geometry.spacing[plane.verticalAxis]
    let finer = min(geometry.spacing[plane.horizontalAxis], geometry.spacing[plane.verticalAxis])
    let wanted = finer / Double(min(max(scale, 1), 8))
    let pixel = max(wanted, max(across, down) / Self.largestSide)
    return SliceView(
      plane: plane, index: index,
      centerX: Double(geometry.shape[plane.horizontalAxis] - 1) / 2,
      centerY: Double(geometry.shape[plane.verticalAxis] - 1) / 2,
      width: max(1, Int((across / pixel).rounded())), height: max(1, Int((down / pixel).rounded())),
      mmPerPixelX: pixel, mmPerPixelY: pixel, convention: convention, slab: slab)
  }

  /// The slice alone, without letters or caption.
  public func picture() -> PixelImage { drawn().picture }

  /// The slice with everything that is written on and under it.
  public func render() -> PixelImage {
    let (slice, organs) = drawn()
    let width = max(slice.width, Self.narrowest)
    let scale = Self.textScale(for: width)
    let strip = CaptionStrip(
      groups: captionGroups(legend: showsLegend ? organs : []), width: width, scale: scale)
    var image = PixelImage(width: width, height: slice.height + strip.height)
    let left = (width - slice.width) / 2
    for row in 0..<slice.height {
      for column in 0..<slice.width { image[left + column, row] = slice[column, row] }
    }
    let frame = SliceFrame(left: left, width: slice.width, height: slice.height, textScale: scale)
    frame.drawLetters(view.edgeLetters, into: &image)
    frame.drawScaleBar(millimetresPerPixel: view.mmPerPixelX, into: &image)
    strip.draw(into: &image, top: slice.height)
    return image
  }

  /// Narrower slices are drawn in the middle of a picture this wide, so that captions stay readable.
  static let narrowest = 240

  /// Font pixels are doubled on large pictures.
  static func textScale(for width: Int) -> Int { width >= 900 ? 2 + (width - 900) / 1000 : 1 }

  /// An organ on the slice and how many pixels of it can be seen.
  struct VisibleOrgan: Hashable {
    let name: String
    let color: UInt32
    var pixels: Int
  }

  /// The slice and its organs, the largest first.
  func drawn() -> (picture: PixelImage, organs: [VisibleOrgan]) {
    let view = view
    func compose(_ sample: SliceSample, _ style: OverlayStyle?) -> PixelImage {
      SliceCompositor.compose(
        sample, window: window, inverted: isInverted, greyLevels: 256, overlay: style, background: 0)
    }
    guard let first = overlays.first else {
      return (compose(SliceSampler.sample(volume, labels: nil, view: view), nil), [])
    }
    let sample = SliceSampler.sample(volume, labels: first.map, view: view, visible: first.style.visible)
    var picture = compose(sample, first.style)
    let plain = overlays.count > 1 ? compose(sample, nil) : picture
    for overlay in overlays.dropFirst() {
      var style = overlay.style
      style.mode = .outline
      let outlined = compose(
        SliceSampler.sample(volume, labels: overlay.map, view: view, visible: style.visible), style)
      for pixel in picture.pixels.indices where outlined.pixels[pixel] != plain.pixels[pixel] {
        picture.pixels[pixel] = outlined.pixels[pixel]
      }
    }
    return (picture, organs(in: sample, of: first))
  }

  private func organs(in sample: SliceSample, of overlay: Overlay) -> [VisibleOrgan] {
    var counts = [Int](repeating: 0, count: overlay.map.table.highestID + 1)
    for id in sample.labels where Int(id) < counts.count { counts[Int(id)] += 1 }
    return overlay.map.table.entries
      .filter {
        counts[$0.id] > 0 && overlay.style.visible.indices.contains($0.id) && overlay.style.visible[$0.id]
      }
      .map { entry in
        VisibleOrgan(
          name: OrganNames.display(entry), color: overlay.style.colors[entry.id], pixels: counts[entry.id])
      }
      .sorted { $0.pixels > $1.pixels }
  }
}
