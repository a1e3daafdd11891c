/// The themes that need no file. `Themes/` holds the same as TOML; a test compares them.
extension ThemeDefinition {
  /// The default: ivory on slate, the accents of old anatomical plates.
  static let fabricaDark = ThemeDefinition(
    name: "fabrica-dark", about: "Ivory on slate, copper and verdigris: the default", isLight: false,
    palette: [
      "slate": .rgb(0x14_18_1D), "raised": .rgb(0x1E_24_2B), "lifted": .rgb(0x27_2F_38),
      "line": .rgb(0x4A_56_63), "ash": .rgb(0x98_A0_A9), "stone": .rgb(0x6F_78_82),
      "ivory": .rgb(0xD9_D5_C8), "paper": .rgb(0xF7_F3_E6), "ink": .rgb(0x0E_11_14),
      "black": .rgb(0x00_00_00),
      "copper": .rgb(0xE3_A2_6F), "verdigris": .rgb(0x6F_C3_B5), "deep": .rgb(0x21_4A_52),
      "leaf": .rgb(0x93_C4_7D), "ochre": .rgb(0xE6_C3_4A), "madder": .rgb(0xF0_7F_73),
      "azure": .rgb(0x7D_B4_E6), "iris": .rgb(0xB9_9C_E8),
    ],
    roles: [
      .text: ink("ivory", "slate"), .muted: ink("ash"), .strong: ink("paper", nil, .bold),
      .bar: ink("ivory", "raised"), .brand: ink("ink", "copper", .bold), .border: ink("line"),
      .borderFocused: ink("copper"), .title: ink("ivory"), .selection: ink("paper", "deep"),
      .selectionInactive: ink("ivory", "lifted"), .key: ink("verdigris", nil, .bold), .hint: ink("ash"),
      .disabled: ink("stone"), .orientation: ink("ochre", "black", .bold), .badge: ink("ink", "ochre", .bold),
      .notice: ink("copper", nil, .bold), .crosshair: ink("verdigris", "black"),
      .measurement: ink("ochre", "black"), .success: ink("leaf"), .warning: ink("ochre"),
      .failure: ink("madder", nil, .bold), .progress: ink("verdigris"), .plotFirst: ink("verdigris"),
      .plotSecond: ink("copper"), .overlay: ink("ivory", "raised"), .input: ink("paper", "ink"),
      .image: ink("ivory", "black"),
    ],
    series: ["verdigris", "copper", "azure", "ochre", "iris", "leaf", "madder"].map { .name($0) })

  /// The terminal's own 16 colours on its own ground.
  static let ansi16 = ThemeDefinition(
    name: "ansi-16", about: "The terminal's own 16 colours on its own ground", isLight: false,
    roles: [
      .text: plain(), .muted: plain(), .strong: plain(.bold), .bar: plain(.reverse),
      .brand: plain([.reverse, .bold]), .border: plain(.dim), .borderFocused: named(6, .bold),
      .title: plain(), .selection: plain(.reverse), .selectionInactive: plain(.bold),
      .key: named(6, .bold), .hint: plain(), .disabled: plain(.dim), .orientation: named(11, .bold, on: 0),
      .badge: named(0, on: 3), .notice: named(5, .bold), .crosshair: named(14, on: 0),
      .measurement: named(11, on: 0), .success: named(2), .warning: named(3, .bold),
      .failure: named(1, .bold), .progress: named(6), .plotFirst: named(6), .plotSecond: named(5),
      .overlay: plain(), .input: plain(.underline), .image: named(7, on: 0),
    ],
    series: [6, 5, 2, 3, 4, 1].map { .color(.named($0)) })

  /// No colour at all: bold, reverse and underline on the terminal's own ground.
  static let mono = ThemeDefinition(
    name: "mono", about: "No colour: bold, reverse and underline only", isLight: false,
    roles: [
      .text: plain(), .muted: plain(), .strong: plain(.bold), .bar: plain(.reverse),
      .brand: plain([.reverse, .bold]), .border: plain(), .borderFocused: plain(.bold), .title: plain(.bold),
      .selection: plain(.reverse), .selectionInactive: plain(.bold), .key: plain(.bold), .hint: plain(),
      .disabled: plain(), .orientation: plain(.bold), .badge: plain(.reverse), .notice: plain(.bold),
      .crosshair: plain(.bold), .measurement: plain(.bold), .success: plain(), .warning: plain(.bold),
      .failure: plain(.reverse), .progress: plain(.bold), .plotFirst: plain(), .plotSecond: plain(.bold),
      .overlay: plain(), .input: plain(.underline), .image: plain(),
    ],
    series: [.color(.standard)])

  /// Every built-in definition, by which a loader answers when no file has the name.
  static let builtIn = [fabricaDark, ansi16, mono]

  private static func ink(
    _ foreground: String, _ background: String? = nil, _ attributes: CellAttributes = []
  ) -> RoleStyle {
    RoleStyle(
      foreground: .name(foreground), background: background.map { .name($0) }, attributes: attributes)
  }

  private static func plain(_ attributes: CellAttributes = []) -> RoleStyle {
    RoleStyle(
      foreground: .color(.standard), background: .color(.standard), attributes: attributes)
  }

  private static func named(
    _ foreground: UInt8, _ attributes: CellAttributes = [], on background: UInt8? = nil
  ) -> RoleStyle {
    RoleStyle(
      foreground: .color(.named(foreground)), background: background.map { .color(.named($0)) },
      attributes: attributes)
  }
}

extension Theme {
  /// The default theme.
  public static let fabricaDark = Theme(.fabricaDark)
  /// The terminal's own 16 colours.
  public static let ansi16 = Theme(.ansi16)
  /// No colour.
  public static let mono = Theme(.mono)
}
