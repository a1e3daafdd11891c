import CSystem
import Glibc

/// The terminal as a file: raw mode and its undoing, bytes out, bytes and signals in. What the back ends share.
///
/// One thread owns it. It opens the terminal a second time for itself, so that neither the non-blocking mode nor a redirected
/// standard input concern it.
final class TerminalDevice {
  /// The terminal, non-blocking.
  let descriptor: Int32
  /// Ends waits.
  let waker: Waker
  /// Bytes sent since the start.
  private(set) var bytesSent = 0
  /// How long the last `send` took.
  private(set) var lastSendSeconds = 0.0
  /// Whether the terminal is gone or the process was asked to end; never goes back.
  private(set) var isClosed = false
  /// Whether the terminal itself is gone, so that nothing can be sent.
  private var isGone = false
  /// Whether the terminal is ours: raw, and to be given back.
  private(set) var isTaken = false
  /// Columns and rows as last reported.
  private(set) var size: Size

  var decoder = KeyDecoder()
  var events: [TerminalEvent] = []
  var replies: [TerminalReply] = []
  /// Whether the terminal was asked something and has not answered yet.
  var owesReplies = false

  private let signals: Int32
  private var modes = termios()
  private var wantsMouse = false
  private var savedModes = false

  /// Something that happened, before it becomes an event of the program.
  enum Happening: Equatable {
    /// For the program.
    case event(TerminalEvent)
    /// The window has another size.
    case resized
    /// Somebody asks the process to stop (SIGTSTP).
    case stopRequested
    /// The process was stopped from outside and goes on: the shell has had the terminal.
    case continued
  }

  /// Opens the terminal behind a descriptor without changing it.
  init(descriptor original: Int32) throws(TerminalError) {
    guard isatty(original) == 1 else { throw .notATerminal }
    let reopened = cs_reopen_terminal(original)
    if reopened < 0 { throw .system(call: "open of the terminal", code: errno) }
    SignalMask.blockForWorkers()
    let signals = cs_signal_descriptor(SignalMask.watched, SignalMask.watched.count)
    if signals < 0 {
      let code = errno
      close(reopened)
      throw .system(call: "signalfd", code: code)
    }
    do {
      waker = try Waker()
    } catch {
      close(reopened)
      close(signals)
      throw error
    }
    descriptor = reopened
    self.signals = signals
    size = TerminalDevice.measure(reopened) ?? Size(width: 80, height: 24)
  }

  deinit {
    release()
    close(descriptor)
    close(signals)
  }

  // MARK: Taking and giving back

  /// Raw mode; from here on any death gives the terminal back. Does nothing when it is taken already.
  func take() throws(TerminalError) {
    if isTaken { return }
    if tcgetattr(descriptor, &modes) != 0 { throw .system(call: "tcgetattr", code: errno) }
    savedModes = true
    decoder.erase = modes.c_cc.2
    Supervisor.markScreen(taken: true)
    let undo = ControlSequences.undo
    if cs_restore_arm(descriptor, &modes, undo, undo.count, Supervisor.isSupervised ? 1 : 0) != 0 {
      throw .system(call: "sigaction", code: errno)
    }
    if cs_set_raw_mode(descriptor, &modes) != 0 {
      let code = errno
      cs_restore_disarm()
      Supervisor.markScreen(taken: false)
      throw .system(call: "tcsetattr", code: code)
    }
    isTaken = true
    size = TerminalDevice.measure(descriptor) ?? size
    send(ControlSequences.pasteOn + (wantsMouse ? ControlSequences.mouseOn : ""))
  }

  /// Undoes everything and sets the modes the terminal had. Safe to call at any time, also after the terminal is gone.
  func release() {
    guard isTaken, savedModes else { return }
    isTaken = false
    cs_restore_disarm()
    sendUndo()
    // An answer that comes later would be typed into the shell.
    if owesReplies { tcflush(descriptor, TCIFLUSH) }
    _ = cs_set_modes(descriptor, &modes)
    Supervisor.markScreen(taken: false)
  }

  /// Waits as long as a slow terminal needs, but only a moment when the process was asked to end.
  private func sendUndo() {
    if isGone { return }
    if !isClosed { send(ControlSequences.undo) }
    // Asked to end before or just now: once more and whole.
    guard isClosed, !isGone else { return }
    bytesSent += cs_write_all(descriptor, ControlSequences.undo, ControlSequences.undo.count, 300)
  }

  /// Mouse reports on or off, now and after every `take`.
  func setMouse(_ on: Bool) {
    guard on != wantsMouse else { return }
    wantsMouse = on
    if isTaken { send(on ? ControlSequences.mouseOn : ControlSequences.mouseOff) }
  }

