import Anatomy

extension PopulationCheck {
  /// A table of all organs for a document: volumes and HU as least, median, most, beside the reference ranges.
  public var markdown: String {
    let head = [
      "| organ | present | mL: least, median, most | reference mL | HU: least, median, most | reference HU | together | violations |",
      "|---|---|---|---|---|---|---|---|",
    ]
    return (head + rows.map(line)).joined(separator: "\n") + "\n"
  }

  /// One line a violation, with the patient's seed; empty when there is none.
  public var markdownOfViolations: String {
    violations.map { "- seed \($0.seed): \($0.violation.organ), \($0.violation.summary)\n" }.joined()
  }

  /// How many patients, organs and violations, in a line.
  public var summary: String {
    let (found, wrong) = (violations, Set(violations.map(\.seed)).count)
    return found.isEmpty
      ? "\(reports.count) patients, \(rows.count) organs, nothing wrong"
      : "\(reports.count) patients, \(rows.count) organs, \(found.count) violations in \(wrong) patients"
  }

  private func line(_ row: Row) -> String {
    let organ = OrganCatalogue.organ(row.organ)
    let cells = [
      row.organ, "\(row.present)/\(row.expected)", text(row.millilitres),
      organ?.volume.map { "\(MeasuredRange($0))" } ?? "", text(row.hounsfield),
      organ?.hounsfield.map { "\(MeasuredRange($0))" } ?? "",
      row.together.map { "\(Int((100 * $0).rounded(.down))) %" } ?? "", "\(row.violations.count)",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private func text(_ spread: Spread?) -> String {
    guard let spread else { return "" }
    return [spread.low, spread.median, spread.high].map(AnatomyViolation.rounded).joined(separator: ", ")
  }
}
