import Storage
import Tensors

/// Proof that a step forgot nothing: every decoder's logits on a known input, as a digest.
///
/// The input is made of numbers that follow from the network's shape alone, so that a model can be checked anywhere without
/// any scan; the portable kernels compute, whose bits are the same on every machine that runs them and for any number of
/// threads.
extension ModelBundle {
  /// What a certificate was found to be.
  public struct CertificateFact: Hashable, Sendable {
    /// The member.
    public let member: String
    /// The decoder that was added and brought the certificate.
    public let step: String
    /// The earlier decoder it is about.
    public let decoder: String
    /// Whether that decoder's logits are what they were.
    public let holds: Bool
  }

  /// The certificates of all decoders of a member as they are now, in their order.
  ///
  /// Cost: a patch of twice the coarsest voxel's edge through every decoder of every fold, on portable kernels.
  /// - Throws: `ModelError`, `NetworkError`, `TensorError`, `StorageError`.
  public func certificates(member id: String) throws -> [ModelManifest.Certificate] {
    let member = try self.member(id)
    let divisor = member.plan.architecture.stages.reduce(Axes(1)) { $0.zip($1.stride, *) }
    let patch = divisor.zip(Axes(2), *).zip(Axes(4), max)
    var random = BenchmarkRandom(seed: 20_231_007)
    let probe = random.values(member.plan.architecture.inputChannels * patch.product, 1)
    let input = try Self.digest([probe])
    let engine = try Engine(.portable, pool: ThreadPool(threads: 2))
    return try member.decoders.map { decoder in
      var logits: [[Float]] = []
      for fold in member.encoders.indices {
        let predictor = try NetworkPredictor(
          Encoder(member.plan.architecture, weights: try encoderWeights(member: id, fold: fold)),
          decoderChain([decoder.id], of: id, fold: fold), patch: patch, on: engine)
        logits += try predictor.logits(of: probe).map(\.values)
      }
      return ModelManifest.Certificate(
        decoder: decoder.id, input: input.description, logits: try Self.digest(logits).description)
    }
  }

  /// Computes everything again that the certificates of this revision are about.
  /// - Throws: as `certificates(member:)`.
  public func certificateFacts() throws -> [CertificateFact] {
    try manifest.members.flatMap { member -> [CertificateFact] in
      guard member.decoders.contains(where: { !$0.certificates.isEmpty }) else { return [] }
      let now = try certificates(member: member.id)
      return member.decoders.flatMap { step in
        step.certificates.map { certificate in
          CertificateFact(
            member: member.id, step: step.id, decoder: certificate.decoder, holds: now.contains(certificate))
        }
      }
    }
  }

  private static func digest(_ arrays: [[Float]]) throws(StorageError) -> SHA256 {
    let stream = try SHA256.Stream()
    for array in arrays { array.withUnsafeBytes { stream.update($0) } }
    return try stream.finish()
  }
}
