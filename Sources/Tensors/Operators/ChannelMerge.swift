import CKernels

/// Classes merged into groups: the logit of a group is log(sum(e^logit)) over its members, so that the softmax of the
/// merged logits is the sum of the members' probabilities.
///
/// What unbiased cross-entropy and distillation (Cermelli et al. 2020, arXiv 2002.00718) and partial labels are made
/// of: merge, then any loss. Channels of no group are left out, as if their class did not exist.
/// A group of one member is copied bit for bit. Cost: about a softmax.
public struct ChannelMerge: Hashable, Sendable {
  /// The group of every channel; nil for those left out.
  public let groups: [Int?]
  /// Groups, numbered from 0; each has a member.
  public let count: Int

  private static let name = "channel merge"

  /// By channel (with padding) the number of the group; `count` for none.
  private let places: [Int32]
  /// Groups of several members, and the lanes of channel blocks that hold them.
  private let several: [Int32]
  private let firstPart: [Int32]
  private let partBlock: [Int32]
  private let partMask: [Int32]

  /// A merging of as many channels as `groups` has entries.
  /// - Throws: `TensorError.unusable` without channels or over 1,024 of them, `.label` for a group number below 0 or a
  ///   group without a member.
  public init(_ groups: [Int?]) throws(TensorError) {
    let shape = Shape(channels: groups.count, Axes(1)), largest = groups.compactMap { $0 }.max() ?? -1
    guard !groups.isEmpty, groups.count <= 1024, largest >= 0 else {
      throw .unusable(operator: Self.name, shape: shape, reason: .classes)
    }
    var members = [[Int]](repeating: [], count: min(largest, groups.count) + 1)
    for (channel, group) in groups.enumerated() {
      guard let group else { continue }
      guard members.indices.contains(group) else {
        throw .label(operator: Self.name, value: group, classes: groups.count)
      }
      members[group].append(channel)
    }
    if let empty = members.firstIndex(where: \.isEmpty) {
      throw .label(operator: Self.name, value: empty, classes: members.count)
    }
    let count = members.count, lanes = Int(CK_LANES)
    self.groups = groups
    self.count = count
    var places = [Int32](repeating: Int32(count), count: (groups.count + lanes - 1) / lanes * lanes)
    for (channel, group) in groups.enumerated() { places[channel] = Int32(group ?? count) }
    self.places = places
    var several: [Int32] = [], firstPart: [Int32] = [0], partBlock: [Int32] = [], partMask: [Int32] = []
    for (group, channels) in members.enumerated() where channels.count > 1 {
      several.append(Int32(group))
      for channel in channels {
        let block = Int32(channel / lanes)
        if partBlock.count == Int(firstPart[firstPart.count - 1]) || partBlock.last != block {
          partBlock.append(block)
          partMask += [Int32](repeating: 0, count: lanes)
        }
        partMask[partMask.count - lanes + channel % lanes] = -1
      }
      firstPart.append(Int32(partBlock.count))
    }
    self.several = several
    self.firstPart = firstPart
    self.partBlock = partBlock
    self.partMask = partMask
  }

  /// The logits of the groups in a new tensor.
  /// - Parameter samples: those of the batch that are merged; nil for all. The result has no others.
  public func forward(
    _ logits: Tensor, samples: Range<Int>? = nil, on engine: Engine
  ) throws(TensorError) -> Tensor {
    let samples = samples ?? 0..<logits.shape.batch
    try check(logits, samples)
    let target = try engine.tensor(
      Shape(batch: samples.count, channels: count, logits.shape.extent))
    forEachSlab(of: target, on: engine) { n, slab in
      withJob(logits, samples.lowerBound + n, target, n) { engine.kernels.merge(&$0, slab.z0, slab.z1) }
    }
    return target
  }

  /// The gradient of `logits` from that of the groups: a member gets its share of the group's by its softmax within it.
  /// - Parameters:
  ///   - gradient: of what `forward` gave for these samples.
  ///   - factor: multiplies it.
  ///   - target: of the shape of the logits; other samples of it are left alone. May be `logits` unless it accumulates.
  ///   - accumulate: adds to the target rather than replacing it.
  public func backward(
    _ logits: Tensor, samples: Range<Int>? = nil, gradient: Tensor, factor: Float = 1, into target: Tensor,
    accumulate: Bool = false, on engine: Engine
  ) throws(TensorError) {
    let samples = samples ?? 0..<logits.shape.batch
    try check(logits, samples)
    let expected = Shape(batch: samples.count, channels: count, logits.shape.extent)
    guard gradient.shape == expected else {
      throw .mismatch(operator: "\(Self.name) backward", given: gradient.shape, expected: expected)
    }
    guard target.shape == logits.shape else {
      throw .mismatch(operator: "\(Self.name) backward", given: target.shape, expected: logits.shape)
    }
    guard !accumulate || target !== logits else {
      throw .unusable(operator: "\(Self.name) backward", shape: logits.shape, reason: .foreign)
    }
    forEachSlab(of: gradient, on: engine) { n, slab in
      let to = blockPointers(target, samples.lowerBound + n)
      withJob(logits, samples.lowerBound + n, gradient, n) {
        engine.kernels.merge_gradient(&$0, slab.z0, slab.z1, factor, accumulate, to)
      }
    }
  }

  private func check(_ logits: Tensor, _ samples: Range<Int>) throws(TensorError) {
    guard logits.shape.channels == groups.count else {
      throw .mismatch(
        operator: Self.name, given: logits.shape, expected: logits.shape.with(channels: groups.count))
    }
    guard samples.lowerBound >= 0, samples.upperBound <= logits.shape.batch else {
      throw .parameters(
        operator: Self.name, name: "samples", given: samples.upperBound, expected: logits.shape.batch)
    }
  }

  private func withJob(
    _ logits: Tensor, _ sample: Int, _ merged: Tensor, _ mergedSample: Int, _ body: (inout ck_merge) -> Void
  ) {
    let from = blockPointers(logits, sample).map { UnsafePointer($0) }
    let to = blockPointers(merged, mergedSample)
    from.withUnsafeBufferPointer { from in
      to.withUnsafeBufferPointer { to in
        places.withUnsafeBufferPointer { places in
          several.withUnsafeBufferPointer { several in
            firstPart.withUnsafeBufferPointer { firstPart in
              partBlock.withUnsafeBufferPointer { partBlock in
                partMask.withUnsafeBufferPointer { partMask in
                  var job = ck_merge(
                    map: logits.map, channels: Int32(groups.count), groups: Int32(count),
                    logit_block: from.baseAddress, merged_block: to.baseAddress, group: places.baseAddress,
                    several: Int32(several.count), several_group: several.baseAddress,
                    first_part: firstPart.baseAddress, part_block: partBlock.baseAddress,
                    part_mask: partMask.baseAddress)
                  body(&job)
                }
              }
            }
          }
        }
      }
    }
  }
}
