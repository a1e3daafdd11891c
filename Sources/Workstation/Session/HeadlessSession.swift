import Imaging
import TerminalKit

/// The viewer without a terminal: opens, presses keys, draws one frame.
///
/// `fabrica open --dump` and the tests use it; it shares model, dispatcher and screen with the interactive session,
/// so that what it draws is what a person sees.
public struct HeadlessSession {
  /// The state after everything so far.
  public private(set) var model: ViewerModel
  private let dispatcher: KeyDispatcher
  private var screen: ViewerScreen
  private let size: Size
  private let modelPath: String?
  private var opening: ScanOpening?

  /// A session of a size with nothing open.
  public init(
    size: Size, capabilities: Capabilities, theme: Theme, actions: ActionTable<ViewerModel>,
    modelPath: String? = nil
  ) {
    model = ViewerModel(capabilities: capabilities, themeName: theme.name)
    model.terminalSize = size
    dispatcher = KeyDispatcher(actions: actions)
    screen = ViewerScreen(theme: theme, actions: actions)
    self.size = size
    self.modelPath = modelPath
    model.modelName = modelPath.map(FileNames.stem)
  }

  /// How pictures become cells.
  public var blockMode: BlockMode {
    get { screen.blockMode }
    set { screen.blockMode = newValue }
  }

  /// Opens a scan completely: voxels, label maps, statistics.
  /// - Throws: `ImagingError`, also for a label map, since nobody is there to read a message.
  public mutating func open(_ request: ScanOpening.Request) throws {
    let opening = try ScanOpening(request)
    try opening.run(notify: {})
    let board = opening.board
    if let failure = board.firstError { throw failure }
    model.adopt(board)
    self.opening = opening
  }

  /// Presses keys one after another.
  public mutating func press(_ keys: [Key]) {
    for key in keys {
      dispatcher.press(key, &model)
      if model.effects.contains(.segment) { segment() }
    }
  }

  /// Segments to the end: nobody waits here for labels to appear.
  private mutating func segment() {
    model.effects.removeAll { $0 == .segment }
    guard let opening, let modelPath else { return }
    opening.segment(with: modelPath, notify: {})
    model.adopt(opening.board)
  }

  /// The frame as it stands, at rest.
  public func frame() -> CellGrid { screen.draw(model, size: size, quality: .full).grid }
}
