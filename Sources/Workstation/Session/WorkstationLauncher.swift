import Foundation
import Imaging
import TerminalKit

/// How a reader wants things to look, as given on the command line or in the environment.
public struct LookPreferences: Sendable {
  /// `auto`, `truecolor`, `256`, `16` or `mono`; nil is `auto`.
  public let color: String?
  /// ASCII only.
  public let ascii: Bool
  /// How a cell shows pixels.
  public let blockMode: BlockMode
  /// A theme's name or file; nil takes `$FABRICA_THEME`, else the default.
  public let theme: String?
  /// Whether the mouse is on from the start.
  public let mouse: Bool

  /// Preferences; see the properties.
  public init(color: String?, ascii: Bool, blockMode: BlockMode, theme: String?, mouse: Bool) {
    self.color = color
    self.ascii = ascii
    self.blockMode = blockMode
    self.theme = theme
    self.mouse = mouse
  }

  /// The colour depth that was asked for, nil to detect it.
  /// - Throws: `CommandError`.
  public func colorDepth() throws -> ColorDepth? {
    guard let color, color != "auto" else { return nil }
    guard let depth = ColorDepth(rawValue: color) else {
      throw CommandError.badValue(
        option: "--color", value: color, expected: "auto, truecolor, 256, 16 or mono")
    }
    return depth
  }

  /// The theme by name or file; the default when none is named.
  /// - Throws: what `ThemeLoader` throws.
  public func themes() throws -> ThemeCycle {
    let named =
      theme ?? ProcessInfo.processInfo.environment["FABRICA_THEME"].flatMap { $0.isEmpty ? nil : $0 }
    return try ThemeCycle.load(named)
  }
}

/// Draws one frame without a terminal: `fabrica open --dump`.
public struct FrameRecorder {
  private let look: LookPreferences
  private let size: String?
  private let keys: String

  /// A recorder of a size, `200x60` unless told otherwise, that presses keys first.
  public init(look: LookPreferences, size: String?, keys: String) {
    self.look = look
    self.size = size
    self.keys = keys
  }

  /// Opens, presses, draws, writes.
  /// - Throws: `CommandError`, `KeyScriptError`, `ImagingError`, theme errors.
  public func record(_ request: ScanOpening.Request?, model: String? = nil, to path: String) throws {
    guard let format = Format(path: path) else {
      throw CommandError.badValue(
        option: "--dump", value: path, expected: "a name that ends in .txt, .ansi or .svg")
    }
    let script = try KeyScript.parse(keys)
    let cells = try parsedSize()
    let depth = try look.colorDepth() ?? .truecolor
    let capabilities = Capabilities(
      colors: depth, unicode: !look.ascii, reasons: ["drawn without a terminal"])
    let theme = try look.themes().current.adapted(to: capabilities)
    var actions = ActionTable(ViewerActions.all)
    _ = ReaderKeys(ProgramPlaces.current.keyMap).apply(to: &actions)
    var session = HeadlessSession(
      size: cells, capabilities: capabilities, theme: theme, actions: actions,
      modelPath: model)
    session.blockMode = look.blockMode
    if let request { try session.open(request) }
    session.press(script)
    let grid = session.frame()
    let name = session.model.scan?.name ?? "fabrica"
    try write(format.text(grid, title: "\(name), research use only", depth: depth, theme: theme), to: path)
  }

  private enum Format: String {
    case txt, ansi, svg

    init?(path: String) {
      self.init(rawValue: path.split(separator: ".").last.map { String($0).lowercased() } ?? "")
    }

    func text(_ grid: CellGrid, title: String, depth: ColorDepth, theme: Theme) -> String {
      switch self {
      case .txt: FrameDump.text(grid)
      case .ansi: FrameDump.ansi(grid, depth: depth)
      case .svg: FrameDump.svg(grid, title: title, colors: theme.isLight ? .light : .dark)
      }
    }
  }

  private func parsedSize() throws -> Size {
    let text = size ?? "200x60"
    let parts = text.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, text.split(separator: "x").count == 2,
      parts.allSatisfy({ (1...1000).contains($0) })
    else {
      throw CommandError.badValue(
        option: "--size", value: text, expected: "columns x rows from 1x1 to 1000x1000, such as 200x60")
    }
    return Size(width: parts[0], height: parts[1])
  }

  private func write(_ text: String, to path: String) throws {
    do {
      if path.hasPrefix("/dev/") {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      } else {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      }
    } catch {
      throw ImagingError(file: path, field: "file", problem: .unwritable("\(error.localizedDescription)"))
    }
  }
}

/// Starts the workstation on the terminal: a supervisor that outlives it, and in its child the session.
public struct WorkstationLauncher {
  private let look: LookPreferences
  private let exportFolder: String

  /// A launcher; pictures and tables that the reader saves go to `exportFolder`.
  public init(look: LookPreferences, exportFolder: String) {
    self.look = look
    self.exportFolder = exportFolder
  }

  /// Runs the workstation until the reader leaves.
  /// - Returns: the exit code.
  /// - Throws: `TerminalError`, `CommandError`, `ImagingError` of the scan's header, theme errors; all before the
  ///   terminal is taken.
  public func launch(_ request: ScanOpening.Request?, model: String? = nil) throws -> Int32 {
    let environment = ProcessInfo.processInfo.environment
    guard Supervisor.isSupervised else {
      return Supervisor.run(.init(arguments: ProcessInfo.processInfo.arguments, environment: environment))
    }
    Supervisor.enterChild()
    SignalMask.blockForWorkers()
    let themes = try look.themes()
    let opening = try request.map { try ScanOpening($0) }
    var actions = ActionTable(ViewerActions.all)
    let keyProblems = ReaderKeys(ProgramPlaces.current.keyMap).apply(to: &actions)
    let overrides = CapabilityOverrides(
      colors: try look.colorDepth(), ascii: look.ascii, asksForGraphics: true)
    let terminal = try TerminalFactory.open(.init(overrides: overrides, environment: environment))
    let session = InteractiveSession(
      terminal: terminal, opening: opening, modelPath: model, actions: actions, themes: themes,
      blockMode: look.blockMode,
      mouse: look.mouse, exportFolder: exportFolder)
    session.tell(keyProblems)
    session.run()
    terminal.suspend()
    return 0
  }
}
