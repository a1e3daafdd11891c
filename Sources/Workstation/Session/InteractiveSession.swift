import Foundation
import Imaging
import TerminalKit

/// The viewer on a terminal: one thread that waits for events, changes the model and draws.
///
/// Events that queued up are all applied before the next frame, so that a frame always shows the newest key and
/// nothing lags behind. While keys repeat, frames are drafts with few greys; at rest they are full.
public final class InteractiveSession {
  /// How long after the last key the full picture comes, in seconds.
  static let restDelay = 0.12

  private let terminal: any InteractiveTerminal
  private let opening: ScanOpening?
  private let modelPath: String?
  private let dispatcher: KeyDispatcher
  private let exports: SessionExports
  private var themes: ThemeCycle
  private var screen: ViewerScreen
  private var model: ViewerModel
  private var lastKey = 0.0
  private var isDraft = false
  private var isDirty = true
  private var boardVersion = -1
  private var lastCine = 0.0
  private var isOver = false

  /// A session on a terminal.
  /// - Parameters:
  ///   - opening: the scan to open, nil for the empty viewer.
  ///   - modelPath: the model that segments when asked, nil for none.
  ///   - themes: where the theme comes from and which others there are.
  ///   - exportFolder: where pictures and tables go.
  public init(
    terminal: any InteractiveTerminal, opening: ScanOpening?, modelPath: String? = nil,
    actions: ActionTable<ViewerModel>,
    themes: ThemeCycle,
    blockMode: BlockMode, mouse: Bool, exportFolder: String
  ) {
    self.terminal = terminal
    self.opening = opening
    self.modelPath = modelPath
    self.themes = themes
    dispatcher = KeyDispatcher(actions: actions)
    exports = SessionExports(folder: exportFolder)
    let theme = themes.current.adapted(to: terminal.capabilities)
    screen = ViewerScreen(theme: theme, actions: actions)
    screen.blockMode = blockMode
    model = ViewerModel(capabilities: terminal.capabilities, themeName: theme.name)
    model.modelName = modelPath.map(FileNames.stem)
    if mouse {
      model.mouseIsOn = true
      model.effects.append(.setMouse(true))
    }
  }

  /// Tells the reader, once the screen is there, what is wrong with their configuration.
  public func tell(_ problems: [String]) {
    guard let first = problems.first else { return }
    model.say(problems.count == 1 ? first : "\(first) (+\(problems.count - 1) more)", .warning)
  }

  /// Runs until the reader leaves or the terminal is gone.
  public func run() {
    startOpening()
    while !isOver {
      performEffects()
      guard !isOver else { break }
      takeBoard()
      draw()
      if let event = terminal.nextEvent(timeout: timeout()) {
        apply(event)
        // What an action leaves for the session comes before the keys typed after it.
        while !isOver, model.effects.isEmpty, let next = terminal.nextEvent(timeout: 0) { apply(next) }
      }
      tick()
    }
    opening?.cancel()
  }

  private func startOpening() {
    guard let opening else { return }
    // The board carries every failure to the reader.
    inBackground { notify in try? opening.run(notify: notify) }
  }

  private func startSegmenting() {
    guard let opening, let modelPath else { return }
    inBackground { notify in opening.segment(with: modelPath, notify: notify) }
  }

  /// Runs work on a thread of its own that wakes this one when something has changed.
  private func inBackground(_ work: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
    let waker = terminal.waker
    let thread = Thread { work { waker.wake() } }
    thread.stackSize = 16 << 20
    thread.start()
  }

  // MARK: events

  private func apply(_ event: TerminalEvent) {
    isDirty = true
    switch event {
    case .key(let key):
      let now = Self.now
      isDraft = now - lastKey < Self.restDelay
      lastKey = now
      dispatcher.press(key, &model)
    case .mouse(let mouse):
      lastKey = Self.now
      isDraft = true
      MouseDispatcher().apply(mouse, size: terminal.size, blockMode: screen.blockMode, &model)
    case .resize: break
    case .closed: isOver = true
    }
  }

  private func performEffects() {
    while !model.effects.isEmpty, !isOver {
      let effect = model.effects.removeFirst()
      isDirty = true
      switch effect {
      case .quit: isOver = true
      case .suspend: terminal.stop()
      case .redraw: terminal.repaint()
      case .setMouse(let on): terminal.setMouse(on)
      case .nextTheme:
        themes.next()
        useTheme(themes.current)
        model.say("theme \(themes.current.name)")
      case .showStill: showStill()
      case .segment: startSegmenting()
      case .cancelSegmenting: opening?.cancelSegmenting()
      case .saveScreen, .saveImage, .saveStatistics, .saveLabels: save(effect)
      }
    }
  }

  private func save(_ effect: ViewerModel.Effect) {
    do {
      let written: String
      switch effect {
      case .saveImage: written = try exports.saveImage(model)
      case .saveStatistics: written = try exports.saveStatistics(model)
      case .saveLabels: written = try exports.saveLabels(model)
      default:
        let frame = screen.draw(model, size: terminal.size, quality: .full)
        written = try exports.saveScreen(frame.grid, model, theme: screen.theme)
      }
      model.say("wrote \(written)")
    } catch {
      model.say("\(error)", .failure)
    }
  }

  private func showStill() {
    guard let graphics = model.capabilities.graphics,
      let still = StillPicture.make(model, screen: screen, size: terminal.size, graphics: graphics)
    else { return }
    terminal.showStill(still, at: Point(x: 0, y: 0))
    while !isOver {
      switch terminal.nextEvent(timeout: 1000) {
      case .key?, .mouse?, .resize?:
        terminal.repaint()
        return
      case .closed?: isOver = true
      case nil: continue
      }
    }
  }

  private func takeBoard() {
    guard let opening else { return }
    let board = opening.board
    guard board.version != boardVersion else { return }
    boardVersion = board.version
    model.adopt(board)
    isDirty = true
  }

  // MARK: time

  private static var now: Double { ProcessInfo.processInfo.systemUptime }

  /// Milliseconds until something must happen without an event.
  private func timeout() -> Int {
    if model.cine.isPlaying { return max(1, 1000 / model.cine.speed) }
    if isDraft { return Int(Self.restDelay * 1000) }
    return 500
  }

  private func tick() {
    let now = Self.now
    if model.cine.isPlaying, now - lastCine >= 1 / Double(model.cine.speed) - 0.002 {
      lastCine = now
      model.advanceCine()
      isDraft = true
      isDirty = true
    } else if isDraft, !model.cine.isPlaying, now - lastKey >= Self.restDelay {
      isDraft = false
      isDirty = true
    }
    switch themes.reloadIfChanged() {
    case .unchanged: break
    case .reloaded(let theme): useTheme(theme)
    case .failed(let reason): model.say(reason, .warning)
    }
  }

  private func useTheme(_ theme: Theme) {
    let mode = screen.blockMode
    screen = ViewerScreen(theme: theme.adapted(to: terminal.capabilities), actions: dispatcher.actions)
    screen.blockMode = mode
    model.themeName = theme.name
    isDirty = true
  }

  // MARK: drawing

  private func draw() {
    guard isDirty, !isOver else { return }
    isDirty = false
    model.terminalSize = terminal.size
    let quality = isDraft ? PaneRenderer.Quality.draft : .full
    let frame = screen.draw(model, size: terminal.size, quality: quality)
    terminal.imageTolerance = quality.byteTolerance
    terminal.acceptsPaste = [.filter, .palette, .help].contains(model.mode)
    terminal.present(frame.grid, images: frame.images)
  }
}
