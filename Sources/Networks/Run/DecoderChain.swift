/// Decoders of one encoder in the order in which they run on a patch: some are asked for their logits, some run because a
/// later one reads theirs, some are both.
public struct DecoderChain: Sendable {
  /// The decoders; each stands behind those that support it.
  public let decoders: [Decoder]
  /// The places of the decoders that support each one, in the order in which it reads them.
  public let supports: [[Int]]
  /// The places of those whose logits are asked for, in the order in which they run.
  public let asked: [Int]

  /// Decoders that read the encoder alone, all of them asked.
  public init(_ decoders: [Decoder]) {
    self.decoders = decoders
    supports = decoders.map { _ in [] }
    asked = Array(decoders.indices)
  }

  /// Decoders of which some support others; every place in `supports` is an earlier one, and `asked` are places in order.
  public init(_ decoders: [Decoder], supports: [[Int]], asked: [Int]) {
    precondition(decoders.count == supports.count, "every decoder says what supports it")
    precondition(
      zip(decoders.indices, supports).allSatisfy { place, own in own.allSatisfy { $0 < place && $0 >= 0 } },
      "what supports a decoder comes before it")
    precondition(
      zip(asked, asked.dropFirst()).allSatisfy { $0 < $1 }, "decoders are asked in order, once each")
    self.decoders = decoders
    self.supports = supports
    self.asked = asked
  }

  /// The last decoder that reads each one's logits; nil where none does.
  static func lastReaders(_ supports: [[Int]]) -> [Int?] {
    var result = [Int?](repeating: nil, count: supports.count)
    for (reader, own) in supports.enumerated() {
      for place in own { result[place] = reader }
    }
    return result
  }
}

extension ModelBundle {
  /// Some decoders of a member with every decoder that supports one of them, in the member's order.
  /// - Throws: `ModelError` for weights that cannot be read, `NetworkError` for weights that do not fit.
  public func decoderChain(_ asked: [String], of member: String, fold: Int) throws -> DecoderChain {
    let member = try self.member(member), needed = try member.supporters(of: asked, model: path)
    var decoders: [Decoder] = []
    let running = member.decoders.filter { needed.contains($0.id) }
    for entry in running {
      decoders.append(
        try Decoder(
          member.architecture(of: entry),
          weights: decoderWeights(member: member.id, decoder: entry.id, fold: fold)))
    }
    func place(_ id: String) -> Int? { running.firstIndex { $0.id == id } }
    return DecoderChain(
      decoders, supports: running.map { $0.supports.compactMap(place) },
      asked: Set(asked.compactMap(place)).sorted())
  }
}

extension ModelManifest.Member {
  /// The ids of some decoders and of all that support them, by way of others too.
  fileprivate func supporters(of asked: [String], model path: String) throws(ModelError) -> Set<String> {
    var needed: Set<String> = [], open = asked
    while let id = open.popLast() {
      guard let decoder = decoders.first(where: { $0.id == id }) else {
        throw ModelError(path, .noDecoder(id))
      }
      if needed.insert(id).inserted { open += decoder.supports }
    }
    return needed
  }
}
