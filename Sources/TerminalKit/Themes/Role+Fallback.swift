extension Role {
  /// The role whose style stands in where a theme and its parents leave this one out; nil for `text`, which falls
  /// back to the terminal's own colours.
  public var fallback: Role? {
    switch self {
    case .text: nil
    case .muted, .strong, .bar, .selection, .overlay, .input, .image, .title, .border: .text
    case .brand, .key, .progress, .plotFirst, .badge: .strong
    case .borderFocused: .border
    case .selectionInactive: .selection
    case .hint, .disabled, .plotSecond: .muted
    case .notice, .failure: .warning
    case .success, .warning, .orientation, .crosshair, .measurement: .strong
    }
  }
}
