/// Where along one axis each voxel of a new grid reads an old one, and with what weights: orders 0 and 1.
///
/// Positions and weights are those of scipy.ndimage 1.17 with mode "nearest": what lies outside the old axis has the
/// value of its end. Grids are resampled one axis after the other, so a whole grid needs three of these.
public struct AxisSampling: Hashable, Sendable {
  /// How the two grids lie on each other.
  public enum Alignment: Sendable {
    /// Their outer faces coincide: new voxel `i` lies at `scale * (i + 0.5) - 0.5`, `scale = old / new`.
    /// nnU-Net's way, for scans and logits (skimage's `resize`).
    case faces
    /// The centres of their first and last voxels coincide: `i * (old - 1) / (new - 1)`.
    /// TotalSegmentator's way, for scans and labels (`ndimage.zoom`).
    case centres

    /// The position of each new voxel on the old axis, in voxels; may lie outside it by half a voxel.
    public func positions(from old: Int, to new: Int) -> [Double] {
      switch self {
      case .faces:
        let scale = Double(old) / Double(new)
        return (0..<new).map { (Double($0) + 0.5) * scale - 0.5 }
      case .centres:
        let step = new > 1 ? Double(old - 1) / Double(new - 1) : 1
        return (0..<new).map { Double($0) * step }
      }
    }
  }

  /// Voxels of the old axis.
  public let oldCount: Int
  /// For each new voxel the first old voxel it reads.
  public let lower: [Int32]
  /// For each new voxel the second old voxel it reads: `lower`, or the next one.
  public let upper: [Int32]
  /// The weight of `lower`, 0...1.
  public let lowerWeight: [Double]
  /// The weight of `upper`: `1 - lowerWeight`, 0 where one voxel alone is read.
  public let upperWeight: [Double]

  /// Voxels of the new axis.
  public var newCount: Int { lower.count }

  /// Whether every new voxel is the old one.
  public var isIdentity: Bool {
    oldCount == newCount && lower.indices.allSatisfy { lower[$0] == $0 && upperWeight[$0] == 0 }
  }

  /// Each new voxel takes the value of the nearest old one (order 0); halfway between two, of the upper one.
  public static func nearest(from old: Int, to new: Int, _ alignment: Alignment) -> AxisSampling {
    let voxels = alignment.positions(from: old, to: new).map {
      Int32(clamping: min(max(Int(($0 + 0.5).rounded(.down)), 0), old - 1))
    }
    return AxisSampling(
      oldCount: old, lower: voxels, upper: voxels, lowerWeight: [Double](repeating: 1, count: new),
      upperWeight: [Double](repeating: 0, count: new))
  }

  /// Each new voxel is interpolated between its two old neighbours (order 1).
  public static func linear(from old: Int, to new: Int, _ alignment: Alignment) -> AxisSampling {
    let positions = alignment.positions(from: old, to: new)
    func voxel(_ position: Double) -> Int32 { Int32(clamping: min(max(Int(position), 0), old - 1)) }
    let below = positions.map { $0.rounded(.down) }
    // The second weight is what the first leaves of 1, as scipy rounds it.
    let lowerWeight = zip(positions, below).map { 1 - ($0 - $1) }
    return AxisSampling(
      oldCount: old, lower: below.map(voxel), upper: below.map { voxel($0 + 1) },
      lowerWeight: lowerWeight, upperWeight: lowerWeight.map { 1 - $0 })
  }
}
