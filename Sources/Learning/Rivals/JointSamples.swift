import Tensors

/// Samples of several data sets in turn, in the classes of the network that learns them all.
public struct JointSamples: SampleSource {
  private let sources: [any SampleSource]
  private let maps: [[UInt16]]

  /// Samples number i, i + n, i + 2n ... come from source i of n.
  /// - Parameters:
  ///   - sources: one a data set, one at least; their labels are the data set's own.
  ///   - union: its tasks are the data sets.
  public init(_ sources: [any SampleSource], _ union: UnionClasses) {
    precondition(!sources.isEmpty, "samples come from somewhere")
    self.sources = sources
    maps = sources.indices.map(union.map(of:))
  }

  /// The sample of a number.
  /// - Throws: what its source throws; `TensorError.label` for a label that the task does not have.
  public func sample(_ index: Int) throws -> TrainingSample {
    let (number, origin) = index.quotientAndRemainder(dividingBy: sources.count)
    var sample = try sources[origin].sample(number)
    let map = maps[origin]
    for (voxel, label) in sample.labels.enumerated() where label != DiceCrossEntropy.ignored {
      guard Int(label) < map.count else {
        throw TensorError.label(operator: "joint samples", value: Int(label), classes: map.count)
      }
      sample.labels[voxel] = map[Int(label)]
    }
    sample.origin = origin
    return sample
  }
}
