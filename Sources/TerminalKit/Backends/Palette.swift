import Glibc

/// The palette of 256 colours as xterm defines it: 16 named colours, a cube of 6 x 6 x 6, and 24 greys.
enum Palette {
  /// The 16 named colours where nobody changed them; only for choosing among them.
  static let named: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  /// `0xRRGGBB` of an entry.
  static func rgb(_ index: UInt8) -> UInt32 {
    switch index {
    case 0..<16: return named[Int(index)]
    case 16..<232:
      let cube = UInt32(index) - 16
      return step(cube / 36) << 16 | step(cube / 6 % 6) << 8 | step(cube % 6)
    default:
      let grey = 8 + 10 * (UInt32(index) - 232)
      return grey << 16 | grey << 8 | grey
    }
  }

  /// Brightness of a step 0...5 of the cube.
  private static func step(_ index: UInt32) -> UInt32 { index == 0 ? 0 : 55 + 40 * index }

  /// The entry 16...255 that looks most like a colour, by distance in CIELAB. A grey goes to a grey.
  /// Per-channel rounding would turn dark greys blue or black. About 240 distances; callers keep the answers.
  static func nearest256(to rgb: UInt32) -> UInt8 {
    let found = nearest(to: rgb, among: labOfFixed)
    return UInt8(truncatingIfNeeded: found + 16)
  }

  /// The named colour 0...15 that looks most like a colour, by distance in CIELAB.
  static func nearest16(to rgb: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: nearest(to: rgb, among: labOfNamed))
  }

  private static let labOfFixed: [Lab] = (16...255).map { Lab(rgb: Palette.rgb(UInt8($0))) }
  private static let labOfNamed: [Lab] = named.map { Lab(rgb: $0) }

  private static func nearest(to rgb: UInt32, among candidates: [Lab]) -> Int {
    let wanted = Lab(rgb: rgb)
    var best = 0
    var bestDistance = Float.infinity
    for (index, candidate) in candidates.enumerated() {
      let distance = wanted.squaredDistance(to: candidate)
      if distance < bestDistance {
        best = index
        bestDistance = distance
      }
    }
    return best
  }
}

/// A colour in CIELAB with white D65: distances are about as large as they look.
struct Lab: Sendable {
  /// Lightness 0...100, green to red, blue to yellow.
  let l, a, b: Float

  /// From sRGB, `0xRRGGBB` (IEC 61966-2-1).
  init(rgb: UInt32) {
    let red = Lab.linear(rgb >> 16 & 255)
    let green = Lab.linear(rgb >> 8 & 255)
    let blue = Lab.linear(rgb & 255)
    let x = Lab.curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    let y = Lab.curve(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    let z = Lab.curve((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    l = 116 * y - 16
    a = 500 * (x - y)
    b = 200 * (y - z)
  }

  /// The square of the CIE76 difference.
  func squaredDistance(to other: Lab) -> Float {
    let dl = l - other.l
    let da = a - other.a
    let db = b - other.b
    return dl * dl + da * da + db * db
  }

  private static func linear(_ channel: UInt32) -> Float {
    let value = Float(channel) / 255
    return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
  }

  private static func curve(_ value: Float) -> Float {
    value > 0.008856 ? cbrtf(value) : 7.787 * value + 16.0 / 116
  }
}
