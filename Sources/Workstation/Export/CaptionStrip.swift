import Imaging

/// Facts set as lines of small letters under (or over) a picture, broken where the picture's width asks for it.
///
/// Facts that belong together stand on one line as far as they fit, parted by a dot; a fact too wide for the whole
/// strip is cut between letters rather than lost.
struct CaptionStrip {
  /// A fact and how it is coloured.
  struct Item: Hashable {
    let text: String
    let color: UInt32
    /// The colour of a square before the text, for legends.
    var swatch: UInt32?
  }

  static let ground: UInt32 = 0x14_18_1D
  static let strong: UInt32 = 0xF7_F3_E6
  static let plain: UInt32 = 0xC9_C6_BB
  static let muted: UInt32 = 0x8C_95_9F
  static let notice: UInt32 = 0xE3_A2_6F

  private static let margin = 5
  private static let separator = " · "
  private static let swatchSide = 7
  private static let swatchGap = 3

  private let lines: [[Item]]
  private let scale: Int

  /// Sets groups of facts, each beginning a line of its own, for a picture so many pixels wide.
  init(groups: [[Item]], width: Int, scale: Int) {
    self.scale = max(1, scale)
    let room = max(20, width / self.scale - 2 * Self.margin)
    lines = groups.flatMap { Self.broken($0, room: room) }
  }

  /// Pixels down that the strip takes.
  var height: Int {
    lines.isEmpty ? 0 : (lines.count * CaptionFont.lineHeight + 2 * Self.margin - 3) * scale
  }

  /// Draws the strip over the picture's whole width from row `top`.
  func draw(into image: inout PixelImage, top: Int) {
    for row in max(0, top)..<max(max(0, top), min(image.height, top + height)) {
      for column in 0..<image.width { image[column, row] = Self.ground }
    }
    for (number, line) in lines.enumerated() {
      var x = Self.margin
      let y = top + (Self.margin + number * CaptionFont.lineHeight) * scale
      for (position, item) in line.enumerated() {
        if position > 0 {
          CaptionFont.draw(
            Self.separator, x: x * scale, y: y, color: Self.muted, scale: scale, into: &image)
          x += Self.separatorWidth
        }
        if let swatch = item.swatch {
          fillSquare(x: x * scale, y: y, color: swatch, into: &image)
          x += Self.swatchSide + Self.swatchGap
        }
        CaptionFont.draw(item.text, x: x * scale, y: y, color: item.color, scale: scale, into: &image)
        x += CaptionFont.width(of: item.text)
      }
    }
  }

  private func fillSquare(x: Int, y: Int, color: UInt32, into image: inout PixelImage) {
    let side = Self.swatchSide * scale
    for row in y..<min(y + side, image.height) {
      for column in x..<min(x + side, image.width) { image[column, row] = color }
    }
  }

  private static let separatorWidth = CaptionFont.width(of: separator) + 2 * CaptionFont.gap

  private static func width(of item: Item) -> Int {
    CaptionFont.width(of: item.text) + (item.swatch == nil ? 0 : swatchSide + swatchGap)
  }

  private static func broken(_ items: [Item], room: Int) -> [[Item]] {
    var lines: [[Item]] = []
    var line: [Item] = []
    var used = 0
    for item in items.flatMap({ cut($0, room: room) }) {
      let needed = width(of: item) + (line.isEmpty ? 0 : separatorWidth)
      if !line.isEmpty && used + needed > room {
        lines.append(line)
        line = []
        used = 0
      }
      used += width(of: item) + (line.isEmpty ? 0 : separatorWidth)
      line.append(item)
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// The item in pieces that each fit into a line; nearly always the item itself.
  private static func cut(_ item: Item, room: Int) -> [Item] {
    var pieces: [Item] = []
    var rest = item
    while width(of: rest) > room {
      var head = rest.text
      while head.count > 1, width(of: Item(text: head, color: rest.color, swatch: rest.swatch)) > room {
        head.removeLast()
      }
      // Better at a blank than within a word, when one is near.
      if let blank = head.lastIndex(of: " "), head.distance(from: blank, to: head.endIndex) < head.count / 2 {
        head = String(head[..<blank])
      }
      pieces.append(Item(text: head, color: rest.color, swatch: rest.swatch))
      let tail = rest.text.dropFirst(head.count).drop { $0 == " " }
      guard !tail.isEmpty else { return pieces }
      rest = Item(text: String(tail), color: rest.color)
    }
    return pieces + [rest]
  }
}
