import Imaging
import TerminalKit

/// Every action of the workstation, in the order of the help screen.
///
/// This is the one table: keys, hints, `?`, the palette, `fabrica actions` and the tests read it.
public enum ViewerActions {
  /// The table, before the reader's key map.
  public static let all: [Action<ViewerModel>] =
    navigation + display + organs + measuring + general

  typealias Command = Action<ViewerModel>

  static func needsScan(_ model: ViewerModel) -> String? {
    model.scan == nil ? "no scan is open" : nil
  }

  static func needsLabels(_ model: ViewerModel) -> String? {
    needsScan(model) ?? (model.labelMaps.isEmpty ? "no label map is open (--labels FILE)" : nil)
  }

  static func needsOrgan(_ model: ViewerModel) -> String? {
    needsLabels(model) ?? (model.tree.selectedLeaf == nil ? "select an organ first (. or the panel)" : nil)
  }

  static func needsStatistics(_ model: ViewerModel) -> String? {
    needsLabels(model)
      ?? (model.shownLabels?.statistics == nil ? "statistics are still being computed" : nil)
  }
}
