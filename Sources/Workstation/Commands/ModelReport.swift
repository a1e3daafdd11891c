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
    /// The ids of the decoders whose logits it reads.
    public let supports: [String]
    /// Its classes.
    public let labels: [ModelLabel]
    /// Where it comes from.
    public let provenance: ModelManifest.Provenance
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

  /// The report of a model; weights are not read.
  public init(_ model: ModelBundle) {
    path = model.path
    name = model.manifest.name
    notice = model.manifest.notice
    program = model.manifest.program
    revision = model.manifest.revision
    sha256 = model.contentHash.description
    members = model.manifest.members.map { member in
      Member(
        id: member.id, plan: member.plan,
        encoderParameters: member.plan.architecture.encoderWeightShapes.reduce(0) { $0 + $1.count },
        encoders: member.encoders,
        decoders: member.decoders.map { decoder in
          Decoder(
            id: decoder.id, task: decoder.task,
            parameters: member.architecture(of: decoder).decoderWeightShapes.reduce(0) { $0 + $1.count },
            blobs: decoder.blobs, supports: decoder.supports, labels: decoder.labels,
            provenance: decoder.provenance)
        })
    }
  }
}
