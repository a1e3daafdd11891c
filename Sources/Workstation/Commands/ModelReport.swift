import Networks
import Storage

/// What a model is made of: `fabrica model show`, and what an import prints.
public struct ModelReport: Codable, Sendable, Hashable {
  /// A network of the model.
  public struct Member: Codable, Sendable, Hashable {
    /// Its id.
    public let id: String
    /// Every decision around the network.
    public let plan: Plan
    /// Values of the encoder's weights, of one fold.
    public let encoderParameters: Int
    /// The encoder's blob of each fold, as SHA-256.
    public let encoders: [String]
    /// Its decoders, in the order they were learned.
    public let decoders: [Decoder]
  }

  /// A decoder of a member.
  public struct Decoder: Codable, Sendable, Hashable {
    /// Its id.
    public let id: String
    /// The data set it was learned from.
    public let task: String
    /// Values of its weights, of one fold.
    public let parameters: Int
    /// Its blob of each fold, as SHA-256.
    public let blobs: [String]
    /// What it looks like where it is not its encoder's mirror image, as trimming leaves it.
    public let form: DecoderForm?
    /// What was measured of it.
    public let metrics: [ModelManifest.Metric]
    /// The ids of the decoders that were proved to be the same bits when it was added or trimmed.
    public let certificates: [String]
    /// The ids of the decoders whose logits it reads.
    public let supports: [String]
    /// Its classes.
    public let labels: [ModelLabel]
    /// Where it comes from.
    public let provenance: ModelManifest.Provenance
  }

  /// A state of the model in its history.
  public struct Revision: Codable, Sendable, Hashable {
    /// Its number.
    public let number: Int
    /// Decoders that came with it, and those that got other weights.
    public let added: [String], replaced: [String]
    /// Whether it is the one in use.
    public let isCurrent: Bool
  }

  /// The folder.
  public let path: String
  /// The model's name.
  public let name: String
  /// What it must not be used for.
  public let notice: String
  /// The program that wrote it.
  public let program: String
  /// The revision in use.
  public let revision: Int
  /// What reports name the model by.
  public let sha256: String
  /// Its networks, in the order in which they are merged.
  public let members: [Member]
  /// Every revision on disk, oldest first.
  public let history: [Revision]

  /// The report of a model; weights are not read.
  /// - Throws: `ModelError` for an earlier revision that cannot be read.
  public init(_ model: ModelBundle) throws {
    path = model.path
    name = model.manifest.name
    notice = model.manifest.notice
    program = model.manifest.program
    revision = model.manifest.revision
    sha256 = model.contentHash.description
    history = try model.revisions().map {
      Revision(number: $0.number, added: $0.added, replaced: $0.replaced, isCurrent: $0.isCurrent)
    }
    members = model.manifest.members.map { member in
      Member(
        id: member.id, plan: member.plan,
        encoderParameters: member.plan.architecture.encoderWeightShapes.reduce(0) { $0 + $1.count },
        encoders: member.encoders,
        decoders: member.decoders.map { decoder in
          Decoder(
            id: decoder.id, task: decoder.task,
            parameters: member.architecture(of: decoder).decoderWeightShapes.reduce(0) { $0 + $1.count },
            blobs: decoder.blobs, form: decoder.form, metrics: decoder.metrics,
            certificates: decoder.certificates.map(\.decoder), supports: decoder.supports,
            labels: decoder.labels, provenance: decoder.provenance)
        })
    }
  }
}
