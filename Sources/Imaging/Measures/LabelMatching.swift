import Anatomy

/// Which ids of two label maps mean the same organ.
///
/// Organs are matched by what they are, never by number: by the catalogue's id where a name is known, else by the name
/// without regard to case, spaces and hyphens. Ids that share an organ in one map are taken together. An id that a table
/// does not list is an organ of its own and matches the same unlisted id.
public struct LabelMatching: Sendable {
  /// An organ that at least one of the two tables lists.
  public struct Subject: Sendable, Hashable {
    /// What it is matched by.
    public let key: String
    /// The catalogue's organ, where the name is known.
    public let organ: Organ.ID?
    /// The name as the reference has it, else the candidate.
    public let name: String
    /// Its ids in the reference, ascending; empty when only the candidate lists it.
    public let referenceIDs: [Int]
    /// Its ids in the candidate, ascending; empty when only the reference lists it.
    public let candidateIDs: [Int]
  }

  /// The listed organs: the reference's in the order of their ids, then the candidate's own.
  public let subjects: [Subject]
  private let reference: [UInt32]
  private let candidate: [UInt32]

  /// Matches two tables.
  ///
  /// `referenceIDs` and `candidateIDs` are ids that occur in the maps; those that a table does not list become subjects
  /// called "label 7".
  public init(
    reference: LabelTable, candidate: LabelTable, referenceIDs: [Int] = [], candidateIDs: [Int] = []
  ) {
    let ours = Self.entries(reference, present: referenceIDs)
    let theirs = Self.entries(candidate, present: candidateIDs)
    var order: [String] = []
    var positions: [String: Int] = [:]
    for entry in ours + theirs where positions[Self.key(entry)] == nil {
      positions[Self.key(entry)] = order.count
      order.append(Self.key(entry))
    }
    func group(_ entries: [LabelTable.Entry]) -> [[LabelTable.Entry]] {
      var groups = [[LabelTable.Entry]](repeating: [], count: order.count)
      for entry in entries {
        if let position = positions[Self.key(entry)] { groups[position].append(entry) }
      }
      return groups
    }
    subjects = zip(order, zip(group(ours), group(theirs))).map { key, pair in
      let all = pair.0 + pair.1
      return Subject(
        key: key, organ: all.lazy.compactMap(\.organ).first, name: all.first?.name ?? key,
        referenceIDs: pair.0.map(\.id).sorted(), candidateIDs: pair.1.map(\.id).sorted())
    }
    self.reference = Self.codes(subjects.map(\.referenceIDs))
    self.candidate = Self.codes(subjects.map(\.candidateIDs))
  }

  /// A number that is equal for ids of both maps exactly when they mean the same organ; 0 for background.
  func code(ofReference id: UInt16) -> UInt32 { Self.code(id, in: reference) }

  /// See `code(ofReference:)`.
  func code(ofCandidate id: UInt16) -> UInt32 { Self.code(id, in: candidate) }

  /// The number of a listed organ.
  func code(ofKey key: String) -> UInt32? { subjects.firstIndex { $0.key == key }.map { UInt32($0 + 1) } }

  private static let firstUnlisted: UInt32 = 1 << 20

  private static func code(_ id: UInt16, in codes: [UInt32]) -> UInt32 {
    guard id != 0 else { return 0 }
    let listed = Int(id) < codes.count ? codes[Int(id)] : 0
    return listed != 0 ? listed : firstUnlisted + UInt32(id)
  }

  private static func codes(_ groups: [[Int]]) -> [UInt32] {
    var codes = [UInt32](repeating: 0, count: (groups.lazy.joined().max() ?? 0) + 1)
    for (subject, ids) in groups.enumerated() {
      for id in ids { codes[id] = UInt32(subject + 1) }
    }
    return codes
  }

  private static func entries(_ table: LabelTable, present: [Int]) -> [LabelTable.Entry] {
    table.entries
      + present.sorted().filter { $0 > 0 && table[$0] == nil }.map {
        LabelTable.Entry(
          id: $0, name: "label \($0)", organ: nil, color: OrganColor(red: 128, green: 128, blue: 128))
      }
  }

  private static func key(_ entry: LabelTable.Entry) -> String {
    entry.organ ?? String(entry.name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }
}
