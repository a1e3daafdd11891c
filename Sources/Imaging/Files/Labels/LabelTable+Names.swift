import Anatomy

extension LabelTable {
  /// A table of names read from a file; ids of `present` without a name are called "label 5".
  ///
  /// A colour that the file carries counts, else the catalogue's where the name is known, else one that differs
  /// from the others'.
  static func build(_ names: [LabelName], present: [Int]) -> LabelTable {
    let named = Set(names.map(\.id))
    let unnamed = present.filter { !named.contains($0) }.compactMap { LabelName(id: $0, name: "") }
    let table = LabelTable.named((names + unnamed).map { (id: $0.id, name: $0.name) })
    var colors: [Int: OrganColor] = [:]
    for item in names { colors[item.id] = item.color }
    return LabelTable(
      table.entries.map {
        Entry(id: $0.id, name: $0.name, organ: $0.organ, color: colors[$0.id] ?? $0.color)
      })
  }

  /// Organ names in the order of the catalogue, those it does not know behind it in alphabetical order.
  static func catalogueOrder(_ names: [String]) -> [String] {
    var positions: [Organ.ID: Int] = [:]
    for (position, organ) in OrganCatalogue.organs.enumerated() { positions[organ.id] = position }
    func position(_ name: String) -> Int {
      OrganCatalogue.organ(named: name).flatMap { positions[$0.id] } ?? positions.count
    }
    return names.map { (position($0), $0) }.sorted { $0 < $1 }.map(\.1)
  }
}
