/// What Fabrica knows of anatomy before it sees a scan: every organ it can name, and the groups they toggle in.
///
/// The catalogue is the union of the 143 organs of the four tasks, TotalSegmentator v2's 117 classes and v1's 104:
/// 154 organs, none twice. It is pure data, built once on first use (2 ms, and 3 ms more at the first look-up by
/// name), then immutable. Look-ups by id and by name are O(1) in the number of organs.
///
/// It does not know ids of label maps (`LabelTable`), nor what any scan shows.
public enum OrganCatalogue {
  /// The groups a reader toggles, head to foot, soft parts before bones and muscles.
  public static let groups: [OrganGroup] = chapters.map(\.group)

  /// Every organ, in reading order: by group, then as its region's file lists them.
  public static let organs: [Organ] = chapters.flatMap { chapter in
    chapter.rows.flatMap { $0.organs(in: chapter.group.id) }
  }

  /// The organ with exactly this id, such as `kidney_right`.
  public static func organ(_ id: Organ.ID) -> Organ? { index.positions[id].map { organs[$0] } }

  /// The group with this id.
  public static func group(_ id: OrganGroup.ID) -> OrganGroup? { groups.first { $0.id == id } }

  /// The organs of a group in reading order; empty for an unknown group.
  public static func organs(in group: OrganGroup.ID) -> [Organ] { organs.filter { $0.group == group } }

  /// The organs whose `partOf` is this one, in reading order.
  public static func parts(of id: Organ.ID) -> [Organ] { organs.filter { $0.partOf == id } }

  /// The organ that a name from a file or a reader means, nil where no organ of the catalogue is surely meant.
  ///
  /// Ids, display names and aliases are known; case, hyphens, spaces, underscores and the order of the words do
  /// not matter, so `Kidney-Left`, `left kidney` and `kidney_l` are one. Names of wider or narrower anatomy
  /// (`lung_left`, `lung_trachea_bronchia`) stay unknown. Cost: linear in the name's length.
  public static func organ(named name: String) -> Organ? {
    if let exact = organ(name) { return exact }
    guard let key = NameKey(name) else { return nil }
    return index.names[key].map { organs[$0] }
  }

  /// A group with the rows of its organs, as a region's file states them.
  struct Chapter {
    let group: OrganGroup
    let rows: [OrganRow]

    init(_ id: OrganGroup.ID, _ displayName: String, _ rows: [OrganRow]) {
      self.group = OrganGroup(id: id, displayName: displayName)
      self.rows = rows
    }
  }

  private static let chapters: [Chapter] = [
    Chapter("skull_and_brain", "Skull and brain", skullAndBrain),
    Chapter("eyes_and_optic_tract", "Eyes, optic tract", eyesAndOpticTract),
    Chapter("glands", "Glands and spleen", glands),
    Chapter("neck_muscles", "Neck muscles", neckMuscles),
    Chapter("neck_vessels", "Neck vessels", neckVessels),
    Chapter("airways", "Airways", airways),
    Chapter("lungs", "Lungs", lungs),
    Chapter("heart", "Heart", heart),
    Chapter("great_arteries", "Great arteries", greatArteries),
    Chapter("great_veins", "Great veins", greatVeins),
    Chapter("digestive", "Digestive", digestive),
    Chapter("bowel", "Bowel", bowel),
    Chapter("urinary", "Urinary", urinary),
    Chapter("ribs", "Ribs and sternum", ribCage),
    Chapter("vertebrae", "Spine", spine),
    Chapter("shoulders", "Shoulders, arms", shoulders),
    Chapter("pelvis", "Pelvis, thighs", pelvis),
    Chapter("muscles", "Muscles", trunkMuscles),
  ]

  /// Positions in `organs` by id and by every name; the first organ to claim a name keeps it.
  private struct Index {
    var positions: [Organ.ID: Int] = [:]
    var names: [NameKey: Int] = [:]
  }

  private static let index: Index = {
    var index = Index()
    for (position, organ) in organs.enumerated() { index.positions[organ.id] = position }
    for (name, id) in spellings {
      guard let position = index.positions[id], let key = NameKey(name) else { continue }
      if index.names[key] == nil { index.names[key] = position }
    }
    return index
  }()

  /// Every spelling the look-up knows, with the id it stands for: ids and display names first, then aliases.
  static var spellings: [(name: String, id: Organ.ID)] {
    organs.map { ($0.id, $0.id) } + organs.map { ($0.displayName, $0.id) } + aliases
  }
}
