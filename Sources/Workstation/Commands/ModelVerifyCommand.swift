import Networks
import Storage

/// Whether a model is what was written: `fabrica model verify`.
public struct ModelVerifyReport: Codable, Sendable, Hashable {
  /// A weight file.
  public struct Blob: Codable, Sendable, Hashable {
    /// Its name, the SHA-256 that it must have.
    public let sha256: String
    /// What it is used for: "encoder of m, fold 0".
    public let uses: [String]
    /// Its size.
    public let bytes: Int
    /// Values in it; absent when it is not sound.
    public let parameters: Int?
    /// What is wrong with it; absent when it is sound.
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
  /// Whether all of them are sound.
  public let isSound: Bool

  /// The report for people.
  public var text: String {
    let flawed = blobs.filter { $0.problem != nil }
    var table = TextTable([.figures("bytes"), .words("SHA-256"), .words("state"), .words("use")])
    for blob in blobs {
      table.rows.append([
        String(blob.bytes), blob.sha256, blob.problem == nil ? "sound" : "FLAWED",
        blob.uses.isEmpty ? "none" : blob.uses.joined(separator: ", "),
      ])
    }
    let verdict =
      flawed.isEmpty
      ? "sound: \(blobs.count) weight files in \(revisions) revision\(revisions == 1 ? "" : "s")"
      : "\(flawed.count) of \(blobs.count) weight files are flawed"
    return ([table.text, ""] + flawed.compactMap(\.problem) + ["\(Sanitizer.clean(path)): \(verdict)"])
      .joined(separator: "\n")
  }
}

/// Makes `ModelVerifyReport`s.
public enum ModelVerifyCommand {
  /// Reads every weight file of a model and compares it with its name and its place in the network.
  /// - Throws: `ModelError` where the model itself cannot be read.
  public static func report(_ path: String) throws -> ModelVerifyReport {
    let model = try ModelBundle.open(path)
    let facts = try model.verify()
    let blobs = facts.map { fact in
      switch fact.state {
      case .sound(let parameters): blob(fact, parameters: parameters, problem: nil)
      case .flawed(let error): blob(fact, parameters: nil, problem: error.description)
      }
    }
    return ModelVerifyReport(
      path: model.path, sha256: model.contentHash.description, revisions: try model.revisions().count,
      blobs: blobs, isSound: blobs.allSatisfy { $0.problem == nil })
  }

  private static func blob(_ fact: BlobFact, parameters: Int?, problem: String?) -> ModelVerifyReport.Blob {
    ModelVerifyReport.Blob(
      sha256: fact.hash.description, uses: fact.roles.map(use), bytes: fact.bytes, parameters: parameters,
      problem: problem)
  }

  private static func use(_ role: BlobFact.Role) -> String {
    switch role {
    case .encoder(let member, let fold): "encoder of \(member), fold \(fold)"
    case .decoder(let member, let decoder, let fold):
      "decoder\(decoder == member ? "" : " \(decoder)") of \(member), fold \(fold)"
    }
  }
}
