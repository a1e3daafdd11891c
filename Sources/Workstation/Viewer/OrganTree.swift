import Anatomy
import Imaging

/// The organ panel: organs of the shown label map under their groups, in the catalogue's order, filtered by name.
public struct OrganTree: Sendable, Equatable {
  /// An organ of the label map.
  public struct Leaf: Sendable, Equatable {
    /// The voxel value.
    public let id: Int
    /// The label's name, the key of visibility.
    public let name: String
    /// The catalogue's id of the organ, when the name is known.
    public let organ: Organ.ID?
    /// What the reader sees.
    public let displayName: String
    /// The group it stands under.
    public let group: OrganGroup
    /// Its colour, `0xRRGGBB`.
    public let color: UInt32
  }

  /// A line of the panel.
  public enum Row: Sendable, Equatable {
    /// A group and its organs.
    case group(OrganGroup, [Leaf])
    /// An organ.
    case leaf(Leaf)
  }

  /// Every organ with voxels in the label map, in the order of the panel.
  public private(set) var leaves: [Leaf] = []
  /// Groups that are open.
  public var expanded: Set<OrganGroup.ID> = []
  /// Only organs or groups whose name contains this are listed.
  public var filter = "" { didSet { selection = min(selection, max(0, rows.count - 1)) } }
  /// The selected row, from 0.
  public var selection = 0

  /// Labels that the catalogue does not know stand here.
  static let otherGroup = OrganGroup(id: "other", displayName: "Other labels")

  /// An empty tree.
  public init() {}

  /// Lists the entries of a table; with statistics, only those that have voxels.
  mutating func list(_ table: LabelTable, present: Set<Int>?) {
    let order = Dictionary(
      OrganCatalogue.groups.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let rank = Dictionary(
      OrganCatalogue.organs.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    func place(_ leaf: Leaf) -> (Int, Int, Int) {
      (order[leaf.group.id] ?? .max, rank[leaf.organ ?? ""] ?? .max, leaf.id)
    }
    var listed: [Leaf] = []
    for entry in table.entries where present?.contains(entry.id) ?? true {
      let organ = entry.organ.flatMap { OrganCatalogue.organ($0) }
      let group = organ.flatMap { organ in OrganCatalogue.groups.first { $0.id == organ.group } }
      listed.append(
        Leaf(
          id: entry.id, name: entry.name, organ: entry.organ, displayName: organ?.displayName ?? entry.name,
          group: group ?? Self.otherGroup, color: entry.color.packed))
    }
    leaves = listed.sorted { place($0) < place($1) }
    selection = min(selection, max(0, rows.count - 1))
  }

  /// The lines as they stand now.
  public var rows: [Row] {
    let needle = filter.lowercased()
    var rows: [Row] = []
    var position = 0
    while position < leaves.count {
      let group = leaves[position].group
      var members: [Leaf] = []
      while position < leaves.count, leaves[position].group == group {
        members.append(leaves[position])
        position += 1
      }
      if !needle.isEmpty && !group.displayName.lowercased().contains(needle) {
        members = members.filter {
          $0.displayName.lowercased().contains(needle) || $0.name.lowercased().contains(needle)
        }
      }
      guard !members.isEmpty else { continue }
      rows.append(.group(group, members))
      if expanded.contains(group.id) || !needle.isEmpty { rows += members.map(Row.leaf) }
    }
    return rows
  }

  /// The selected row, nil when the tree is empty.
  public var selectedRow: Row? {
    let rows = rows
    return rows.indices.contains(selection) ? rows[selection] : nil
  }

  /// The selected organ, nil on a group.
  public var selectedLeaf: Leaf? {
    if case .leaf(let leaf)? = selectedRow { return leaf }
    return nil
  }

  /// Selects an organ by its voxel value, opening its group; false when it is not listed.
  @discardableResult
  mutating func select(id: Int) -> Bool {
    guard let leaf = leaves.first(where: { $0.id == id }) else { return false }
    expanded.insert(leaf.group.id)
    if !filter.isEmpty, !rows.contains(.leaf(leaf)) { filter = "" }
    guard let row = rows.firstIndex(of: .leaf(leaf)) else { return false }
    selection = row
    return true
  }

  /// Lists everything again; the selected organ stays selected.
  mutating func clearFilter() {
    let selected = selectedLeaf
    filter = ""
    if let selected { select(id: selected.id) }
  }

  /// Moves the selection by rows, staying inside.
  mutating func move(by step: Int) {
    let count = rows.count
    guard count > 0 else { return }
    selection = min(max(0, selection + step), count - 1)
  }
}
