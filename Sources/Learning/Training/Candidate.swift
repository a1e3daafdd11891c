import Networks

/// A model that holds what was learned before it is known whether that is good enough.
struct Candidate {
  let model: ModelBundle
  /// Which decoder of it was learned.
  let member: String, decoder: String
}
