import Anatomy

extension OverlayStyle {
  /// A style that shows every entry of a label table in its own colour.
  public init(table: LabelTable, mode: Mode = .fill, opacity: Double = 0.45) {
    var colors = [UInt32](repeating: 0, count: table.highestID + 1)
    var visible = [Bool](repeating: false, count: table.highestID + 1)
    for entry in table.entries {
      colors[entry.id] = entry.color.packed
      visible[entry.id] = true
    }
    self.init(mode: mode, opacity: opacity, colors: colors, visible: visible)
  }
}
