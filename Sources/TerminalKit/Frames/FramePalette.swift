/// Colours of frames written to files: what an RGB colour becomes with fewer colours, and what the named ones look
/// like where no terminal decides.
enum FramePalette {
  /// The 16 named colours as a picture shows them.
  static let named: [UInt32] = [
    0x1D1F21, 0xC84B4B, 0x5FA55A, 0xC9A03A, 0x4F83C4, 0xA868B0, 0x3F9FA0, 0xC8CCD0,
    0x686C70, 0xF07070, 0x86CC7E, 0xEBC85A, 0x7AAAE8, 0xCF90D8, 0x66C6C8, 0xFFFFFF,
  ]

  /// The nearest of the palette's fixed entries 16...255.
  static func index256(_ rgb: UInt32) -> Int {
    let channels = (Int(rgb >> 16 & 0xFF), Int(rgb >> 8 & 0xFF), Int(rgb & 0xFF))
    let red = nearestLevel(channels.0)
    let green = nearestLevel(channels.1)
    let blue = nearestLevel(channels.2)
    let cube = (levels[red], levels[green], levels[blue])
    let mean = (channels.0 + channels.1 + channels.2) / 3
    let step = max(0, min(23, (mean - 3) / 10))
    let grey = 8 + 10 * step
    let useGrey = distance(channels, (grey, grey, grey)) < distance(channels, cube)
    return useGrey ? 232 + step : 16 + 36 * red + 6 * green + blue
  }

  /// The nearest of the 16 named colours.
  static func index16(_ rgb: UInt32) -> Int {
    let channels = (Int(rgb >> 16 & 0xFF), Int(rgb >> 8 & 0xFF), Int(rgb & 0xFF))
    let ranked = named.indices.min {
      distance(channels, split(named[$0])) < distance(channels, split(named[$1]))
    }
    return ranked ?? 7
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  private static func nearestLevel(_ value: Int) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : min(5, (value - 35) / 40)
  }

  private static func split(_ rgb: UInt32) -> (Int, Int, Int) {
    (Int(rgb >> 16 & 0xFF), Int(rgb >> 8 & 0xFF), Int(rgb & 0xFF))
  }

  /// Squared distance weighted by the mean red, a cheap stand-in for perceived difference.
  private static func distance(_ a: (Int, Int, Int), _ b: (Int, Int, Int)) -> Int {
    let redMean = (a.0 + b.0) / 2
    let red = a.0 - b.0
    let green = a.1 - b.1
    let blue = a.2 - b.2
    return (512 + redMean) * red * red / 256 + 4 * green * green + (767 - redMean) * blue * blue / 256
  }
}
