import Testing

@testable import TerminalKit

@Suite("Bytes a frame")
struct ByteBudgetTests {
  /// A cut through something like a body: an ellipse of soft tissue with organs, bones and a lung, 256 grey levels, noise, one
  /// organ tinted; it changes a little from slice to slice.
  private func slice(_ z: Int, _ random: inout Numbers) -> CellGrid {
    var grid = CellGrid(size: Size(width: 200, height: 60))
    func tone(_ x: Int, _ y: Int, _ random: inout Numbers) -> UInt32 {
      let u = Double(x - 100) / 95
      let v = Double(y - 60) / 58
      let noise = Double(random.below(7) + random.below(7)) - 6
      func inside(_ cx: Double, _ cy: Double, _ r: Double) -> Bool {
        (u - cx) * (u - cx) + (v - cy) * (v - cy) < r * r
      }
      guard u * u + v * v < 1 else { return 0 }
      let shift = Double(z) * 0.01
      var level = 118.0
      if inside(-0.45 + shift, -0.1, 0.34) { level = 22 }
      if inside(0.4, -0.05 - shift, 0.36) { level = 142 }
      if inside(0, 0.6, 0.13 + shift) { level = 235 }
      let grey = UInt32(max(0, min(255, level + noise)))
      let tint: UInt32 = inside(0.4, -0.05 - shift, 0.3) ? 0x00_1808 : 0
      return grey * 0x010101 &+ tint
    }
    for y in 0..<60 {
      for x in 0..<200 {
        let upper = tone(x, 2 * y, &random)
        let lower = tone(x, 2 * y + 1, &random)
        grid[x, y] = Cell("\u{2580}", Style(foreground: .rgb(upper), background: .rgb(lower)))
      }
    }
    return grid
  }

  @Test("drafts stay under 60 kB and frames at rest under 200 kB", arguments: [(10, 60_000), (1, 200_000)])
  func budget(tolerance: Int, limit: Int) {
    var random = Numbers(seed: 77)
    var sink = ByteCountingSink(size: Size(width: 200, height: 60))
    sink.encoder.tolerance = tolerance
    for z in 0..<4 { sink.send(slice(z, &random)) }
    #expect(sink.frames.allSatisfy { $0 < limit }, "\(sink.frames)")
    #expect(sink.frames.allSatisfy { $0 > 2_000 }, "there was something to send: \(sink.frames)")
  }
}

@Suite("The terminal of tests")
struct RecordingTerminalTests {
  @Test("plays its events, keeps its frames, and ends")
  func plays() throws {
    let terminal = try RecordingTerminal(
      size: Size(width: 10, height: 4), events: [.key(.up), .resize(Size(width: 20, height: 5))])
    terminal.present(CellGrid(size: terminal.size, filled: Cell("a")), images: [])
    #expect(terminal.nextEvent(timeout: 0) == .key(.up))
    #expect(terminal.size == Size(width: 10, height: 4))
    #expect(terminal.nextEvent(timeout: 0) == .resize(Size(width: 20, height: 5)))
    #expect(terminal.size == Size(width: 20, height: 5))
    let sent = terminal.bytesSent
    #expect(sent > 40)
    terminal.present(
      CellGrid(size: terminal.size, filled: Cell("b")), images: [terminal.lastGrid?.bounds].compactMap { $0 })
    #expect(terminal.frames.count == 2)
    #expect(terminal.lastGrid?.text(row: 4) == String(repeating: "b", count: 20))
    #expect(terminal.bytesSent > sent + 100)
    #expect(terminal.nextEvent(timeout: 0) == .closed)
    terminal.idles = true
    #expect(terminal.nextEvent(timeout: 0) == nil)
  }
}
