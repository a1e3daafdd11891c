import Anatomy

/// Names of organs as readers see them and as they type them.
public enum OrganNames {
  /// The catalogue's organ of an entry, by its id or by the name in the file.
  public static func catalogued(_ entry: LabelTable.Entry) -> Organ? {
    entry.organ.flatMap { OrganCatalogue.organ($0) } ?? OrganCatalogue.organ(named: entry.name)
  }

  /// The catalogue's name of an entry, the file's own where the catalogue does not know it.
  public static func display(_ entry: LabelTable.Entry) -> String {
    catalogued(entry)?.displayName ?? entry.name
  }

  /// The entries that a reader means by a name: an organ's id, alias or display name, the file's own name, a voxel
  /// value; else a group such as `ribs`; else every organ with these words in its name, such as `kidney` or `L3`.
  /// Case, spaces, hyphens and underscores make no difference.
  /// - Throws: `CommandError.noSuchOrgan` with the nearest names when there is none.
  public static func find(
    _ name: String, in entries: [LabelTable.Entry], file: String
  ) throws(CommandError) -> [LabelTable.Entry] {
    let wanted = plain(name)
    let meant = OrganCatalogue.organ(named: name)?.id
    let found = entries.filter { entry in
      let organ = catalogued(entry)
      return String(entry.id) == wanted || plain(entry.name) == wanted
        || organ.map { $0.id == meant || plain($0.id) == wanted || plain($0.displayName) == wanted } ?? false
    }
    if !found.isEmpty { return found }
    let group = OrganCatalogue.groups.first { plain($0.id) == wanted || plain($0.displayName) == wanted }
    let members = group.map { group in entries.filter { catalogued($0)?.group == group.id } } ?? []
    if !members.isEmpty { return members }
    let partly = words(of: name)
    let related = entries.filter { entry in
      partly.isSubset(of: words(of: entry.name)) || partly.isSubset(of: words(of: display(entry)))
    }
    if !partly.isEmpty, !related.isEmpty { return related }
    let similar = entries.map { (name: $0.name, distance: distance(plain($0.name), wanted)) }
      .filter { $0.distance <= max(2, wanted.count / 2) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    throw .noSuchOrgan(name: name, file: file, similar: similar.prefix(3).map(\.name))
  }

  private static func words(of name: String) -> Set<String> {
    Set(name.lowercased().split { " _-".contains($0) }.map(String.init))
  }

  private static func plain(_ name: String) -> String {
    String(name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" })
  }

  /// Letters to add, drop or exchange to make one name of the other (Levenshtein).
  private static func distance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (letter == b[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[b.count]
  }
}
