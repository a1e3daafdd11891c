/// What a model is made of: the content of `model.json`.
///
/// A manifest is one revision of a model. Revisions are never rewritten: adding a decoder makes the next one, whose
/// `parent` is the digest of the one it grew from, and roll-back chooses an earlier one.
public struct ModelManifest: Codable, Hashable, Sendable {
  /// The newest format this program reads and the one it writes.
  public static let currentFormat = 1

  /// What a model says about its use, unless a stricter text is given.
  public static let researchNotice =
    "For research use only. Not a medical device; not for diagnosis or treatment."

  /// 1.
  public var formatVersion: Int
  /// The model's name, as a reader sees it.
  public var name: String
  /// The program that wrote this revision: `fabrica 0.4.0`.
  public var program: String
  /// For which use the model is, and for which not.
  public var notice: String
  /// 1 for a new model, one more for every change.
  public var revision: Int
  /// The `contentHash` of the revision this one grew from; nil in the first.
  public var parent: String?
  /// Networks that together cover the model's labels, in the order in which they are merged.
  public var members: [Member]

  /// The first revision of a model.
  public init(
    name: String, program: String, notice: String = ModelManifest.researchNotice, members: [Member]
  ) {
    formatVersion = Self.currentFormat
    self.name = name
    self.program = program
    self.notice = notice
    revision = 1
    parent = nil
    self.members = members
  }

  /// A frozen encoder and the decoders that read it, with the plan that all of them share.
  public struct Member: Codable, Hashable, Sendable {
    /// Unique in the model: 1 to 64 letters, digits, `-`, `_`, `.`.
    public var id: String
    /// Every data-dependent decision around the network; its `classes` are those of the first decoder.
    public var plan: Plan
    /// The encoder's blob of each fold, as SHA-256.
    public var encoders: [String]
    /// Decoders in the order they were learned.
    public var decoders: [Decoder]

    /// A member; see the properties.
    public init(id: String, plan: Plan, encoders: [String], decoders: [Decoder]) {
      self.id = id
      self.plan = plan
      self.encoders = encoders
      self.decoders = decoders
    }

    /// The network of one of the decoders: the plan's, with that decoder's number of classes, form and support.
    public func architecture(of decoder: Decoder) -> UNetArchitecture {
      var result = plan.architecture
      result.decoderForm = decoder.form
      result.support = support(from: decoder.supports)
      result.classes = decoder.labels.count + 1
      return result
    }

    /// A decoder as options, errors and reports name it: `member/decoder`.
    public func name(of decoder: Decoder) -> String { "\(id)/\(decoder.id)" }

    /// What decoders of these ids give to one that reads them; nil without any.
    public func support(from ids: [String]) -> DecoderSupport? {
      let supporting = ids.compactMap { id in decoders.first { $0.id == id } }
      return supporting.isEmpty ? nil : DecoderSupport(classes: supporting.map { $0.labels.count + 1 })
    }
  }

  /// The upsampling path and heads of one task.
  public struct Decoder: Codable, Hashable, Sendable {
    /// Unique in the member: 1 to 64 letters, digits, `-`, `_`, `.`.
    public var id: String
    /// The data set it was learned from: `Dataset297_TotalSegmentator_total_3mm`.
    public var task: String
    /// Its classes but background, channels 1, 2, 3 and so on.
    public var labels: [ModelLabel]
    /// The decoder's blob of each fold, as SHA-256; as many as the member has encoders.
    public var blobs: [String]
    /// What it looks like where it is not its encoder's mirror image, as trimming leaves it.
    public var form: DecoderForm?
    /// Ids of earlier decoders of the member whose logits this one reads, in that order.
    public var supports: [String]
    /// Body positions where it has something to say, on the scale of `Organ.bodyRange`; nil for everywhere.
    public var bodyRange: ClosedRange<Double>?
    /// Where it comes from.
    public var provenance: Provenance
    /// What was measured of it.
    public var metrics: [Metric]
    /// Proofs about the other decoders made when it was added, or trimmed.
    public var certificates: [Certificate]

    /// A decoder; see the properties.
    public init(
      id: String, task: String, labels: [ModelLabel], blobs: [String], form: DecoderForm? = nil,
      supports: [String] = [], bodyRange: ClosedRange<Double>? = nil, provenance: Provenance,
      metrics: [Metric] = [],
      certificates: [Certificate] = []
    ) {
      self.id = id
      self.task = task
      self.labels = labels
      self.blobs = blobs
      self.form = form
      self.supports = supports
      self.bodyRange = bodyRange
      self.provenance = provenance
      self.metrics = metrics
      self.certificates = certificates
    }
  }

  /// Where weights come from.
  public struct Provenance: Codable, Hashable, Sendable {
    /// How they came here: `nnU-Net import`, `fabrica learn`. No path of a machine.
    public var source: String
    /// The trainer's class or recipe.
    public var trainer: String?
    /// The seed of the training, where known.
    public var seed: UInt64?
    /// SHA-256 of what they were made from: checkpoint files, training cases.
    public var dataHashes: [String]
    /// The version of the code that made them.
    public var codeVersion: String?

    /// A provenance; see the properties.
    public init(
      source: String, trainer: String? = nil, seed: UInt64? = nil, dataHashes: [String] = [],
      codeVersion: String? = nil
    ) {
      self.source = source
      self.trainer = trainer
      self.seed = seed
      self.dataHashes = dataHashes
      self.codeVersion = codeVersion
    }
  }

  /// A measured value of a decoder.
  public struct Metric: Codable, Hashable, Sendable {
    /// What was measured: `dice`.
    public var name: String
    /// Of which label; nil for all.
    public var label: String?
    /// On which cases: `validation`.
    public var split: String
    /// The value.
    public var value: Double

    /// A metric; see the properties.
    public init(name: String, label: String? = nil, split: String, value: Double) {
      self.name = name
      self.label = label
      self.split = split
      self.value = value
    }
  }

  /// The digest of a decoder's logits on a known input: equal before and after a step, so nothing was forgotten.
  public struct Certificate: Codable, Hashable, Sendable {
    /// The decoder it is about, of the same member.
    public var decoder: String
    /// SHA-256 of the input.
    public var input: String
    /// SHA-256 of the logits.
    public var logits: String

    /// A certificate; see the properties.
    public init(decoder: String, input: String, logits: String) {
      self.decoder = decoder
      self.input = input
      self.logits = logits
    }
  }
}
