/// A colour picture to be shown in cells: rows top to bottom, pixels `0xRRGGBB`.
public struct Pixmap: Sendable, Hashable {
  /// Pixels across.
  public let width: Int
  /// Pixels down.
  public let height: Int
  /// `width * height` pixels, row after row.
  public var pixels: [UInt32]

  /// A picture over given pixels.
  public init(width: Int, height: Int, pixels: [UInt32]) {
    precondition(width >= 0 && height >= 0 && pixels.count == width * height)
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}

/// How a picture becomes cells: how many pixels a cell holds and which glyphs paint them.
public enum BlockMode: String, Sendable, CaseIterable {
  /// Upper half block, 1x2 pixels a cell; the safe default.
  case half
  /// Quadrant blocks, 2x2 pixels a cell, two colours.
  case quadrant
  /// Sextants (Unicode 13), 2x3 pixels a cell, two colours; missing in some fonts.
  case sextant
  /// An ASCII brightness ramp, one pixel a cell, for terminals without Unicode or colour.
  case ascii

  /// Pixels across and down in one cell.
  public var pixelsPerCell: Size {
    switch self {
    case .half: Size(width: 1, height: 2)
    case .quadrant: Size(width: 2, height: 2)
    case .sextant: Size(width: 2, height: 3)
    case .ascii: Size(width: 1, height: 1)
    }
  }
}
