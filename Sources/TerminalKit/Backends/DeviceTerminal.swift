/// What the back ends on a real terminal have in common: events, size, job control. Subclasses draw.
public class DeviceTerminal: InteractiveTerminal {
  let device: TerminalDevice

  /// What the terminal can do.
  public let capabilities: Capabilities
  /// See `InteractiveTerminal`.
  public var imageTolerance = 0

  init(device: TerminalDevice, capabilities: Capabilities) {
    self.device = device
    self.capabilities = capabilities
  }

  // MARK: What subclasses do

  /// Takes the screen: what comes after raw mode.
  func beginScreen() {}
  /// Gives the screen back: what comes before the undoing of all modes.
  func endScreen() {}
  /// The window has the size that `size` now tells.
  func sizeChanged() {}
  /// See `Terminal`.
  public func present(_ grid: CellGrid, images: [Rect]) {}
  /// See `InteractiveTerminal`.
  public func repaint() {}

  // MARK: Terminal

  /// Columns and rows now.
  public var size: Size { device.size }
  /// Bytes sent since the start, by all ways.
  public var bytesSent: Int { device.bytesSent }

  /// The next event; see `Terminal`. Handles stops and continues by itself: after them the size is reported, so that the
  /// program draws again. Once the terminal is gone or the process was asked to end, every call gives `.closed` at once.
  public func nextEvent(timeout: Int) -> TerminalEvent? {
    switch device.next(timeout: timeout) {
    case nil: return nil
    case .event(let event): return event
    case .resized: break
    case .stopRequested:
      stop()
      return .resize(size)
    case .continued:
      // The shell has had the terminal and set its own modes.
      suspend()
      resume()
    }
    sizeChanged()
    return .resize(size)
  }

  /// Ends a wait in `nextEvent` early.
  public func wake() { device.waker.wake() }

  /// Gives the terminal back with all its modes.
  public func suspend() {
    guard device.isTaken else { return }
    endScreen()
    device.release()
  }

  /// Takes the terminal again; the next frame is sent whole. When the terminal is gone, the next event says so.
  public func resume() {
    guard !device.isTaken, !device.isClosed, (try? device.take()) != nil else { return }
    beginScreen()
    sizeChanged()
  }

  // MARK: InteractiveTerminal

  /// Ends waits from any thread.
  public var waker: Waker { device.waker }

  /// See `InteractiveTerminal`.
  public var acceptsPaste: Bool {
    get { device.decoder.acceptsPaste }
    set { device.decoder.acceptsPaste = newValue }
  }

  /// See `InteractiveTerminal`.
  public var lastFrameSeconds: Double { device.lastSendSeconds }

  /// See `InteractiveTerminal`.
  public func setMouse(_ on: Bool) { device.setMouse(on) }

  /// See `InteractiveTerminal`.
  public func showStill(_ payload: [UInt8], at corner: Point) {
    var bytes: [UInt8] = []
    bytes.append(ControlSequences.saveCursor)
    bytes.appendMove(x: max(0, corner.x), y: max(0, corner.y))
    bytes.append(contentsOf: payload)
    bytes.append(ControlSequences.restoreCursor)
    device.send(bytes)
  }

  /// See `InteractiveTerminal`. Under a supervisor the supervisor stops with the process, so that the shell takes over.
  public func stop() {
    suspend()
    device.stopProcess()
    device.forgetContinue()
    resume()
  }

  /// Puts a frame's bytes between the marks of a synchronised update where the terminal has it, and sends them.
  func sendFrame(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    guard capabilities.synchronizedOutput else { return device.send(bytes) }
    device.send(Array(ControlSequences.beginFrame.utf8) + bytes + Array(ControlSequences.endFrame.utf8))
  }
}
