/// What the program finds on a machine: `fabrica doctor`, and the doctor screen.
public struct DoctorReport: Codable, Sendable, Hashable {
  /// How a finding is to be taken.
  public enum State: String, Codable, Sendable {
    /// Fine, or a plain fact.
    case fine
    /// Works, but less well than it could; the value says how to mend it.
    case warning
    /// Prevents work.
    case failure
  }

  /// One finding.
  public struct Finding: Codable, Sendable, Hashable {
    /// What it belongs to: "Program", "Machine", "Terminal", ...
    public let section: String
    /// What was looked at.
    public let name: String
    /// What was found.
    public let value: String
    /// How it is to be taken.
    public let state: State
  }

  /// The findings, section by section.
  public let findings: [Finding]

  /// Whether nothing prevents work.
  public var canWork: Bool { !findings.contains { $0.state == .failure } }

  /// The report for people.
  public var text: String {
    var sections: [String] = []
    for finding in findings where !sections.contains(finding.section) { sections.append(finding.section) }
    let blocks = sections.map { section in
      var facts = FactList()
      for finding in findings where finding.section == section {
        facts.add(finding.name, finding.mark + finding.value)
      }
      return section + "\n" + facts.text()
    }
    let warnings = findings.count { $0.state == .warning }
    let failures = findings.count { $0.state == .failure }
    let closing =
      failures > 0
      ? "\(failures) of these prevent work."
      : warnings > 0 ? "Works; \(warnings) of these could be better." : "All is well."
    return blocks.joined(separator: "\n\n") + "\n\n" + closing
  }
}

extension DoctorReport.Finding {
  /// Says in words what colour must not say alone.
  fileprivate var mark: String {
    switch state {
    case .fine: ""
    case .warning: "warning: "
    case .failure: "failure: "
    }
  }
}
