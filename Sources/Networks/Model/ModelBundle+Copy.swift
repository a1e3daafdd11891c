import Storage

extension ModelBundle {
  /// Writes the current revision alone as a new model at `path`, which must be free: earlier revisions and weights that only
  /// they name stay behind. Encoders, decoders and certificates are the same.
  /// - Parameter name: of the new model; this one's where nil.
  public func copy(to path: String, named name: String? = nil) throws(ModelError) -> ModelBundle {
    let draft = try ModelBundle.create(at: path)
    for member in manifest.members {
      for fold in member.encoders.indices {
        _ = try draft.addEncoder(try encoderWeights(member: member.id, fold: fold))
        for decoder in member.decoders {
          _ = try draft.addDecoder(try decoderWeights(member: member.id, decoder: decoder.id, fold: fold))
        }
      }
    }
    var copy = manifest
    copy.name = name ?? manifest.name
    return try draft.finish(copy)
  }
}
