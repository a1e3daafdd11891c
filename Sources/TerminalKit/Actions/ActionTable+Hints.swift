extension ActionTable {
  /// A hint for one action, or for several that belong together (`↑↓ slice`): the first key of each, and the title of
  /// the first unless one is given. Nil when none of them has a key.
  public func hint(
    _ ids: String..., title: String? = nil, context: Context, unicode: Bool = true
  ) -> Hint? {
    let known = ids.compactMap { self[$0] }
    let keys = known.compactMap { self.keys(of: $0.id).first }
    guard let first = known.first, !keys.isEmpty else { return nil }
    return Hint(
      keys: KeyNotation.human(keys, unicode: unicode), title: title ?? first.title,
      unavailable: first.unavailable(context))
  }

  /// What the palette lists: every action with its keys now and the reason when it cannot be done.
  public func paletteEntries(context: Context, unicode: Bool = true) -> [CommandPalette.Entry] {
    actions.map { action in
      CommandPalette.Entry(
        id: action.id, title: action.title, section: action.section,
        keys: keys(of: action.id).map { KeyNotation.human($0, unicode: unicode) }.joined(separator: " "),
        unavailable: action.unavailable(context))
    }
  }

  /// What help lists: every section with its actions, their keys now and a sentence on each.
  public func helpSections(context: Context, unicode: Bool = true) -> [HelpOverlay.Section] {
    sections.map { section in
      HelpOverlay.Section(
        title: section,
        entries: actions(in: section).map { action in
          HelpOverlay.Entry(
            keys: keys(of: action.id).map { KeyNotation.human($0, unicode: unicode) }.joined(separator: " "),
            title: action.title, help: action.help, unavailable: action.unavailable(context))
        })
    }
  }
}
