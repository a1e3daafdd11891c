import FoundationEssentials
import Storage

/// One network of a model (an encoder with one decoder, of one fold), written for other tools.
///
/// Only the network is written: what happens to a scan before and after it (spacing, normalisation, tiles) stands as text
/// in the file's metadata, not in its operators.
public struct ModelExport: Sendable {
  /// Which network of a model.
  public struct Choice: Hashable, Sendable {
    /// The member's id; nil where there is one.
    public var member: String?
    /// The decoder's id; nil where there is one.
    public var decoder: String?
    /// The fold, from 0, in the order of the import.
    public var fold = 0

    /// The first fold of the only member and decoder.
    public init() {}
  }

  /// The network.
  public let architecture: UNetArchitecture
  /// Its weights, checked against the architecture.
  public let weights: WeightTable
  /// What is written beside them: plan, labels, origin, and what the model must not be used for.
  public let facts: [String: String]
  private let name: String
  private let program: String

  /// Most bytes of a message of Protocol Buffers.
  static let mostBytes = Int(Int32.max)

  /// Reads and verifies the chosen weights.
  /// - Throws: `ExportError`, `ModelError`.
  public init(_ model: ModelBundle, _ choice: Choice = Choice(), program: String) throws {
    let member = try Self.member(model, choice.member)
    let decoder = try Self.decoder(model, member, choice.decoder)
    guard decoder.supports.isEmpty else {
      throw ExportError.supported(model: model.path, decoder: decoder.id, by: decoder.supports)
    }
    var weights = try model.encoderWeights(member: member.id, fold: choice.fold)
    weights.replace(with: try model.decoderWeights(member: member.id, decoder: decoder.id, fold: choice.fold))
    architecture = member.architecture(of: decoder)
    if let mismatch = architecture.mismatch(weights) {
      throw ExportError.weights(model: model.path, mismatch)
    }
    self.weights = weights
    self.program = program
    name = decoder.id
    facts = Self.facts(model, member, decoder, fold: choice.fold)
  }

  /// Writes an ONNX file (IR version 8, opset 17) with the weights inside.
  ///
  /// Input `patch` is batch x 1 x depth x height x width in network axes, normalised as `facts["intensities"]` says, its
  /// extents any multiple of the strides; output `logits` is batch x classes x depth x height x width.
  /// - Throws: `ExportError.tooLarge`, `StorageError`.
  public func writeONNX(to path: String) throws {
    let message = onnx()
    guard message.byteCount <= Self.mostBytes else {
      throw ExportError.tooLarge(file: path, bytes: message.byteCount, most: Self.mostBytes)
    }
    let files = AtomicFiles()
    let written: Result<Void, StorageError> = message.withPieces { pieces in
      do throws(StorageError) { return .success(try files.add(path: path, pieces: pieces)) } catch {
        return .failure(error)
      }
    }
    try written.get()
    try files.commit()
  }

  /// Writes a safetensors file with the weights under nnU-Net's names, heads of deep supervision included.
  /// - Throws: `SafetensorsError`.
  public func writeSafetensors(to path: String) throws {
    try SafetensorsFile(weights: weights, metadata: facts).write(to: path)
  }

  /// The file as a `ModelProto`.
  func onnx() -> ProtobufMessage {
    var opset = ProtobufMessage()
    opset.add(1, "")
    opset.add(2, 17)
    var model = ProtobufMessage()
    model.add(1, 8)
    model.add(2, program)
    model.add(6, facts["notice"] ?? ModelManifest.researchNotice)
    model.add(7, ONNXGraph.network(architecture, weights, name: name).message)
    model.add(8, opset)
    for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
      var entry = ProtobufMessage()
      entry.add(1, key)
      entry.add(2, value)
      model.add(14, entry)
    }
    return model
  }

  private static func member(_ model: ModelBundle, _ id: String?) throws -> ModelManifest.Member {
    let members = model.manifest.members
    guard let id else {
      guard members.count == 1, let only = members.first else {
        throw ExportError.severalMembers(model: model.path, ids: members.map(\.id))
      }
      return only
    }
    guard let member = members.first(where: { $0.id == id }) else {
      throw ModelError(model.path, .noMember(id))
    }
    return member
  }

  private static func decoder(
    _ model: ModelBundle, _ member: ModelManifest.Member, _ id: String?
  ) throws -> ModelManifest.Decoder {
    guard let id else {
      guard member.decoders.count == 1, let only = member.decoders.first else {
        throw ExportError.severalDecoders(model: model.path, ids: member.decoders.map(\.id))
      }
      return only
    }
    guard let decoder = member.decoders.first(where: { $0.id == id }) else {
      throw ModelError(model.path, .noDecoder(id))
    }
    return decoder
  }

  private static func facts(
    _ model: ModelBundle, _ member: ModelManifest.Member, _ decoder: ModelManifest.Decoder, fold: Int
  ) -> [String: String] {
    let plan = member.plan
    let strides = plan.architecture.stages.reduce(into: [1, 1, 1]) { product, stage in
      product = zip(product, stage.stride.values).map { $0 * $1 }
    }
    return [
      "notice": model.manifest.notice, "model": model.manifest.name,
      "model_sha256": model.contentHash.description, "member": member.id, "decoder": decoder.id,
      "fold": "\(fold)", "task": decoder.task, "configuration": plan.configuration,
      "axes": json(["z", "y", "x"]), "transpose": json(plan.transpose),
      "orientation": plan.orientation.rawValue, "spacing": json(plan.spacing), "patch": json(plan.patch),
      "patch_multiple": json(strides), "intensities": json(plan.intensities),
      "labels": json(decoder.labels.map(\.name)),
    ]
  }

  /// A value as one line of JSON.
  private static func json(_ value: some Encodable) -> String { (try? JSONText.of(value)) ?? "" }
}
