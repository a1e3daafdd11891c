/// What a colour is for. Themes give each role a style; screens ask by role and never name a colour.
public enum Role: String, Sendable, CaseIterable {
  /// Ordinary text and the ground it stands on.
  case text
  /// Text that matters less: units, hints.
  case muted
  /// Text that matters most: the value looked at.
  case strong
  /// Top and bottom line.
  case bar
  /// The program's name on the top line.
  case brand
  /// Frame of a pane.
  case border
  /// Frame of the pane that has the focus.
  case borderFocused = "border.focused"
  /// Title in a frame.
  case title
  /// The selected row.
  case selection
  /// The selected row of a list without the focus.
  case selectionInactive = "selection.inactive"
  /// A key in a hint.
  case key
  /// What a key does, in a hint.
  case hint
  /// An action that cannot be done now.
  case disabled
  /// Orientation letters on the image's edges.
  case orientation
  /// Badges that must be seen: RAD, NEURO.
  case badge
  /// The research-use line.
  case notice
  /// The crosshair.
  case crosshair
  /// Measurement lines and their values.
  case measurement
  /// Something is fine.
  case success
  /// Something needs care.
  case warning
  /// Something failed.
  case failure
  /// Progress done.
  case progress
  /// First curve of a plot.
  case plotFirst = "plot.first"
  /// Second curve of a plot.
  case plotSecond = "plot.second"
  /// Overlays: palette, help.
  case overlay
  /// Text that is typed.
  case input
  /// The ground behind images.
  case image
}
