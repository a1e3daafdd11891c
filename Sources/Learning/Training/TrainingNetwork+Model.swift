import Networks

extension TrainingNetwork {
  /// Writes a model of this network alone: one member with its encoder and its decoder.
  /// - Parameters:
  ///   - path: where it will appear; nothing may be there.
  ///   - decoder: what it says of the decoder; blobs are filled in.
  /// - Throws: `ModelError`.
  func write(
    to path: String, named name: String, _ plan: Plan, decoder: ModelManifest.Decoder, program: String
  ) throws -> ModelBundle {
    let draft = try ModelBundle.create(at: path), weights = weights
    var entry = decoder, plan = plan
    // A form of its own is the decoder's, not the plan's, which all decoders share.
    entry.form = architecture.decoderForm
    plan.architecture.decoderForm = nil
    entry.blobs = [try draft.addDecoder(weights.part("decoder."))]
    let member = ModelManifest.Member(
      id: "member-1", plan: plan, encoders: [try draft.addEncoder(weights.part("encoder."))],
      decoders: [entry])
    return try draft.finish(ModelManifest(name: name, program: program, members: [member]))
  }
}
