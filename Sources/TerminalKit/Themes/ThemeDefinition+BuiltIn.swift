/// The themes that need no file. `Themes/` holds the same as TOML; a test compares them.
extension ThemeDefinition {
  /// The default: ivory on slate, the accents of old anatomical plates.
  static let fabricaDark = ThemeDefinition(
    name: "fabrica-dark", about: "Ivory on slate, copper and verdigris: the default", isLight: false,
    palette: [
      "ground": .rgb(0x14_18_1D),
      "raised": .rgb(0x1E_24_2B),
      "lifted": .rgb(0x2A_32_3B),
      "well": .rgb(0x0E_11_14),
      "line": .rgb(0x4A_56_63),
      "faint": .rgb(0x7A_83_8D),
      "soft": .rgb(0x98_A0_A9),
      "ink": .rgb(0xD9_D5_C8),
      "bright": .rgb(0xF7_F3_E6),
      "deep": .rgb(0x1F_4A_52),
      "over": .rgb(0x0E_11_14),
      "accent": .rgb(0x6F_C3_B5),
      "warm": .rgb(0xE3_A2_6F),
      "green": .rgb(0x93_C4_7D),
      "yellow": .rgb(0xE6_C3_4A),
      "red": .rgb(0xF0_8A_7E),
      "blue": .rgb(0x7D_B4_E6),
      "violet": .rgb(0xBB_A0_EA),
      "black": .rgb(0x00_00_00),
      "mark": .rgb(0xE6_C3_4A),
      "sight": .rgb(0x6F_C3_B5),
    ],
    roles: [
      .text: ink("ink", "ground"),
      .muted: ink("soft"),
      .strong: ink("bright", nil, .bold),
      .bar: ink("ink", "raised"),
      .brand: ink("over", "warm", .bold),
      .border: ink("line"),
      .borderFocused: ink("warm"),
      .title: ink("ink"),
      .selection: ink("bright", "deep"),
      .selectionInactive: ink("ink", "lifted"),
      .key: ink("accent", nil, .bold),
      .hint: ink("soft"),
      .disabled: ink("faint"),
      .orientation: ink("mark", "black", .bold),
      .badge: ink("over", "mark", .bold),
      .notice: ink("warm", nil, .bold),
      .crosshair: ink("sight", "black"),
      .measurement: ink("mark", "black"),
      .success: ink("green"),
      .warning: ink("yellow"),
      .failure: ink("red", nil, .bold),
      .progress: ink("accent"),
      .plotFirst: ink("accent"),
      .plotSecond: ink("warm"),
      .overlay: ink("ink", "raised"),
      .input: ink("bright", "well"),
      .image: ink("ink", "black"),
    ],
    series: ["accent", "warm", "blue", "yellow", "violet", "green", "red"].map { .name($0) })

  /// The terminal's own 16 colours on its own ground.
  static let ansi16 = ThemeDefinition(
    name: "ansi-16", about: "The terminal's own 16 colours on its own ground", isLight: false,
    roles: [
      .text: RoleStyle(foreground: .color(.standard), background: .color(.standard)), .muted: plain(),
      .strong: plain(.bold), .bar: plain(.reverse),
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
      .text: RoleStyle(foreground: .color(.standard), background: .color(.standard)), .muted: plain(),
      .strong: plain(.bold), .bar: plain(.reverse),
      .brand: plain([.reverse, .bold]), .border: plain(), .borderFocused: plain(.bold), .title: plain(.bold),
      .selection: plain(.reverse), .selectionInactive: plain(.bold), .key: plain(.bold), .hint: plain(),
      .disabled: plain(), .orientation: plain(.bold), .badge: plain([.reverse, .bold]), .notice: plain(.bold),
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
    RoleStyle(foreground: .color(.standard), attributes: attributes)
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
