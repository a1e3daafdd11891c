/// A display window in HU, mapped as DICOM PS3.3 C.11.2.1.2 maps it.
public struct WindowLevel: Sendable, Hashable, Codable {
  /// Width in HU, at least 1.
  public var width: Double
  /// Centre in HU.
  public var level: Double

  /// A window; a width below 1 becomes 1.
  public init(width: Double, level: Double) {
    self.width = max(1, width)
    self.level = level
  }

  /// 0...1 brightness of a value.
  public func brightness(of value: Double) -> Double {
    guard width > 1 else { return value > level - 0.5 ? 1 : 0 }
    return min(max((value - (level - 0.5)) / (width - 1) + 0.5, 0), 1)
  }
}
