import Imaging
import TerminalKit

/// Gives each key its meaning: the open overlay first, then the mode, then the focused list, then the action table.
///
/// The interactive session, `fabrica open --keys` and the tests all press keys through here.
public struct KeyDispatcher {
  /// The actions with the reader's keys.
  public let actions: ActionTable<ViewerModel>

  /// A dispatcher over a table.
  public init(actions: ActionTable<ViewerModel>) { self.actions = actions }

  /// Presses a key.
  public func press(_ key: Key, _ model: inout ViewerModel) {
    model.message = nil
    let before = model.cursor
    defer { if model.cursor != before { model.hasMoved = true } }
    switch model.mode {
    case .palette: pressInPalette(key, &model)
    case .help: pressInHelp(key, &model)
    case .filter: pressInFilter(key, &model)
    case .window: if !adjustWindow(key, &model) { runAction(key, &model) }
    case .crosshair: if !moveCrosshair(key, &model) { runAction(key, &model) }
    case .measuring: if !measure(key, &model) { runAction(key, &model) }
    case .normal:
      if model.screen != .viewer {
        if !pressInTable(key, &model) { runAction(key, &model) }
      } else if model.focus == .organs {
        if !pressInOrgans(key, &model) { runAction(key, &model) }
      } else {
        runAction(key, &model)
      }
    }
  }

  /// Runs an action, or says why it cannot be done now.
  public func run(_ action: Action<ViewerModel>, _ model: inout ViewerModel) {
    if let reason = action.unavailable(model) {
      model.say("\(action.title): \(reason)", .warning)
    } else {
      action.run(&model)
      fillOverlay(&model)
    }
  }

  private func runAction(_ key: Key, _ model: inout ViewerModel) {
    if let action = actions.action(for: key) {
      run(action, &model)
    } else if key == .escape {
      leave(&model)
    }
  }

  /// Escape: one step back, to the most ordinary state.
  private func leave(_ model: inout ViewerModel) {
    if model.mode != .normal {
      model.mode = .normal
      model.anchor = nil
    } else if model.screen != .viewer {
      model.screen = .viewer
    } else if model.cine.isPlaying {
      model.cine.isPlaying = false
    } else if !model.tree.filter.isEmpty {
      model.tree.clearFilter()
    } else if model.focus == .organs {
      model.focusPane(model.activePlane)
    } else if model.isMaximized {
      model.isMaximized = false
    }
  }

  // MARK: overlays

  private func pressInPalette(_ key: Key, _ model: inout ViewerModel) {
    var palette = model.palette ?? CommandPalette(entries: actions.paletteEntries(context: model))
    switch palette.handle(key) {
    case .open: model.palette = palette
    case .dismissed: closeOverlay(&model)
    case .chosen(let id):
      closeOverlay(&model)
      if let action = actions[id] { run(action, &model) }
    }
  }

  private func pressInHelp(_ key: Key, _ model: inout ViewerModel) {
    var help = model.help ?? HelpOverlay(sections: actions.helpSections(context: model))
    if help.handle(key) { model.help = help } else { closeOverlay(&model) }
  }

  private func closeOverlay(_ model: inout ViewerModel) {
    model.mode = .normal
    model.palette = nil
    model.help = nil
  }

  /// An action that opens an overlay only says so; what it lists is known here.
  private func fillOverlay(_ model: inout ViewerModel) {
    let unicode = model.capabilities.unicode
    if model.mode == .palette, model.palette == nil {
      model.palette = CommandPalette(
        entries: actions.paletteEntries(context: model, unicode: unicode), title: "Command palette")
    }
    if model.mode == .help, model.help == nil {
      model.help = HelpOverlay(sections: actions.helpSections(context: model, unicode: unicode))
    }
  }

  private func pressInFilter(_ key: Key, _ model: inout ViewerModel) {
    switch key {
    case .escape, .control("c"):
      model.tree.clearFilter()
      model.mode = .normal
    case .enter, .tab:
      model.mode = .normal
      selectFirstMatch(&model)
    case .up: model.tree.move(by: -1)
    case .down: model.tree.move(by: 1)
    default:
      guard model.filterField.handle(key) else { return }
      model.tree.filter = model.filterField.text
      model.tree.selection = 0
      selectFirstMatch(&model)
    }
  }

