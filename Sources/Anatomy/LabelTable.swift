/// What the ids of a label map mean: id, name and colour, in the order of their ids.
///
/// Id 0 is always background and never listed. Names are what the file said; `organ` is the catalogue's
/// entry where the name (or an alias of it) is known. Look-up by id is O(1).
public struct LabelTable: Sendable, Hashable {
  /// One id of a label map.
  public struct Entry: Sendable, Hashable, Identifiable {
    /// The voxel value, 1...65535.
    public let id: Int
    /// The name as the file gives it, sanitised by whoever read it.
    public let name: String
    /// The catalogue's id of the organ (a TotalSegmentator v2 name where one exists), when the name is known.
    public let organ: Organ.ID?
    /// The colour to draw it in.
    public let color: OrganColor

    /// An entry; see the properties.
    public init(id: Int, name: String, organ: Organ.ID?, color: OrganColor) {
      self.id = id
      self.name = name
      self.organ = organ
      self.color = color
    }
  }

  /// The entries, ascending by id.
  public let entries: [Entry]
  private let positions: [Int: Int]

  /// A table of entries; a later entry with the same id replaces an earlier one, ids below 1 are dropped.
  public init(_ entries: [Entry]) {
    var byID: [Int: Entry] = [:]
    for entry in entries where entry.id > 0 { byID[entry.id] = entry }
    self.entries = byID.values.sorted { $0.id < $1.id }
    var positions: [Int: Int] = [:]
    for (position, entry) in self.entries.enumerated() { positions[entry.id] = position }
    self.positions = positions
  }

  /// The entry of a voxel value.
  public subscript(id: Int) -> Entry? { positions[id].map { entries[$0] } }

  /// The largest id, 0 for an empty table.
  public var highestID: Int { entries.last?.id ?? 0 }
}
