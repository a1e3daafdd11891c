/// A colour picture: rows top to bottom, pixels `0xRRGGBB`.
public struct PixelImage: Sendable, Hashable {
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

  /// A picture of one colour.
  public init(width: Int, height: Int, filled color: UInt32 = 0) {
    self.init(width: width, height: height, pixels: Array(repeating: color, count: width * height))
  }

  /// The pixel in column `x` and row `y`, both inside.
  public subscript(x: Int, y: Int) -> UInt32 {
    get { pixels[y * width + x] }
    set { pixels[y * width + x] = newValue }
  }
}
