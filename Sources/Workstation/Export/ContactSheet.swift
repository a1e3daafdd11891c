import Imaging

/// Slices of a scan beside one another, evenly spaced from first to last, with one caption under all.
///
/// Everything but the slice is taken from a snapshot: window, labels, projection, scale.
public struct ContactSheet {
  private let template: SliceSnapshot
  private let columns: Int
  /// The slices, row after row: from the head down on axial sheets, from the patient's right on sagittal ones, from
  /// the front on coronal ones.
  public let indices: [Int]

  /// A sheet of at most `rows` by `columns` slices; fewer where the scan has fewer.
  public init(_ template: SliceSnapshot, rows: Int, columns: Int) {
    self.template = template
    self.columns = max(1, columns)
    let count = template.sliceCount
    let wanted = min(count, max(1, rows) * self.columns)
    let step = Double(count) / Double(wanted)
    indices = (0..<wanted).map { count - 1 - Int(((Double($0) + 0.5) * step).rounded(.down)) }
  }

  /// What the sheet says of itself, for the file's text entries.
  public var facts: [(key: String, value: String)] {
    let left = ["Title", "Slice", "Position", "Organs"]
    let title =
      "\(template.name), \(indices.count) \(template.plane.rawValue) slices of \(template.sliceCount)"
    let numbers = indices.map { String($0 + 1) }.joined(separator: " ")
    return [(key: "Title", value: Console.ascii(title)), (key: "Slices", value: numbers)]
      + template.facts.filter { !left.contains($0.key) }
  }

  /// The sheet with its caption.
  public func render() -> PixelImage {
    let tiles = indices.map { template.at($0) }
    let pictures = tiles.map { $0.drawn() }
    guard let first = pictures.first?.picture else { return PixelImage(width: 1, height: 1) }
    let rows = (tiles.count + columns - 1) / columns
    let gap = 2
    let sheetWidth = max(columns * (first.width + gap) - gap, SliceSnapshot.narrowest)
    let sheetHeight = rows * (first.height + gap) - gap
    let strip = CaptionStrip(
      groups: template.sheetCaption(slices: indices.count, legend: Self.legend(pictures.map(\.organs))),
      width: sheetWidth, scale: SliceSnapshot.textScale(for: sheetWidth))
    var image = PixelImage(width: sheetWidth, height: sheetHeight + strip.height, filled: CaptionStrip.ground)
    for (position, tile) in tiles.enumerated() {
      let left = position % columns * (first.width + gap)
      let top = position / columns * (first.height + gap)
      let slice = pictures[position].picture
      for row in 0..<slice.height {
        for column in 0..<slice.width { image[left + column, top + row] = slice[column, row] }
      }
      let frame = SliceFrame(left: left, width: slice.width, height: slice.height, textScale: 1, top: top)
      frame.drawLetters(tile.view.edgeLetters, into: &image)
      frame.write("\(tile.index + 1)", x: left + 4, y: top + slice.height - 11, into: &image)
    }
    strip.draw(into: &image, top: sheetHeight)
    return image
  }

  /// The organs of all slices, the largest first.
  private static func legend(_ slices: [[SliceSnapshot.VisibleOrgan]]) -> [SliceSnapshot.VisibleOrgan] {
    var places: [String: Int] = [:]
    var all: [SliceSnapshot.VisibleOrgan] = []
    for organ in slices.joined() {
      if let place = places[organ.name] {
        all[place].pixels += organ.pixels
      } else {
        places[organ.name] = all.count
        all.append(organ)
      }
    }
    return all.sorted { $0.pixels > $1.pixels }
  }
}
