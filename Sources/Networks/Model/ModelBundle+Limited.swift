extension ModelBundle {
  /// The model as if it had one decoder of one member alone, to segment with; what lies on disk stays as it is.
  /// - Throws: `ModelError` where there is no such member or decoder, or one that reads other decoders.
  public func limited(toDecoder decoder: String, of member: String) throws(ModelError) -> ModelBundle {
    var own = try self.member(member)
    own.decoders.removeAll { $0.id != decoder }
    guard own.decoders.count == 1 else { throw ModelError(path, .noDecoder(decoder)) }
    var manifest = manifest
    manifest.members = [own]
    return try ModelBundle(path: path, manifest: manifest)
  }
}
