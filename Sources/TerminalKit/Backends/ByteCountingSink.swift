/// Counts what frames would cost on the line: an encoder and sums, no terminal.
public struct ByteCountingSink: Sendable {
  /// Bytes of each frame so far.
  public private(set) var frames: [Int] = []
  /// The encoder; set its tolerance for drafts.
  public var encoder: FrameEncoder

  private var bytes: [UInt8] = []

  /// A sink for a terminal of a size and depth.
  public init(size: Size, colors: ColorDepth = .truecolor, unicode: Bool = true) {
    encoder = FrameEncoder(size: size, colors: colors, unicode: unicode)
  }

  /// Encodes a frame, or a region of it, against the one before.
  /// - Returns: its bytes.
  @discardableResult
  public mutating func send(_ grid: CellGrid, region: Rect? = nil) -> Int {
    bytes.removeAll(keepingCapacity: true)
    encoder.encode(grid, region: region ?? grid.bounds, into: &bytes)
    frames.append(bytes.count)
    return bytes.count
  }

  /// The bytes of the last frame.
  public var lastBytes: [UInt8] { bytes }
}
