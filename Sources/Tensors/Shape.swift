/// The extents of a tensor in words: samples, channels and voxels along depth (z), height (y) and width (x).
///
/// Width is the fastest axis in every dense array of this module: element (n, c, z, y, x) is at
/// `(((n * channels + c) * depth + z) * height + y) * width + x`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// Samples; zero is an empty batch, on which every operator does nothing.
  public var batch: Int
  /// Channels of a voxel.
  public var channels: Int
  /// Voxels along z, y and x.
  public var extent: Axes

  /// A shape of `batch` samples of `channels` channels over `extent` voxels.
  public init(batch: Int = 1, channels: Int, _ extent: Axes) {
    self.batch = batch
    self.channels = channels
    self.extent = extent
  }

  /// Values of a dense array of this shape.
  public var count: Int { batch * channels * voxels }

  /// Voxels of one channel.
  public var voxels: Int { extent.product }

  /// The same voxels and samples with other channels.
  public func with(channels: Int) -> Shape { Shape(batch: batch, channels: channels, extent) }

  /// "1x32x128x128x128": samples, channels, depth, height, width.
  public var description: String { "\(batch)x\(channels)x\(extent)" }
}

/// One whole number for each spatial axis: depth (z), height (y), width (x).
public struct Axes: Hashable, Sendable, CustomStringConvertible {
  /// The value along z.
  public var depth: Int
  /// The value along y.
  public var height: Int
  /// The value along x.
  public var width: Int

  /// Values in the order z, y, x.
  public init(_ depth: Int, _ height: Int, _ width: Int) {
    self.depth = depth
    self.height = height
    self.width = width
  }

  /// The same value on every axis.
  public init(_ all: Int) { self.init(all, all, all) }

  /// The values multiplied.
  public var product: Int { depth * height * width }

  /// The values in the order z, y, x.
  public var values: [Int] { [depth, height, width] }

  /// Combines two triples axis by axis.
  public func zip(_ other: Axes, _ combine: (Int, Int) -> Int) -> Axes {
    Axes(combine(depth, other.depth), combine(height, other.height), combine(width, other.width))
  }

  /// "128x128x96": depth, height, width.
  public var description: String { "\(depth)x\(height)x\(width)" }
}

/// As a JSON array [z, y, x], the order of nnU-Net's plans.
extension Axes: Codable {
  /// Reads three whole numbers.
  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    self.init(
      try values.decode(Int.self), try values.decode(Int.self), try values.decode(Int.self))
    guard values.isAtEnd else {
      throw DecodingError.dataCorruptedError(in: values, debugDescription: "more than three values")
    }
  }

  /// Writes three whole numbers.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    for value in self.values { try values.encode(value) }
  }
}
