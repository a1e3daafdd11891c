import Networks
import Storage

/// Whether a model is what was written: `fabrica model verify`.
public struct ModelVerifyReport: Codable, Sendable, Hashable {
  /// What was found of a weight file.
  public enum State: String, Codable, Sendable {
    /// Content and name agree and the arrays belong there.
    case sound
    /// No revision names it; its content was not read.
    case unused
    /// Not sound.
    case flawed
  }

  /// A weight file.
  public struct Blob: Codable, Sendable, Hashable {
    /// Its name, the SHA-256 that it must have.
    public let sha256: String
    /// What it is used for: "encoder of m, fold 0".
    public let uses: [String]
    /// Its size.
    public let bytes: Int
    /// What was found.
    public let state: State
    /// Values in it; absent when it is not sound.
    public let parameters: Int?
    /// What is wrong with it; absent when nothing is.
    public let problem: String?
  }

  /// The folder.
  public let path: String
  /// What reports name the model by.
  public let sha256: String
  /// Revisions on disk.
  public let revisions: Int
  /// Every weight file.
  public let blobs: [Blob]
  /// A decoder that must say what it said before a step.
  public struct Certificate: Codable, Sendable, Hashable {
    /// The decoder that was added and brought the certificate.
    public let step: String
    /// The earlier decoder it is about.
    public let decoder: String
    /// Whether its logits are the same bits as then.
    public let holds: Bool
  }

  /// Every certificate of the current revision, computed again.
  public let certificates: [Certificate]
  /// Whether all files are sound and all certificates hold.
  public let isSound: Bool

  /// The report for people.
  public var text: String {
    let flawed = blobs.filter { $0.state == .flawed }
    var table = TextTable([.figures("bytes"), .words("SHA-256"), .words("state"), .words("use")])
    for blob in blobs {
      table.rows.append([
        String(blob.bytes), blob.sha256, blob.state.rawValue,
        blob.uses.isEmpty ? "none" : blob.uses.joined(separator: ", "),
      ])
    }
    let forgotten = certificates.filter { !$0.holds }
    let proofs =
      certificates.isEmpty
      ? []
      : forgotten.isEmpty
        ? [
          "\(certificates.count) certificate\(certificates.count == 1 ? " holds" : "s hold"): nothing was forgotten"
        ]
        : forgotten.map { "certificate of \($0.step): the logits of \($0.decoder) are not what they were" }
    let verdict =
      flawed.isEmpty
      ? "sound: \(blobs.count) weight files in \(revisions) revision\(revisions == 1 ? "" : "s")"
      : "\(flawed.count) of \(blobs.count) weight files are flawed"
    return
      ([table.text, ""] + flawed.compactMap(\.problem) + proofs + ["\(Sanitizer.clean(path)): \(verdict)"])
      .joined(separator: "\n")
  }
}

/// Makes `ModelVerifyReport`s.
public enum ModelVerifyCommand {
  /// Reads every weight file of a model and compares it with its name and its place in the network.
  /// - Throws: `ModelError` where the model itself cannot be read.
  public static func report(_ path: String) throws -> ModelVerifyReport {
    let model = try ModelBundle.open(path)
    let progress = ProgressLine("verifying \(FileNames.stem(path))")
    let facts = try model.verify(progress: progress.update)
    let blobs = facts.map { fact in
      switch fact.state {
      case .sound(let parameters): blob(fact, .sound, parameters: parameters)
      case .unused: blob(fact, .unused)
      case .flawed(let error): blob(fact, .flawed, problem: error.description)
      }
    }
    let areSound = blobs.allSatisfy { $0.state != .flawed }
    // Weights that are not what they were tell nothing by their logits.
    let certificates = try areSound ? model.certificateFacts() : []
    return ModelVerifyReport(
      path: model.path, sha256: model.contentHash.description, revisions: try model.revisions().count,
      blobs: blobs,
      certificates: certificates.map {
        ModelVerifyReport.Certificate(step: $0.step, decoder: $0.decoder, holds: $0.holds)
      }, isSound: areSound && certificates.allSatisfy(\.holds))
  }

  private static func blob(
    _ fact: BlobFact, _ state: ModelVerifyReport.State, parameters: Int? = nil, problem: String? = nil
  ) -> ModelVerifyReport.Blob {
    ModelVerifyReport.Blob(
      sha256: fact.hash.description, uses: fact.roles.map(use), bytes: fact.bytes, state: state,
      parameters: parameters, problem: problem)
  }

  private static func use(_ role: BlobFact.Role) -> String {
    switch role {
    case .encoder(let member, let fold): "encoder of \(member), fold \(fold)"
    case .decoder(let member, let decoder, let fold):
      "decoder\(decoder == member ? "" : " \(decoder)") of \(member), fold \(fold)"
    }
  }
}
