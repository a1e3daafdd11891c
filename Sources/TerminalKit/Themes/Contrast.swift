import Foundation

/// How well a colour is read on another, as the Web Content Accessibility Guidelines 2.2 measure it.
public enum Contrast {
  /// 1 (the same) to 21 (black on white). Ordinary text needs 4.5, better 7; lines and large signs 3.
  /// - Parameters: both `0xRRGGBB`.
  public static func ratio(_ a: UInt32, _ b: UInt32) -> Double {
    let first = luminance(a)
    let second = luminance(b)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// Relative luminance of an sRGB colour, 0...1.
  public static func luminance(_ rgb: UInt32) -> Double {
    func linear(_ shift: UInt32) -> Double {
      let value = Double(rgb >> shift & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
  }
}
