/// Something a reader can do: one record feeds the keys, the hints, `?` help, the palette, remapping and the
/// reason why it cannot be done now.
public struct Action<Context>: Identifiable {
  /// Stable name for key maps: `window.lung`.
  public let id: String
  /// The part of the program it belongs to: `Viewer`, `Organs`, `Measure`, `General`.
  public let section: String
  /// A few words for hints and the palette: "Lung window".
  public let title: String
  /// One sentence for `?` and `fabrica actions`.
  public let help: String
  /// The keys that do it unless the reader's key map says otherwise.
  public let defaultKeys: [Key]
  /// Why it cannot be done now, nil when it can.
  public let unavailable: (Context) -> String?
  /// Does it.
  public let run: (inout Context) -> Void

  /// An action; see the properties.
  public init(
    id: String, section: String, title: String, help: String, keys: [Key],
    unavailable: @escaping (Context) -> String? = { _ in nil },
    run: @escaping (inout Context) -> Void
  ) {
    self.id = id
    self.section = section
    self.title = title
    self.help = help
    self.defaultKeys = keys
    self.unavailable = unavailable
    self.run = run
  }
}
