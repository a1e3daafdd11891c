/// Something a reader can do: one record feeds the keys, the hints, `?` help, the palette, remapping and the
/// reason why it cannot be done now.
public struct Action<Context>: Identifiable, Sendable {
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
  public let unavailable: @Sendable (Context) -> String?
  /// Does it.
  public let run: @Sendable (inout Context) -> Void

  /// An action; see the properties.
  public init(
    id: String, section: String, title: String, help: String, keys: [Key],
    unavailable: @escaping @Sendable (Context) -> String? = { _ in nil },
    run: @escaping @Sendable (inout Context) -> Void
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
