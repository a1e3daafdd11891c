/// A back end: shows grids and reports events. One thread owns it.
public protocol Terminal: AnyObject {
  /// What the terminal can do, as detected or as overridden.
  var capabilities: Capabilities { get }
  /// Columns and rows now.
  var size: Size { get }
  /// Bytes sent since the start.
  var bytesSent: Int { get }

  /// Shows a frame; only what changed since the last one is sent.
  /// - Parameter images: rectangles that hold pictures, which a back end may send by a cheaper way.
  func present(_ grid: CellGrid, images: [Rect])
  /// The next event, or nil when `timeout` milliseconds passed or `wake()` was called.
  func nextEvent(timeout: Int) -> TerminalEvent?
  /// Ends a wait in `nextEvent` early; the only call allowed from other threads.
  func wake()
  /// Gives the terminal back to the shell (Ctrl-Z, end); `resume` takes it again and repaints.
  func suspend()
  /// Takes the terminal after `suspend` and repaints everything at the next frame.
  func resume()
}

/// How many colours a terminal shows.
public enum ColorDepth: String, Sendable, CaseIterable, Comparable {
  /// Bold and reverse only.
  case mono
  /// The 16 named colours.
  case ansi16 = "16"
  /// The 256-colour palette: about 30 greys.
  case ansi256 = "256"
  /// 24 bits.
  case truecolor

  /// Fewer colours before more.
  public static func < (a: ColorDepth, b: ColorDepth) -> Bool {
    let order = allCases
    return order.firstIndex(of: a) ?? 0 < order.firstIndex(of: b) ?? 0
  }
}

/// What a terminal can do and how that is known.
public struct Capabilities: Sendable, Hashable {
  /// Still pictures beyond cells.
  public enum Graphics: String, Sendable {
    /// The kitty graphics protocol.
    case kitty
    /// DEC sixel.
    case sixel
  }

  /// Colours.
  public var colors: ColorDepth
  /// Whether block and box glyphs can be shown; false means ASCII only.
  public var unicode: Bool
  /// Whether a mouse reports.
  public var mouse: Bool
  /// High-resolution stills, nil when the terminal did not say it can.
  public var graphics: Graphics?
  /// Whether synchronised output (DEC 2026) was confirmed.
  public var synchronizedOutput: Bool
  /// Height of a cell over its width; 2 when the terminal does not say.
  public var cellAspect: Double
  /// One line for each finding: what was detected and why; `doctor` shows it.
  public var reasons: [String]

  /// Capabilities; see the properties.
  public init(
    colors: ColorDepth = .truecolor, unicode: Bool = true, mouse: Bool = false,
    graphics: Graphics? = nil, synchronizedOutput: Bool = false, cellAspect: Double = 2,
    reasons: [String] = []
  ) {
    self.colors = colors
    self.unicode = unicode
    self.mouse = mouse
    self.graphics = graphics
    self.synchronizedOutput = synchronizedOutput
    self.cellAspect = cellAspect
    self.reasons = reasons
  }
}
