import Anatomy
import Storage

/// What a file says an id means.
struct LabelName: Sendable, Hashable {
  /// The voxel value, 1...65535.
  let id: Int
  /// The name, cleaned.
  let name: String
  /// The colour, where the file is meant to carry colours.
  let color: OrganColor?

  /// The ids a label map can hold, background apart.
  static let ids = 1...65535

  /// A name; nil for background and for ids that no label map can hold. An empty name becomes "label 5".
  init?(id: Int, name: String, color: OrganColor? = nil) {
    guard Self.ids.contains(id) else { return nil }
    let cleaned = Sanitizer.clean(name, limit: 120)
    self.id = id
    self.name = cleaned.isEmpty ? "label \(id)" : cleaned
    self.color = color
  }
}
