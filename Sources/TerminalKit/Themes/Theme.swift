/// Colours and attributes by role, looked up and complete: every role has a style.
///
/// A theme also says which glyphs may be used, so that widgets ask one value for the look. Build one with
/// `ThemeLoader`, or take a built-in one: `Theme.fabricaDark`, `.ansi16`, `.mono`.
public struct Theme: Sendable, Hashable {
  /// The name it is chosen by.
  public let name: String
  /// One line about it.
  public let about: String
  /// Whether its ground is light.
  public let isLight: Bool
  /// Its colours by name.
  public let palette: [String: Color]
  /// Colours of curves, in order; never empty. They carry no meaning by themselves: name each curve too.
  public let series: [Color]
  /// Whether box, block and braille glyphs may be drawn; widgets draw ASCII otherwise.
  public var unicode = true
  private let styles: [Role: Resolved]

  private struct Resolved: Hashable {
    let style: Style
    /// Whether the theme gives the role a ground of its own.
    let hasGround: Bool
  }

  /// A theme from its definition, its parent's already merged in. References to colours the palette lacks become the
  /// terminal's own; `ThemeLoader` refuses them before.
  init(_ definition: ThemeDefinition) {
    name = definition.name
    about = definition.about ?? ""
    isLight = definition.isLight ?? false
    palette = definition.palette
    func color(_ reference: ThemeDefinition.ColorReference?) -> Color? {
      switch reference {
      case .name(let name): definition.palette[name] ?? .standard
      case .color(let color): color
      case nil: nil
      }
    }
    let text = definition.roles[.text]
    let plain = Style(
      foreground: color(text?.foreground) ?? .standard, background: color(text?.background) ?? .standard,
      attributes: text?.attributes ?? [])
    var styles: [Role: Resolved] = [:]
    for role in Role.allCases {
      var source: Role? = role
      while let candidate = source, definition.roles[candidate] == nil { source = candidate.fallback }
      let given = source.flatMap { definition.roles[$0] }
      styles[role] = Resolved(
        style: Style(
          foreground: color(given?.foreground) ?? plain.foreground,
          background: color(given?.background) ?? plain.background, attributes: given?.attributes ?? []),
        hasGround: given?.background != nil && source != .text)
    }
    self.styles = styles
    let curves = definition.series?.compactMap(color) ?? []
    series =
      curves.isEmpty
      ? [Role.plotFirst, .plotSecond].map { styles[$0]?.style.foreground ?? .standard } : curves
  }

  /// The style of a role.
  public subscript(role: Role) -> Style { styles[role]?.style ?? Style() }

  /// The style of a role on the ground of another: muted text in an overlay. A role with a ground of its own keeps it.
  public subscript(role: Role, on ground: Role) -> Style {
    guard let resolved = styles[role], !resolved.hasGround, role != ground else { return self[role] }
    var style = resolved.style
    style.background = self[ground].background
    return style
  }

  /// The colour of a curve, over again after the last.
  public func seriesColor(_ index: Int) -> Color {
    let count = series.count
    return series[(index % count + count) % count]
  }

  /// Frames in the glyphs that may be drawn.
  public var box: BoxGlyphs { unicode ? .rounded : .ascii }
  /// What stands for text cut off.
  public var ellipsis: String { unicode ? "…" : ".." }

  /// The theme as a terminal can show it: `mono` where there is no colour (NO_COLOR included), `ansi16` where there
  /// are 16 and the theme asks for others, ASCII glyphs where there is no Unicode. The name is kept only when the
  /// colours are.
  public func adapted(to capabilities: Capabilities) -> Theme {
    var theme = self
    switch capabilities.colors {
    case .mono: theme = .mono
    case .ansi16 where usesRGB: theme = .ansi16
    case .ansi16, .ansi256, .truecolor: break
    }
    theme.unicode = capabilities.unicode
    return theme
  }

  /// Whether any role asks for a 24-bit colour.
  public var usesRGB: Bool {
    styles.values.contains { $0.style.foreground.rgb != nil || $0.style.background.rgb != nil }
  }
}
