import Networks

/// A model that holds what was learned before it is known whether that is good enough.
struct Candidate {
  let model: ModelBundle
  /// Which decoder of it was learned, `member/decoder`.
  let decoder: String

  /// A model whose newest decoder, the last of its only member, was learned.
  init(_ model: ModelBundle) {
    self.model = model
    let member = model.manifest.members[0]
    decoder = member.name(of: member.decoders[member.decoders.count - 1])
  }
}
