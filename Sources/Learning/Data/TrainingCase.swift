import Tensors

/// A scan prepared for training: cropped, resampled and normalised as the plan says, with its labels on the same grid.
public struct TrainingCase: Equatable, Sendable {
  /// The case's name in its data set; splits and messages go by it.
  public let name: String
  /// Channels of the image.
  public let channels: Int
  /// Voxels along network axes z, y, x.
  public let extent: Axes
  /// Normalised intensities, channel by channel, x fastest.
  public let image: [Float]
  /// Class of every voxel, x fastest; `DiceCrossEntropy.ignored` counts nowhere.
  public let labels: [UInt16]
  /// For every class but the background some of its voxels (offsets into `labels`), ascending; empty where it has none.
  public let foreground: [[Int32]]

  /// A case; the arrays have the stated extents.
  public init(
    name: String, channels: Int, extent: Axes, image: [Float], labels: [UInt16], foreground: [[Int32]]
  ) {
    precondition(image.count == channels * extent.product && labels.count == extent.product)
    self.name = name
    self.channels = channels
    self.extent = extent
    self.image = image
    self.labels = labels
    self.foreground = foreground
  }
}
