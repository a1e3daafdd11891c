import Networks
import Tensors

/// Which class of a network each class of a data set is, where a network knows more organs than the data set labels.
///
/// Background stays background: it may hold organs that the data set does not label.
struct ClassMap: Hashable {
  /// By class of the data set, the background's first.
  let channels: [UInt16]
  /// Classes of the network, the background among them.
  let classes: Int

  /// Matches labels by name; every one of the data set's must be among the network's.
  init(_ dataset: [ModelLabel], in network: [ModelLabel]) {
    var channels = [UInt16](repeating: 0, count: dataset.count + 1)
    for label in dataset {
      let own = network.first { $0.name == label.name }
      channels[label.channel] = UInt16(own?.channel ?? 0)
    }
    self.channels = channels
    classes = network.count + 1
  }

  private var isIdentity: Bool {
    classes == channels.count && channels.enumerated().allSatisfy { $0.offset == Int($0.element) }
  }

  /// A case with the network's classes in place of the data set's.
  func mapped(_ item: TrainingCase) -> TrainingCase {
    guard !isIdentity else { return item }
    var foreground = [[Int32]](repeating: [], count: classes - 1)
    for (place, voxels) in item.foreground.enumerated() where channels[place + 1] > 0 {
      foreground[Int(channels[place + 1]) - 1] = voxels
    }
    return TrainingCase(
      name: item.name, channels: item.channels, extent: item.extent, image: item.image,
      labels: item.labels.map { $0 == DiceCrossEntropy.ignored ? $0 : channels[Int($0)] },
      foreground: foreground)
  }

  /// Values of the data set's classes but the background as values of the network's; nil for those it does not label.
  func spread(_ values: [Double?]) -> [Double?] {
    var result = [Double?](repeating: nil, count: classes - 1)
    for (place, value) in values.enumerated() where channels[place + 1] > 0 {
      result[Int(channels[place + 1]) - 1] = value
    }
    return result
  }
}
