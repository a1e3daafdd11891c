import Anatomy
import Learning
import Storage

/// A part of the experiment: computed once, its result kept in a file.
public enum ContinualPart: Hashable, Sendable {
  /// Making the data set of a task.
  case data(OrganTask)
  /// Training a network.
  case train(ContinualNetwork)
  /// Proving that a network's earlier decoders answer as they did.
  case certify(ContinualNetwork)
  /// Scoring a network on the held-out scans of a task it has learned.
  case score(ContinualNetwork, OrganTask)
  /// Size and speed of what a method has in the end.
  case cost(ContinualMethod, order: [OrganTask])

  /// Names the file of the result.
  public var name: String {
    switch self {
    case .data(let task): "data-\(task.rawValue)"
    case .train(let network): "train-\(network.name)"
    case .certify(let network): "certify-\(network.name)"
    case .score(let network, let task): "score-\(network.name)-on-\(task.rawValue)"
    case .cost(let method, let order):
      (["cost", method.rawValue] + order.map(\.rawValue)).joined(separator: "-")
    }
  }
}

extension ContinualRecipe {
  /// Everything that has to be computed, in an order in which each part finds what it needs.
  public var parts: [ContinualPart] {
    var parts: [ContinualPart] = scans.map { .data($0.task) }
    for order in orders {
      for method in methods {
        for network in networks(of: method, order: order) {
          if let teacher = network.teacher { parts.append(.train(teacher)) }
          parts.append(.train(network))
          if method.isProven, network.previous != nil { parts.append(.certify(network)) }
          parts += scored(network).map { .score(network, $0) }
        }
        parts.append(.cost(method, order: order))
      }
    }
    var seen: Set<ContinualPart> = []
    return parts.filter { seen.insert($0).inserted }
  }

  /// The networks a method makes on its way through an order, one after every task.
  public func networks(of method: ContinualMethod, order: [OrganTask]) -> [ContinualNetwork] {
    method == .joint
      ? [ContinualNetwork(method, after: order)]
      : order.indices.map { ContinualNetwork(method, after: Array(order[...$0])) }
  }

  /// The tasks on which a network is scored: all it has learned, or the newest where earlier decoders are proved to
  /// answer as they did.
  func scored(_ network: ContinualNetwork) -> [OrganTask] {
    network.method.sharesDecoder ? network.learned : [network.task]
  }

  /// What a method has in the end: the networks that together answer for every task.
  public func final(_ method: ContinualMethod, order: [OrganTask]) -> [ContinualNetwork] {
    let networks = networks(of: method, order: order)
    return method == .separate ? networks : networks.suffix(1)
  }

  /// The parts whose results a part is made from.
  func needs(_ part: ContinualPart) -> [ContinualPart] {
    switch part {
    case .data: []
    case .train(let network):
      (network.method == .joint || network.method == .ewc ? network.learned : [network.task]).map {
        .data($0)
      }
        + [network.previous, network.teacher].compactMap { $0.map(ContinualPart.train) }
    case .certify(let network): [.train(network)]
    case .score(let network, let task): [.train(network), .data(task)]
    case .cost(let method, let order):
      final(method, order: order).map { .train($0) } + [.data(timed)]
    }
  }

  /// A digest of everything a part's result follows from: what it says of itself and the digests of what it needs.
  func digest(of part: ContinualPart) throws -> String {
    // The number grows when the same recipe gives other results.
    var lines = ["continual experiment 1", part.name]
    switch part {
    case .data(let task): lines.append(try JSONText.of(scans(of: task)))
    case .train(let network):
      lines.append(try JSONText.of(training))
      if network.method == .trimmed {
        lines += ["\(trimmingSteps) steps of trimming", try JSONText.of(TrimmingOptions())]
      }
    case .certify, .score, .cost: break
    }
    lines += try needs(part).map { try digest(of: $0) }
    return try SHA256(ofText: lines.joined(separator: "\n")).description
  }
}
