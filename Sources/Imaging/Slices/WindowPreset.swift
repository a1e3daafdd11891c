/// A window that readers know by name, with the digit that selects it.
///
/// Values and the order of keys 1 to 5 are those of OHIF's defaults; mediastinum, angio and airways are common settings
/// beside them. Key 0 is left for `WindowLevel.automatic(for:)`.
public struct WindowPreset: Sendable, Hashable, Identifiable {
  /// Snake case: `soft_tissue`.
  public let id: String
  /// The digit that selects it.
  public let key: Character
  /// What a reader sees: "soft tissue".
  public let name: String
  /// The window, in HU.
  public let window: WindowLevel

  /// A preset; see the properties.
  public init(id: String, key: Character, name: String, window: WindowLevel) {
    self.id = id
    self.key = key
    self.name = name
    self.window = window
  }

  /// Every preset, in the order of their keys.
  public static let all: [WindowPreset] = [
    .softTissue,
    WindowPreset(id: "lung", key: "2", name: "lung", window: WindowLevel(width: 1500, level: -600)),
    WindowPreset(id: "liver", key: "3", name: "liver", window: WindowLevel(width: 150, level: 90)),
    WindowPreset(id: "bone", key: "4", name: "bone", window: WindowLevel(width: 2500, level: 480)),
    WindowPreset(id: "brain", key: "5", name: "brain", window: WindowLevel(width: 80, level: 40)),
    WindowPreset(
      id: "mediastinum", key: "6", name: "mediastinum", window: WindowLevel(width: 350, level: 50)),
    WindowPreset(id: "angio", key: "7", name: "angio", window: WindowLevel(width: 600, level: 300)),
    WindowPreset(id: "airways", key: "8", name: "airways", window: WindowLevel(width: 1000, level: -426)),
  ]

  /// The one a CT opens with.
  public static let softTissue = WindowPreset(
    id: "soft_tissue", key: "1", name: "soft tissue", window: WindowLevel(width: 400, level: 40))

  /// The preset with this id.
  public static func preset(id: String) -> WindowPreset? { all.first { $0.id == id } }

  /// The preset with this key.
  public static func preset(key: Character) -> WindowPreset? { all.first { $0.key == key } }

  /// The preset that has exactly this window.
  public static func preset(of window: WindowLevel) -> WindowPreset? { all.first { $0.window == window } }
}
