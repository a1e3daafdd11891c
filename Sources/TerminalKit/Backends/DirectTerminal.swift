/// A back end that needs no description of the terminal: all cells by ECMA-48 sequences of our own.
///
/// For terminals whose name the data base does not know, and for comparing bytes with curses.
public final class DirectTerminal: DeviceTerminal {
  private var encoder: FrameEncoder
  private var needsClear = true

  /// Takes the terminal, which must be in the device's hands already.
  override init(device: TerminalDevice, capabilities: Capabilities) {
    encoder = FrameEncoder(size: device.size, colors: capabilities.colors, unicode: capabilities.unicode)
    super.init(device: device, capabilities: capabilities)
    beginScreen()
  }

  deinit { suspend() }

  override func beginScreen() { device.send(ControlSequences.enterScreen) }

  override func sizeChanged() {
    encoder = FrameEncoder(size: size, colors: capabilities.colors, unicode: capabilities.unicode)
    needsClear = true
  }

  /// Everything is sent again at the next frame.
  public override func repaint() { sizeChanged() }

  /// Shows a frame; pictures may be off by `imageTolerance`, all else is exact.
  public override func present(_ grid: CellGrid, images: [Rect]) {
    var bytes: [UInt8] = []
    if needsClear {
      bytes.append("\u{1B}[m\u{1B}[2J")
      needsClear = false
    }
    encoder.tolerance = imageTolerance
    for rect in images { encoder.encode(grid, region: rect, into: &bytes) }
    // Cells of pictures are within the tolerance now; asked again with the same tolerance they count as shown.
    let covered = Coverage(images, within: size)
    for y in 0..<size.height {
      for run in covered.gaps(inRow: y) {
        encoder.tolerance = 0
        encoder.encode(grid, region: Rect(x: run.lowerBound, y: y, width: run.count, height: 1), into: &bytes)
      }
    }
    sendFrame(bytes)
  }
}
