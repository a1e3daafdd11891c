import Tensors

/// A patch with its labels, as a network sees them in one step.
public struct TrainingSample: Equatable, Sendable {
  /// Channels of the image.
  public let channels: Int
  /// Voxels along network axes z, y, x.
  public let extent: Axes
  /// Normalised intensities, channel by channel, x fastest.
  public var image: [Float]
  /// Class of every voxel, x fastest; `DiceCrossEntropy.ignored` counts nowhere.
  public var labels: [UInt16]
  /// Which of several data sets that are learned together it comes from; what they label may differ.
  public var origin = 0

  /// A sample; the arrays have the stated extents.
  public init(channels: Int, extent: Axes, image: [Float], labels: [UInt16]) {
    precondition(image.count == channels * extent.product && labels.count == extent.product)
    self.channels = channels
    self.extent = extent
    self.image = image
    self.labels = labels
  }
}
