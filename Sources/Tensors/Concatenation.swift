import CKernels

/// Tensors side by side along the channels, without copying: a reader gets one pointer a channel block.
///
/// The channels of all but the last need not be multiples of 16; the padding of each stays where it is and weights
/// are spread around it.
public struct Concatenation {
  /// The parts, in channel order.
  public let parts: [Operand]
  /// The shape of the whole.
  public let shape: Shape

  /// The parts one after the other; they must agree in samples and voxels.
  public init(_ parts: [Operand]) throws(TensorError) {
    guard let first = parts.first else {
      throw .unusable(
        operator: "concatenation", shape: Shape(channels: 0, Axes(0)), reason: .empty)
    }
    var channels = 0
    for part in parts {
      guard part.tensor.shape.with(channels: 1) == first.tensor.shape.with(channels: 1) else {
        throw .mismatch(
          operator: "concatenation", given: part.tensor.shape, expected: first.tensor.shape)
      }
      channels += part.tensor.shape.channels
    }
    self.parts = parts
    shape = first.tensor.shape.with(channels: channels)
  }

  /// One tensor.
  public init(_ part: Operand) {
    parts = [part]
    shape = part.tensor.shape
  }

  /// Channels of each part.
  public var split: [Int] { parts.map(\.tensor.shape.channels) }

  var map: ck_map { parts[0].tensor.map }

  var blocks: Int { parts.reduce(0) { $0 + $1.tensor.blocks } }

  /// The first float of every channel block of sample `n`.
  func pointers(_ n: Int) -> [UnsafePointer<Float>?] {
    parts.flatMap { part in (0..<part.tensor.blocks).map { UnsafePointer(part.tensor.block(n, $0)) } }
  }

  /// The deferred load of every channel block of sample `n`; nil if no part has one.
  func loads(_ n: Int) -> [UnsafePointer<ck_load>?]? {
    guard parts.contains(where: { $0.load != nil }) else { return nil }
    return parts.flatMap { part in (0..<part.tensor.blocks).map { part.load?.load(n, $0) } }
  }
}

/// How channels of several tensors lie among padded channel blocks.
struct ChannelSplit: Equatable {
  let parts: [Int]

  /// Channels, and channels once each part is padded to blocks.
  var channels: Int { parts.reduce(0, +) }
  var padded: Int { parts.dropLast().reduce(0) { $0 + Self.padded($1) } + (parts.last ?? 0) }

  /// Whether some padding lies between parts.
  var isSpread: Bool { padded != channels }

  /// The padded place of every channel.
  var places: [Int] {
    var result: [Int] = [], start = 0
    for part in parts {
      result += start..<(start + part)
      start += Self.padded(part)
    }
    return result
  }

  static func padded(_ channels: Int) -> Int {
    (channels + Int(CK_LANES) - 1) / Int(CK_LANES) * Int(CK_LANES)
  }

  /// Dense weights [outer][channels][inner] with zeros at the padding: [outer][padded][inner].
  func spread(_ dense: [Float], outer: Int, inner: Int) -> [Float] {
    guard isSpread else { return dense }
    var result = [Float](repeating: 0, count: outer * padded * inner)
    for o in 0..<outer {
      for (channel, place) in places.enumerated() {
        let from = (o * channels + channel) * inner, to = (o * padded + place) * inner
        for i in 0..<inner { result[to + i] = dense[from + i] }
      }
    }
    return result
  }

  /// The inverse: drops the padding.
  func gather(_ spread: [Float], outer: Int, inner: Int) -> [Float] {
    guard isSpread else { return spread }
    var result = [Float](repeating: 0, count: outer * channels * inner)
    for o in 0..<outer {
      for (channel, place) in places.enumerated() {
        let to = (o * channels + channel) * inner, from = (o * padded + place) * inner
        for i in 0..<inner { result[to + i] = spread[from + i] }
      }
    }
    return result
  }
}