  // MARK: Sending

  /// Sends text.
  func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes and waits for a slow terminal, but not beyond a signal to end: then the rest is dropped.
  func send(_ bytes: [UInt8]) {
    guard !isClosed, !bytes.isEmpty else { return }
    let begin = Clock.seconds()
    var sent = 0
    while sent < bytes.count, !isClosed {
      let count = bytes.withUnsafeBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return write(descriptor, base + sent, buffer.count - sent)
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        waitForRoom()
      } else if errno != EINTR {
        noteGone()
      }
    }
    bytesSent += sent
    lastSendSeconds = Clock.seconds() - begin
  }

  private func waitForRoom() {
    var watched = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&watched, 2, -1) > 0 else { return }
    if watched[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { noteGone() }
    if watched[1].revents != 0 { takeSignals() }
  }

  // MARK: Waiting

  private var resizePending = false
  private var stopPending = false
  private var continuePending = false

  /// The next thing that happened, nil when `timeout` milliseconds passed (negative: no limit) or somebody woke us.
  func next(timeout: Int) -> Happening? {
    let deadline = timeout < 0 ? nil : Clock.seconds() + Double(timeout) / 1000
    while true {
      if let happening = takePending() { return happening }
      let limit = deadline.map { max(0, Int((($0 - Clock.seconds()) * 1000).rounded(.up))) }
      let patience = decoder.patience
      let wait = [limit, patience].compactMap { $0 }.min() ?? -1
      let readable = pollInput(wait)
      if readable.woken, takesNothing { return nil }
      if readable.any { continue }
      if let patience, wait == patience { absorb(decoder.giveUp()) }
      if let limit, limit <= wait, takesNothing { return nil }
    }
  }

  /// Waits for input once, for at most `milliseconds`; what comes is kept.
  func waitForReplies(milliseconds: Int) {
    let wait = min(milliseconds, decoder.patience ?? milliseconds)
    if !pollInput(wait).any, wait < milliseconds { absorb(decoder.giveUp()) }
  }

  private var takesNothing: Bool {
    !isClosed && events.isEmpty && !resizePending && !stopPending && !continuePending
  }

  private func takePending() -> Happening? {
    if isClosed { return .event(.closed) }
    if stopPending {
      stopPending = false
      return .stopRequested
    }
    if continuePending {
      continuePending = false
      return .continued
    }
    if resizePending {
      resizePending = false
      if let now = TerminalDevice.measure(descriptor), now != size {
        size = now
        return .resized
      }
    }
    return events.isEmpty ? nil : .event(events.removeFirst())
  }

  /// Waits for the terminal, the waker or a signal and takes what is there.
  private func pollInput(_ milliseconds: Int) -> (any: Bool, woken: Bool) {
    var watched = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
      pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&watched, 3, Int32(clamping: milliseconds))
    guard ready > 0 else { return (ready < 0, false) }
    if watched[1].revents != 0 { takeSignals() }
    if watched[0].revents != 0 { takeInput(watched[0].revents) }
    let woken = watched[2].revents != 0
    if woken { waker.drain() }
    return (true, woken)
  }

  private func takeInput(_ what: Int16) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 {
      absorb(decoder.feed(buffer[0..<count]))
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) || what & Int16(POLLHUP | POLLNVAL) != 0 {
      noteGone()
    }
  }

  private func noteGone() {
    isGone = true
    isClosed = true
  }

  private func absorb(_ inputs: [TerminalInput]) {
    for input in inputs {
      switch input {
      case .event(let event): events.append(event)
      case .reply(let reply): replies.append(reply)
      }
    }
    // Answers that nobody waits for any more.
    if replies.count > 64 { replies.removeFirst(replies.count - 64) }
  }

  private func takeSignals() {
    while true {
      switch cs_next_signal(signals) {
      case 0: return
      case SIGWINCH: resizePending = true
      case SIGTSTP: stopPending = true
      case SIGCONT: continuePending = true
      default: isClosed = true
      }
    }
  }

  /// Signals that came of our own stop are no news.
  func forgetContinue() {
    takeSignals()
    continuePending = false
    stopPending = false
  }

  /// Stops the process as Ctrl-Z does; returns when it is continued.
  func stopProcess() { cs_stop_self() }

  private static func measure(_ descriptor: Int32) -> Size? {
    var window = cs_window_size()
    guard cs_get_window_size(descriptor, &window) == 0, window.columns > 0, window.rows > 0 else {
      return nil
    }
    return Size(width: Int(window.columns), height: Int(window.rows))
  }
}

/// Time that only moves forward.
enum Clock {
  /// Seconds since some fixed moment.
  static func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }
}
