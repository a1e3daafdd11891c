import Tensors

/// How often and how far samples are changed before a network sees them.
public struct AugmentationOptions: Codable, Equatable, Sendable {
  /// A change that happens to some samples, by an amount drawn evenly from a range.
  public struct Change: Codable, Equatable, Sendable {
    /// Share of the samples it happens to, 0...1.
    public var probability: Double
    /// From the smallest amount to the largest.
    public var range: ClosedRange<Double>

    /// A change with a probability and the range of its amounts.
    public init(probability: Double, range: ClosedRange<Double>) {
      self.probability = probability
      self.range = range
    }
  }

  /// Degrees about each axis.
  public var rotation = Change(probability: 0.2, range: -30...30)
  /// Voxels of the case to a voxel of the patch, alike along all axes; above 1 bodies become smaller.
  public var scaling = Change(probability: 0.2, range: 0.7...1.4)
  /// Deviation of added noise, in units of the normalised image. nnU-Net calls it a variance and uses it as this.
  public var noise = Change(probability: 0.1, range: 0...0.1)
  /// Sigma of a Gaussian in voxels, drawn for each axis.
  public var blur = Change(probability: 0.2, range: 0.5...1)
  /// Factor of all intensities.
  public var brightness = Change(probability: 0.15, range: 0.75...1.25)
  /// Factor of the distance from the mean.
  public var contrast = Change(probability: 0.15, range: 0.75...1.25)
  /// Voxels that are left of one, alike along all axes.
  public var lowResolution = Change(probability: 0.25, range: 0.5...1)
  /// Exponent, applied from the brightest voxel down.
  public var invertedGamma = Change(probability: 0.1, range: 0.7...1.5)
  /// Exponent, applied from the darkest voxel up.
  public var gamma = Change(probability: 0.3, range: 0.7...1.5)
  /// Blur and low resolution, where they happen, befall each channel with this probability.
  public var channelProbability = 0.5
  /// Where a patch is more than this many times as long as it is deep, its slices are taken to lie far apart: nothing
  /// is mixed across them by rotation, scaling or low resolution.
  public var anisotropy = 3.0

  /// What nnU-Net does to CT, less the mirroring: a mirrored patient has the liver on the left.
  public static let nnUNet = AugmentationOptions()

  /// Nothing: samples are crops.
  public static let none: AugmentationOptions = {
    var options = AugmentationOptions()
    for change in changes { options[keyPath: change].probability = 0 }
    return options
  }()

  /// Every change there is.
  static var changes: [WritableKeyPath<AugmentationOptions, Change>] {
    [
      \.rotation, \.scaling, \.noise, \.blur, \.brightness, \.contrast, \.lowResolution, \.invertedGamma,
      \.gamma,
    ]
  }

  /// Whether slices of such patches (z, y, x) are taken to lie far apart.
  func keepsSlicesApart(_ patch: Axes) -> Bool {
    Double(max(patch.depth, patch.height, patch.width)) > anisotropy * Double(patch.depth)
  }
}
