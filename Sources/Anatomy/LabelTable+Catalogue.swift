extension LabelTable {
  /// The 117 classes of TotalSegmentator v2's `total` task, ids 1...117.
  public static let totalSegmentatorV2 = LabelTable(numbering: TotalSegmentatorClasses.v2)

  /// The 104 classes of TotalSegmentator v1's `total` task, ids 1...104.
  public static let totalSegmentatorV1 = LabelTable(numbering: TotalSegmentatorClasses.v1)

  /// The labels of a task's data set, ids from 1 in the task's order.
  public static func task(_ task: OrganTask) -> LabelTable { LabelTable(numbering: task.organs) }

  /// A table of ids and the names a file gives them, as they are: the reader has sanitised them.
  ///
  /// Names the catalogue knows get its organ and colour. The others get a colour picked by their name, moved on
  /// where it would be taken for one already in this table, so that the same file always looks the same. A later
  /// pair with the same id replaces an earlier one; ids below 1 are dropped.
  public static func named(_ pairs: [(id: Int, name: String)]) -> LabelTable {
    var names: [Int: String] = [:]
    for pair in pairs where pair.id > 0 { names[pair.id] = pair.name }
    let known = names.mapValues { OrganCatalogue.organ(named: $0) }
    var spares = SpareColors(taken: Set(known.values.compactMap { $0?.color }))
    return LabelTable(
      names.sorted { $0.key < $1.key }.map { id, name in
        let organ = known[id] ?? nil
        return Entry(
          id: id, name: name, organ: organ?.id,
          color: organ?.color ?? spares.next(for: name.isEmpty ? "label \(id)" : name))
      })
  }

  private init(numbering names: [Organ.ID]) {
    self = .named(names.enumerated().map { (id: $0 + 1, name: $1) })
  }
}
