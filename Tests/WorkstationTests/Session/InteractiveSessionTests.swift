import Imaging
import TerminalKit
import Testing

@testable import Workstation

@Suite("The event loop")
struct InteractiveSessionTests {
  /// Plays events at a session over the sample, already opened, and returns the terminal as it was left.
  private func play(_ events: [TerminalEvent]) throws -> RecordingTerminal {
    let opening = try ScanOpening(.init(scan: ViewerStory.sampleScan, labels: [ViewerStory.sampleLabels]))
    try opening.run(notify: {})
    #expect(opening.board.scan.loading == .complete)
    let terminal = try RecordingTerminal(size: Size(width: 120, height: 40), events: events)
    InteractiveSession(
      terminal: terminal, opening: opening, actions: ActionTable(ViewerActions.all),
      themes: ThemeCycle(.fabricaDark), blockMode: .half, mouse: false, exportFolder: "."
    ).run()
    return terminal
  }

  @Test("draws the scan before any key and ends when the terminal is gone")
  func ends() throws {
    let terminal = try play([])
    let grid = try #require(terminal.lastGrid)
    #expect(FrameDump.text(grid).contains(#/Axial \d+/\d+/#))
    #expect(terminal.frames.last?.images.count == 3)
  }

  @Test("takes every key that waits before it draws: a thousand keys, a frame or two")
  func coalesces() throws {
    let keys = [Key.home] + Array(repeating: Key.down, count: 1000)
    let terminal = try play(keys.map { .key($0) })
    #expect(terminal.frames.count <= 2)
  }

  @Test("leaves on q though more keys wait")
  func quits() throws {
    let terminal = try play(try KeyScript.parse("q 1 2 3").map { .key($0) })
    #expect(terminal.events.count == 3)
  }

  @Test("hands the terminal to the shell and takes the mouse when it is asked to")
  func effects() throws {
    let terminal = try play(try KeyScript.parse("M <c-z>").map { .key($0) })
    #expect(terminal.mouseIsOn)
    #expect(terminal.stops == 1)
  }

  @Test("shows a still where the terminal can, in kitty's and in sixel's bytes")
  func stills() throws {
    for (graphics, start) in [(Capabilities.Graphics.kitty, "\u{1B}_G"), (.sixel, "\u{1B}P")] {
      var session = try HeadlessSession.sample(capabilities: Capabilities(graphics: graphics))
      session.press(try KeyScript.parse("V"))
      #expect(session.model.effects == [.showStill])
      let bytes = try #require(
        StillPicture.make(
          session.model, screen: ViewerScreen(theme: .fabricaDark, actions: ActionTable(ViewerActions.all)),
          size: Size(width: 80, height: 24), graphics: graphics))
      #expect(String(decoding: bytes.prefix(8), as: UTF8.self).hasPrefix(start))
      #expect(bytes.count > 1000)
    }
    var without = try HeadlessSession.sample(capabilities: Capabilities())
    without.press(try KeyScript.parse("V"))
    #expect(without.model.effects.isEmpty)
    #expect(without.model.message?.kind == .warning)
  }

  @Test("a click puts the crosshair under it, the wheel turns slices, a drag follows")
  func mouse() throws {
    let size = Size(width: 120, height: 40)
    var model = try HeadlessSession.sample(capabilities: Capabilities()).model
    let pane = try #require(ViewerLayout(size: size, model: model).panes.first)
    let middle = Point(x: pane.image.x + pane.image.width / 2, y: pane.image.y + pane.image.height / 2)
    func send(_ kind: MouseEvent.Kind, _ point: Point) {
      MouseDispatcher().apply(
        MouseEvent(kind: kind, position: point), size: size, blockMode: .half, &model)
    }
    send(.press(1), Point(x: middle.x + 6, y: middle.y))
    let right = model.cursor.x
    send(.drag(1), Point(x: middle.x - 6, y: middle.y))
    #expect(model.cursor.x > right, "in RAD the screen's left is the patient's right")
    let slice = model.sliceIndex(.axial)
    send(.wheelDown, middle)
    #expect(model.sliceIndex(.axial) == slice + 1)
  }
}

extension HeadlessSession {
  /// The sample, opened.
  static func sample(capabilities: Capabilities) throws -> HeadlessSession {
    var session = HeadlessSession(
      size: Size(width: 120, height: 40), capabilities: capabilities, theme: .fabricaDark,
      actions: ActionTable(ViewerActions.all))
    try session.open(.init(scan: ViewerStory.sampleScan, labels: [ViewerStory.sampleLabels]))
    return session
  }
}
