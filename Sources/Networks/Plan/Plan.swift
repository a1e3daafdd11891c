import Tensors

/// Every data-dependent decision around a network, written once and carried with the model.
///
/// Axes are network axes: the scan's storage axes z, y, x (or those of the canonical grid, see `orientation`),
/// permuted by `transpose`. Spacings are millimetres in network axes.
public struct Plan: Codable, Hashable, Sendable {
  /// Which grid the network was trained to read.
  public enum Orientation: String, Codable, Sendable {
    /// As the file stores it, as nnU-Net's default reader does.
    case stored
    /// Axes to right, anterior, superior, as TotalSegmentator does.
    case canonical
  }

  /// How a scan is brought to `spacing`, and the answer back.
  public enum Pipeline: String, Codable, Sendable {
    /// nnU-Net: crop to nonzero, cubic spline, logits brought to the full resolution before the argmax.
    case nnUNet
    /// TotalSegmentator: linear zoom to `spacing`, labels at `spacing` brought up by nearest neighbour.
    case totalSegmentator
  }

  /// CT intensities: clipped, then shifted and scaled (nnU-Net's CTNormalization).
  public struct Intensities: Codable, Hashable, Sendable {
    /// HU below which values are clipped (0.5th percentile of the foreground).
    public var low: Double
    /// HU above which values are clipped (99.5th percentile).
    public var high: Double
    /// Subtracted after clipping.
    public var mean: Double
    /// Divided by, at least 1e-8.
    public var deviation: Double

    /// Intensities; see the properties.
    public init(low: Double, high: Double, mean: Double, deviation: Double) {
      self.low = low
      self.high = high
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// How values are interpolated.
  public struct Interpolation: Codable, Hashable, Sendable {
    /// Spline order in the plane: 0, 1 or 3.
    public var order: Int
    /// Spline order along a coarse axis that is resampled by itself: 0 or 1.
    public var orderAcross: Int
    /// Whether the coarse axis is resampled by itself; nil decides by anisotropy above 3.
    public var separateAcross: Bool?

    /// An interpolation; see the properties.
    public init(order: Int, orderAcross: Int, separateAcross: Bool?) {
      self.order = order
      self.orderAcross = orderAcross
      self.separateAcross = separateAcross
    }
  }

  /// The name of the configuration: `3d_fullres`.
  public var configuration: String
  /// Voxel spacing the network sees, mm, network axes.
  public var spacing: [Double]
  /// Voxels of a patch, network axes.
  public var patch: Axes
  /// `network axis i` is `storage axis transpose[i]` of z, y, x.
  public var transpose: [Int]
  /// Which grid the network reads.
  public var orientation: Orientation
  /// How scans reach the network and answers come back.
  public var pipeline: Pipeline
  /// Normalisation of the CT.
  public var intensities: Intensities
  /// Interpolation of the CT.
  public var scanInterpolation: Interpolation
  /// Interpolation of the logits.
  public var logitInterpolation: Interpolation
  /// The step between tiles as a part of the patch, at most: 0.5 in nnU-Net.
  public var tileStep: Double
  /// The network.
  public var architecture: UNetArchitecture

  /// A plan; see the properties.
  public init(
    configuration: String, spacing: [Double], patch: Axes, transpose: [Int], orientation: Orientation,
    pipeline: Pipeline, intensities: Intensities, scanInterpolation: Interpolation,
    logitInterpolation: Interpolation, tileStep: Double, architecture: UNetArchitecture
  ) {
    self.configuration = configuration
    self.spacing = spacing
    self.patch = patch
    self.transpose = transpose
    self.orientation = orientation
    self.pipeline = pipeline
    self.intensities = intensities
    self.scanInterpolation = scanInterpolation
    self.logitInterpolation = logitInterpolation
    self.tileStep = tileStep
    self.architecture = architecture
  }
}
