import Tensors

/// Labels that know only some of a network's classes: their background is the background or any class they do not know.
///
/// The probability of that background is the sum over what it may be (Cermelli et al. 2020, arXiv 2002.00718, equation
/// 5), so that a voxel of an organ without a label is no example against the organ. Where every class is labelled this is
/// the plain loss, bit for bit.
public struct PartialLabels: Hashable, Sendable {
  /// Classes of the network to those of the labels: background first, then what is labelled.
  public let merge: ChannelMerge
  private let merged: [UInt16]
  private let loss = DiceCrossEntropy()

  /// Labels of a network's classes.
  /// - Parameters:
  ///   - classes: of the network, the background among them.
  ///   - labelled: the classes that have labels, without the background, one at least.
  /// - Throws: `TensorError.label` for one that the network does not have.
  public init(classes: Int, labelled: [Int]) throws(TensorError) {
    var merged = [UInt16](repeating: 0, count: max(classes, 1))
    for (place, label) in Set(labelled).sorted().enumerated() {
      guard (1..<max(classes, 1)).contains(label) else {
        throw .label(operator: "partial labels", value: label, classes: classes)
      }
      merged[label] = UInt16(place + 1)
    }
    self.merged = merged
    merge = try ChannelMerge(merged.map(Int.init))
  }

  /// Labels of all classes.
  public init(all classes: Int) throws(TensorError) {
    try self.init(classes: classes, labelled: Array(1..<max(classes, 1)))
  }

  /// Labels in the network's classes in place of those in the merged ones; a class that is none stays for the loss to
  /// refuse.
  func mapped(_ labels: some Collection<UInt16>) -> [UInt16] {
    labels.map { Int($0) < merged.count ? merged[Int($0)] : $0 }
  }

  /// The loss of some samples' logits, times `weight`; its gradient goes into the same samples of `target`.
  /// - Parameters:
  ///   - labels: of these samples, in the network's classes.
  ///   - target: of the shape of the logits, or the logits themselves.
  func backward(
    _ logits: Tensor, samples: Range<Int>, labels: some Collection<UInt16>, weight: Double = 1,
    into target: Tensor, on engine: Engine
  ) throws(TensorError) -> Double {
    let own = try merge.forward(logits, samples: samples, on: engine)
    let value = try loss.backward(own, labels: mapped(labels), on: engine)
    try merge.backward(
      logits, samples: samples, gradient: own, factor: Float(weight), into: target, on: engine)
    return weight * value
  }
}
