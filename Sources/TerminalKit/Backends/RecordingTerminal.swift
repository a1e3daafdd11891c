/// A back end for tests: keeps the frames and plays events from a list. Not for use from several threads, but for `wake`.
public final class RecordingTerminal: InteractiveTerminal {
  /// A frame as it was presented.
  public struct Frame: Sendable, Hashable {
    /// The cells.
    public let grid: CellGrid
    /// The rectangles that held pictures.
    public let images: [Rect]
  }

  /// What the terminal claims to be able to do.
  public var capabilities: Capabilities
  /// Columns and rows; a `.resize` event sets it when it is delivered.
  public private(set) var size: Size
  /// All frames so far.
  public private(set) var frames: [Frame] = []
  /// Events to come; when they are used up, `nextEvent` gives `.closed`, so that no loop runs for ever, unless `idles`.
  public var events: [TerminalEvent]
  /// Whether running out of events is a time-out rather than the end.
  public var idles = false
  /// Whether mouse reports are on.
  public private(set) var mouseIsOn = false
  /// Whether the terminal is with the shell.
  public private(set) var isSuspended = false
  /// How often `stop` was called.
  public private(set) var stops = 0
  /// Stills shown, with their corners.
  public private(set) var stills: [(payload: [UInt8], corner: Point)] = []
  /// See `InteractiveTerminal`.
  public var acceptsPaste = false
  /// See `InteractiveTerminal`.
  public var imageTolerance = 0
  /// Set it to what a slow line would take.
  public var lastFrameSeconds = 0.0
  /// Can be woken, to no effect.
  public let waker: Waker

  private var encoder: FrameEncoder

  /// A terminal of a size with events to play.
  public init(
    size: Size, capabilities: Capabilities = Capabilities(), events: [TerminalEvent] = []
  ) throws(TerminalError) {
    self.size = size
    self.capabilities = capabilities
    self.events = events
    waker = try Waker()
    encoder = FrameEncoder(size: size, colors: capabilities.colors, unicode: capabilities.unicode)
  }

  /// Bytes a direct terminal would have been sent.
  public private(set) var bytesSent = 0

  /// The last frame.
  public var lastGrid: CellGrid? { frames.last?.grid }

  /// Keeps the frame and counts its bytes.
  public func present(_ grid: CellGrid, images: [Rect]) {
    frames.append(Frame(grid: grid, images: images))
    var bytes: [UInt8] = []
    encoder.tolerance = imageTolerance
    encoder.encode(grid, region: grid.bounds, into: &bytes)
    bytesSent += bytes.count
  }

  /// The next event of the list.
  public func nextEvent(timeout: Int) -> TerminalEvent? {
    guard !events.isEmpty else { return idles ? nil : .closed }
    let event = events.removeFirst()
    if case .resize(let next) = event {
      size = next
      encoder = FrameEncoder(size: next, colors: capabilities.colors, unicode: capabilities.unicode)
    }
    return event
  }

  /// Does nothing: `nextEvent` never waits.
  public func wake() { waker.wake() }
  /// Notes that the shell has the terminal.
  public func suspend() { isSuspended = true }
  /// Notes that the program has the terminal.
  public func resume() {
    isSuspended = false
    repaint()
  }
  /// Notes whether mouse reports are on.
  public func setMouse(_ on: Bool) { mouseIsOn = on }
  /// The next frame counts whole.
  public func repaint() { encoder.invalidate() }
  /// Keeps the still.
  public func showStill(_ payload: [UInt8], at corner: Point) { stills.append((payload, corner)) }
  /// Counts the stop.
  public func stop() { stops += 1 }
}
