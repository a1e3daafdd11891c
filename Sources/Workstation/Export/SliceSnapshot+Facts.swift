import Imaging

/// What a snapshot says of itself, in its caption and in its file: made here once for both.
extension SliceSnapshot {
  /// Facts for the file's text entries: standard PNG keywords where there is one, ASCII because a PNG's plain text
  /// entries know no UTF-8.
  public var facts: [(key: String, value: String)] {
    var facts = [
      (key: "Title", value: "\(name), \(plane.rawValue) slice \(index + 1) of \(sliceCount)"),
      (key: "Software", value: ProgramFacts.signature),
      (key: "Disclaimer", value: ProgramFacts.disclaimer),
      (key: "Case", value: name),
      (key: "Plane", value: plane.rawValue),
      (key: "Slice", value: "\(index + 1)/\(sliceCount)"),
      (key: "Position", value: positionText),
      (key: "Window", value: windowText + (isInverted ? ", inverted" : "")),
      (key: "Convention", value: conventionText),
      (key: "Pixel", value: "\(Format.decimal(millimetresPerPixel, 3)) mm"),
    ]
    if slab > 0 { facts.append((key: "Projection", value: projectionText)) }
    for overlay in overlays {
      facts.append((key: "Labels", value: "\(overlay.name), \(overlayText(overlay))"))
    }
    let organs = drawn().organs.map(\.name)
    if !organs.isEmpty { facts.append((key: "Organs", value: organs.joined(separator: ", "))) }
    return facts.map { (key: $0.key, value: Console.ascii($0.value)) }
  }

  /// The same as lines of the caption.
  func captionGroups(legend organs: [VisibleOrgan]) -> [[CaptionStrip.Item]] {
    caption(["\(plane.rawValue) \(index + 1)/\(sliceCount)", positionText], legend: organs)
  }

  /// The caption under a sheet of slices.
  func sheetCaption(slices: Int, legend organs: [VisibleOrgan]) -> [[CaptionStrip.Item]] {
    caption(["\(slices) \(plane.rawValue) slices of \(sliceCount)"], legend: showsLegend ? organs : [])
  }

  private func caption(_ place: [String], legend organs: [VisibleOrgan]) -> [[CaptionStrip.Item]] {
    func item(_ text: String, _ color: UInt32 = CaptionStrip.plain) -> CaptionStrip.Item {
      CaptionStrip.Item(text: text, color: color)
    }
    var scan = [item(name, CaptionStrip.strong)] + place.map { item($0) }
    if slab > 0 { scan.append(item(projectionText)) }
    let display = [
      item(convention.rawValue, CaptionStrip.strong), item(windowText), item(isInverted ? "inverted" : ""),
    ].filter { !$0.text.isEmpty }
    let labels = overlays.map { item("labels: \($0.name), \(overlayText($0))") }
    let legend = organs.prefix(Self.legendLimit).map {
      CaptionStrip.Item(text: $0.name, color: CaptionStrip.plain, swatch: $0.color)
    }
    let more = organs.count - legend.count
    let rest = more > 0 ? [item("and \(more) more", CaptionStrip.muted)] : []
    let notice = [
      item(ProgramFacts.notice, CaptionStrip.notice), item(ProgramFacts.signature, CaptionStrip.muted),
    ]
    return [scan, display + labels, legend + rest, notice].filter { !$0.isEmpty }
  }

  /// Organs listed under a slice, at most.
  private static let legendLimit = 16

  /// "S 123.4 mm": where the slice lies along its normal, on the side of the origin it is on.
  var positionText: String {
    let geometry = volume.geometry
    var center = VoxelIndex(x: geometry.shape.x / 2, y: geometry.shape.y / 2, z: geometry.shape.z / 2)
    center[plane.normalAxis] = index
    let position = geometry.position(of: center)[plane.normalAxis]
    let letters = [("R", "L"), ("A", "P"), ("S", "I")][plane.normalAxis]
    return "\(position < 0 ? letters.1 : letters.0) \(Format.decimal(abs(position), 1)) mm"
  }

  private var windowText: String {
    let numbers = "W \(Format.decimal(window.width, 0)) L \(Format.decimal(window.level, 0)) HU"
    return WindowPreset.preset(of: window).map { "\(numbers) (\($0.name))" } ?? numbers
  }

  private var conventionText: String {
    guard plane != .sagittal else { return "\(convention.rawValue), anterior on the left" }
    let side = convention == .radiological ? "right" : "left"
    return "\(convention.rawValue), the patient's \(side) on the left"
  }

  private var projectionText: String {
    let slices = 2 * min(slab, sliceCount) + 1
    guard slab < sliceCount else { return "MIP of the whole scan" }
    return "MIP of \(Format.decimal(Double(slices) * volume.geometry.spacing[plane.normalAxis], 0)) mm"
  }

  private func overlayText(_ overlay: Overlay) -> String {
    let isFirst = overlay.map.volume.voxels === overlays.first?.map.volume.voxels
    let opacity = "\(Format.decimal(overlay.style.opacity * 100, 0)) %"
    let mode =
      switch isFirst ? overlay.style.mode : .outline {
      case .fill: "fill \(opacity)"
      case .outline: "outline"
      case .both: "fill \(opacity) and outline"
      }
    // Values are projected, organs are not.
    return slab > 0 ? "\(mode), of this slice" : mode
  }
}
