import Imaging
import TerminalKit

/// Presses "next slice" a thousand times, faster than frames can be drawn, at the real session on a terminal that
/// only counts; every frame must show the newest key.
struct BacklogProbe {
  let scan: String
  let theme: Theme
  let actions: ActionTable<ViewerModel>

  /// Frames drawn, and frames that did not show the newest key when they were drawn.
  func rows() throws -> [BenchmarkRow] {
    let opening = try ScanOpening(.init(scan: scan))
    try opening.run(notify: {})
    let terminal = try KeyStormTerminal(keys: 1000, interval: .microseconds(500))
    let session = InteractiveSession(
      terminal: terminal, opening: opening, actions: actions, themes: ThemeCycle(theme), blockMode: .half,
      mouse: false, exportFolder: ".")
    session.run()
    return [
      .recorded("frames drawn for 1000 keys", Double(terminal.frames), "frames"),
      .atMost(0, "frames that were not of the newest key", Double(terminal.staleFrames), "frames"),
    ]
  }
}

/// A terminal without a screen: keys arrive by the clock, frames are read for the slice number in the title.
private final class KeyStormTerminal: InteractiveTerminal {
  let capabilities = Capabilities()
  let size = Size(width: 200, height: 60)
  private(set) var bytesSent = 0
  private(set) var frames = 0
  private(set) var staleFrames = 0
  private let keys: Int
  private let interval: Duration
  private let start = ContinuousClock().now
  private var delivered = -1
  /// Whether the session had taken every key that was there before it began to draw.
  private var queueWasEmpty = false

  init(keys: Int, interval: Duration) throws {
    waker = try Waker()
    self.keys = keys
    self.interval = interval
  }

  /// Keys that a reader has pressed by now; the first one is Home.
  private var pressed: Int {
    let elapsed = start.duration(to: ContinuousClock().now)
    return min(keys, Int(LookBenchmark.seconds(elapsed) / LookBenchmark.seconds(interval)))
  }

  func present(_ grid: CellGrid, images: [Rect]) {
    frames += 1
    guard delivered >= 0, let shown = Self.sliceNumber(in: grid) else { return }
    let newest = min(delivered + 1, Self.sliceCount(in: grid) ?? .max)
    if !queueWasEmpty || shown != newest { staleFrames += 1 }
  }

  func nextEvent(timeout: Int) -> TerminalEvent? {
    queueWasEmpty = false
    if delivered < 0 {
      delivered = 0
      return .key(.home)
    }
    if delivered < pressed {
      delivered += 1
      return .key(.down)
    }
    queueWasEmpty = true
    return delivered == keys && timeout != 0 ? .closed : nil
  }

  // Nothing below reaches a terminal; the session needs it to be there.
  let waker: Waker
  var acceptsPaste = false
  let lastFrameSeconds = 0.0
  var imageTolerance = 0
  func wake() { waker.wake() }
  func suspend() {}
  func resume() {}
  func stop() {}
  func repaint() {}
  func setMouse(_ on: Bool) {}
  func showStill(_ payload: [UInt8], at corner: Point) {}

  /// From the axial pane's title "Axial 82/138".
  private static func title(in grid: CellGrid) -> [Substring]? {
    for row in 0..<grid.size.height {
      let line = grid.text(row: row)
      guard let found = line.range(of: "Axial ") else { continue }
      return line[found.upperBound...].prefix { $0 != " " }.split(separator: "/")
    }
    return nil
  }

  private static func sliceNumber(in grid: CellGrid) -> Int? { title(in: grid)?.first.flatMap { Int($0) } }
  private static func sliceCount(in grid: CellGrid) -> Int? { title(in: grid)?.last.flatMap { Int($0) } }
}