  /// After typing, the selection stands on an organ rather than on its group.
  private func selectFirstMatch(_ model: inout ViewerModel) {
    guard model.tree.selectedLeaf == nil, !model.tree.filter.isEmpty else { return }
    let first = model.tree.rows.firstIndex { row in
      if case .leaf = row { return true }
      return false
    }
    if let first { model.tree.selection = first }
  }

  // MARK: lists

  private func pressInOrgans(_ key: Key, _ model: inout ViewerModel) -> Bool {
    switch key {
    case .up, .character("k"): model.tree.move(by: -1)
    case .down, .character("j"): model.tree.move(by: 1)
    case .pageUp: model.tree.move(by: -10)
    case .pageDown: model.tree.move(by: 10)
    case .home: model.tree.selection = 0
    case .end: model.tree.move(by: .max / 2)
    case .left: model.setExpanded(false)
    case .right: model.setExpanded(true)
    case .enter:
      if case .group(let group, _)? = model.tree.selectedRow {
        model.setExpanded(!model.tree.expanded.contains(group.id))
      } else {
        model.goToCenter()
      }
    default: return false
    }
    return true
  }

  private func pressInTable(_ key: Key, _ model: inout ViewerModel) -> Bool {
    let rows = model.tableRowCount
    func move(_ step: Int) {
      model.table.selection = min(max(0, model.table.selection + step), max(0, rows - 1))
    }
    switch key {
    case .up, .character("k"): move(-1)
    case .down, .character("j"): move(1)
    case .pageUp: move(-10)
    case .pageDown: move(10)
    case .home: move(-rows)
    case .end: move(rows)
    case .character("s"):
      model.table.sortColumn = (model.table.sortColumn + 1) % max(1, model.tableColumnCount)
    case .character("S"): model.table.isDescending.toggle()
    case .enter:
      guard let id = model.organOfSelectedTableRow else { return true }
      model.screen = .viewer
      if model.tree.select(id: id) { model.goToCenter() }
    case .escape, .character("q"): model.screen = .viewer
    default: return false
    }
    return true
  }

  // MARK: modes

  private func moveCrosshair(_ key: Key, _ model: inout ViewerModel) -> Bool {
    switch key {
    case .left, .character("h"): model.moveCursor(right: -1, up: 0)
    case .right, .character("l"): model.moveCursor(right: 1, up: 0)
    case .up, .character("k"): model.moveCursor(right: 0, up: 1)
    case .down, .character("j"): model.moveCursor(right: 0, up: -1)
    case .shiftLeft, .character("H"): model.moveCursor(right: -5, up: 0)
    case .shiftRight, .character("L"): model.moveCursor(right: 5, up: 0)
    case .shiftUp, .character("K"): model.moveCursor(right: 0, up: 5)
    case .shiftDown, .character("J"): model.moveCursor(right: 0, up: -5)
    default: return false
    }
    return true
  }

  private func adjustWindow(_ key: Key, _ model: inout ViewerModel) -> Bool {
    switch key {
    case .left: model.adjustWindow(width: 0, level: -10)
    case .right: model.adjustWindow(width: 0, level: 10)
    case .up: model.adjustWindow(width: 20, level: 0)
    case .down: model.adjustWindow(width: -20, level: 0)
    case .shiftLeft: model.adjustWindow(width: 0, level: -50)
    case .shiftRight: model.adjustWindow(width: 0, level: 50)
    case .shiftUp: model.adjustWindow(width: 100, level: 0)
    case .shiftDown: model.adjustWindow(width: -100, level: 0)
    case .enter: model.mode = .normal
    default: return false
    }
    return true
  }

  private func measure(_ key: Key, _ model: inout ViewerModel) -> Bool {
    if moveCrosshair(key, &model) { return true }
    guard key == .enter else { return false }
    model.finishMeasuring()
    return true
  }
}
