/// What a real terminal offers beyond showing grids: pasting, the mouse, Ctrl-Z, still pictures, how slow the line is.
public protocol InteractiveTerminal: Terminal {
  /// Ends a wait in `nextEvent` from any thread; the same as `wake()`, but can be sent to other threads.
  var waker: Waker { get }
  /// Whether pasted text arrives as characters. Off by default: a paste on a screen that takes single keys as commands
  /// would run them. Switch it on while a text field has the focus.
  var acceptsPaste: Bool { get set }
  /// How long sending the last frame took; the measure for choosing coarser frames on a slow line.
  var lastFrameSeconds: Double { get }
  /// How far, in steps of a channel (0...255), a colour in a picture may be off to save bytes; 0 is exact. A later frame
  /// with a smaller tolerance corrects what was off. On a CT that fills 200 x 60 cells with 256 grey levels and tinted organs
  /// 10 takes about 50 kB a frame (for drafts while a key repeats), 1 about 190 kB (at rest; nobody sees one step), 0
  /// about 250 kB.
  var imageTolerance: Int { get set }

  /// Switches mouse reports on or off; off at the start, so that text can be selected.
  func setMouse(_ on: Bool)
  /// Everything is sent again at the next frame (Ctrl-L).
  func repaint()
  /// Sends bytes that draw a still picture (kitty, sixel) with its top left corner in a cell; the cursor comes back.
  func showStill(_ payload: [UInt8], at corner: Point)
  /// Ctrl-Z: gives the terminal back, stops the process, and takes the terminal again when the process is continued.
  func stop()
}
