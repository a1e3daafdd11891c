import Anatomy
import Imaging

/// How well two label maps agree: `fabrica compare`.
public struct CompareReport: Codable, Sendable, Hashable {
  /// One organ.
  public struct Organ: Codable, Sendable, Hashable {
    /// The name as the reference has it, else the candidate.
    public let name: String
    /// The catalogue's id, where it knows the name.
    public let organ: String?
    /// The name that readers see.
    public let displayName: String
    /// Its volume in the reference, mL.
    public let referenceMillilitres: Double
    /// Its volume in the candidate, mL.
    public let candidateMillilitres: Double
    /// Dice's coefficient; absent when neither map holds the organ.
    public let dice: Double?
    /// The normalised surface distance at the tolerance.
    public let nsd: Double?
    /// The 95th percentile of the Hausdorff distance, mm; absent when one map lacks the organ.
    public let hd95: Double?
    /// The symmetric average surface distance, mm; absent when one map lacks the organ.
    public let asd: Double?
  }

  /// Means over the organs that the reference holds; one that the candidate lacks counts as 0 in Dice and NSD and
  /// not at all in the distances.
  public struct Means: Codable, Sendable, Hashable {
    /// Organs that the reference holds.
    public let organs: Int
    /// Of these, organs that the candidate lacks.
    public let missing: Int
    /// Organs that only the candidate holds; they are in no mean.
    public let extra: Int
    /// Mean Dice.
    public let dice: Double?
    /// Mean normalised surface distance.
    public let nsd: Double?
    /// Mean 95th percentile of the Hausdorff distance, mm.
    public let hd95: Double?
    /// Mean average surface distance, mm.
    public let asd: Double?
  }

  /// "fabrica 0.1.0".
  public let program: String
  /// What the figures must not be used for.
  public let notice: String
  /// The reference's path.
  public let reference: String
  /// The candidate's path.
  public let candidate: String
  /// Millimetres within which surfaces agree.
  public let tolerance: Double
  /// The organs that at least one of the two holds, in the order of the reference's ids.
  public let organs: [Organ]
  /// Their means.
  public let means: Means
}

extension CompareReport {
  /// The report of a comparison that has been computed.
  public init(reference: String, candidate: String, tolerance: Double, agreement: [OrganAgreement]) {
    program = ProgramFacts.signature
    notice = ProgramFacts.disclaimer
    self.reference = reference
    self.candidate = candidate
    self.tolerance = tolerance
    let held = agreement.filter { $0.isInReference || $0.isInCandidate }
    organs = held.map { organ in
      let known = organ.organ.flatMap { OrganCatalogue.organ($0) } ?? OrganCatalogue.organ(named: organ.name)
      return Organ(
        name: organ.name, organ: known?.id, displayName: known?.displayName ?? organ.name,
        referenceMillilitres: Rounded.to(4, organ.referenceMillilitres),
        candidateMillilitres: Rounded.to(4, organ.candidateMillilitres), dice: Rounded.ifAny(6, organ.dice),
        nsd: Rounded.ifAny(6, organ.normalisedSurfaceDistance), hd95: Rounded.ifAny(4, organ.hausdorff95),
        asd: Rounded.ifAny(4, organ.averageSurfaceDistance))
    }
    let counted = held.filter(\.isInReference)
    func mean(_ value: (OrganAgreement) -> Double?) -> Double? {
      let values = counted.compactMap(value).filter(\.isFinite)
      return values.isEmpty ? nil : Rounded.to(6, values.reduce(0, +) / Double(values.count))
    }
    means = Means(
      organs: counted.count, missing: counted.count { !$0.isInCandidate },
      extra: held.count - counted.count, dice: mean(\.dice), nsd: mean(\.normalisedSurfaceDistance),
      hd95: mean(\.hausdorff95), asd: mean(\.averageSurfaceDistance))
  }

  /// The report for people.
  public var text: String {
    var table = TextTable([
      .words("organ"), .figures("Dice"), .figures("NSD \(Self.short(tolerance)) mm"), .figures("HD95 mm"),
      .figures("ASD mm"), .figures("reference mL"), .figures("candidate mL"),
    ])
    func figure(_ value: Double?, _ decimals: Int) -> String {
      value.map { Format.decimal($0, decimals) } ?? ""
    }
    for organ in organs {
      table.rows.append([
        organ.displayName, figure(organ.dice, 3), figure(organ.nsd, 3), figure(organ.hd95, 2),
        figure(organ.asd, 2),
        Format.decimal(organ.referenceMillilitres, 1), Format.decimal(organ.candidateMillilitres, 1),
      ])
    }
    table.rows.append([
      "mean", figure(means.dice, 3), figure(means.nsd, 3), figure(means.hd95, 2), figure(means.asd, 2), "",
      "",
    ])
    var closing = "mean of \(means.organs) organs in the reference"
    if means.missing > 0 { closing += ", \(means.missing) of them not in the candidate" }
    if means.extra > 0 { closing += "; \(means.extra) only in the candidate" }
    return "\(table.text)\n\n\(closing). \(notice)"
  }

  /// The organs as comma-separated values, a heading line first; figures that are not defined are empty.
  public var csv: String {
    func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return CSVDocument.text(
      headings: ["name", "display_name", "dice", "nsd", "hd95_mm", "asd_mm", "reference_ml", "candidate_ml"],
      rows: organs.map { organ in
        [organ.name, organ.displayName, cell(organ.dice), cell(organ.nsd), cell(organ.hd95), cell(organ.asd)]
          + ["\(organ.referenceMillilitres)", "\(organ.candidateMillilitres)"]
      })
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() ? Format.decimal(value, 0) : "\(value)"
  }
}
