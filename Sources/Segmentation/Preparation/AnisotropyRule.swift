/// nnU-Net's decision whether a coarse axis is resampled by itself ("separate z"), for scans and logits alike.
///
/// Source: `determine_do_sep_z_and_axis` of nnunetv2 2.8.1.
public enum AnisotropyRule {
  /// The ratio of the largest to the smallest spacing above which a grid is anisotropic.
  public static let threshold = 3.0

  /// The axis (0, 1, 2 of network axes z, y, x) that is resampled by itself, after the plane of the other two; nil
  /// when all three are resampled alike.
  ///
  /// `current` and `target` are spacings in mm, network axes; the current grid's anisotropy counts first. `forced`
  /// is the plan's `separateAcross`. No axis is separate when two or three share the largest spacing.
  public static func separateAxis(current: [Double], target: [Double], forced: Bool?) -> Int? {
    switch forced {
    case true?: coarsest(current)
    case false?: nil
    case nil: isAnisotropic(current) ? coarsest(current) : isAnisotropic(target) ? coarsest(target) : nil
    }
  }

  private static func isAnisotropic(_ spacing: [Double]) -> Bool {
    guard let largest = spacing.max(), let smallest = spacing.min() else { return false }
    return largest / smallest > threshold
  }

  private static func coarsest(_ spacing: [Double]) -> Int? {
    guard let largest = spacing.max() else { return nil }
    let axes = spacing.indices.filter { largest / spacing[$0] == 1 }
    return axes.count == 1 ? axes[0] : nil
  }
}
