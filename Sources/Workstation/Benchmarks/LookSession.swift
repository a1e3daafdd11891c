import Imaging
import TerminalKit

/// A viewer at 200x60 whose keys are timed and whose frames are weighed.
struct LookSession {
  private static let size = Size(width: 200, height: 60)
  private var model: ViewerModel
  private let dispatcher: KeyDispatcher
  private let screen: ViewerScreen

  /// Opens everything; nothing is timed yet.
  init(scan: String, labels: String, theme: Theme, actions: ActionTable<ViewerModel>) throws {
    let opening = try ScanOpening(.init(scan: scan, labels: [labels]))
    try opening.run(notify: {})
    if let error = opening.board.firstError { throw error }
    model = ViewerModel(capabilities: Capabilities(), themeName: theme.name)
    model.adopt(opening.board)
    dispatcher = KeyDispatcher(actions: actions)
    screen = ViewerScreen(theme: theme, actions: actions)
  }

  /// What a reader does: scrolling on every plane, windows, overlay, organs, crosshair, zoom.
  private static let keys: [Key] = {
    let scroll = Array(repeating: Key.down, count: 12)
    let walk: [Key] = [.character("x"), .left, .up, .shiftRight, .shiftDown, .left, .up, .escape]
    let look: [Key] = [
      "3", "2", "1", "g", "g", "o", "o", "o", ".", ".", "z", ">", "<", "+", "+", "-", "=", "i", "i",
    ]
    .map { Key.character($0) }
    return [.character("a")] + scroll + look + [.character("s")] + scroll + walk + [.character("c")] + scroll
      + walk
  }()

  /// Compute from a key press to the finished frame.
  mutating func keyRows() -> [BenchmarkRow] {
    var times: [Double] = []
    for _ in 0..<6 {
      for key in Self.keys {
        let time = LookBenchmark.clock.measure {
          dispatcher.press(key, &model)
          _ = screen.draw(model, size: Self.size, quality: .full)
        }
        times.append(LookBenchmark.seconds(time) * 1000)
      }
    }
    return [
      .recorded("key to frame, 200x60, median", Quantile.of(times, 0.5), "ms"),
      .atMost(8, "key to frame, 200x60, p99", Quantile.of(times, 0.99), "ms"),
    ]
  }

  /// Bytes a frame while scrolling (draft) and when it comes to rest, three slices with labels on the screen.
  mutating func byteRows() -> [BenchmarkRow] {
    dispatcher.press(.character("r"), &model)
    dispatcher.press(.character("a"), &model)
    model.setSlice(.axial, to: model.sliceCount(.axial) / 3)
    var encoder = FrameEncoder(size: Self.size, colors: .truecolor)
    var bytes: [UInt8] = []
    var draft: [Double] = []
    var rest: [Double] = []
    func send(_ quality: PaneRenderer.Quality) -> Double {
      let frame = screen.draw(model, size: Self.size, quality: quality)
      bytes.removeAll(keepingCapacity: true)
      encoder.tolerance = quality.byteTolerance
      encoder.encode(frame.grid, region: frame.grid.bounds, into: &bytes)
      return Double(bytes.count)
    }
    _ = send(.full)
    for _ in 0..<8 {
      for _ in 0..<12 {
        dispatcher.press(.down, &model)
        draft.append(send(.draft))
      }
      rest.append(send(.full))
    }
    return [
      .atMost(60, "bytes a frame while scrolling, 200x60, median", Quantile.of(draft, 0.5) / 1000, "kB"),
      .recorded("bytes a frame while scrolling, largest", Quantile.of(draft, 1) / 1000, "kB"),
      .atMost(200, "bytes a frame at rest, 200x60, largest", Quantile.of(rest, 1) / 1000, "kB"),
    ]
  }
}
