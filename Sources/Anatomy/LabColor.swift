import Glibc

/// A colour as people see it: CIE L*a*b* under D65, where distances mean something.
struct LabColor {
  /// Lightness, 0 black to 100 white.
  let lightness: Double
  /// Green (negative) to red.
  let a: Double
  /// Blue (negative) to yellow.
  let b: Double

  /// Distance from the greys.
  var chroma: Double { hypot(a, b) }

  /// A colour by its coordinates.
  init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// A colour by lightness, chroma and hue in degrees (0 red, 90 yellow, 180 green, 270 blue).
  init(lightness: Double, chroma: Double, hue: Double) {
    self.init(
      lightness: lightness, a: chroma * cos(hue * .pi / 180), b: chroma * sin(hue * .pi / 180))
  }

  /// An sRGB colour.
  init(_ color: OrganColor) {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue))
    let x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / Self.white.x
    let y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    let z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / Self.white.z
    func compressed(_ value: Double) -> Double {
      value > Self.knee * Self.knee * Self.knee
        ? cbrt(value) : value / (3 * Self.knee * Self.knee) + 4.0 / 29
    }
    lightness = 116 * compressed(y) - 16
    a = 500 * (compressed(x) - compressed(y))
    b = 200 * (compressed(y) - compressed(z))
  }

  /// The nearest sRGB colour; channels outside its gamut are cut.
  var color: OrganColor {
    func expanded(_ value: Double) -> Double {
      value > Self.knee ? value * value * value : 3 * Self.knee * Self.knee * (value - 4.0 / 29)
    }
    let middle = (lightness + 16) / 116
    let x = Self.white.x * expanded(middle + a / 500)
    let y = expanded(middle)
    let z = Self.white.z * expanded(middle - b / 200)
    func channel(_ linear: Double) -> UInt8 {
      let value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
      return UInt8(max(0, min(255, (value * 255).rounded())))
    }
    return OrganColor(
      red: channel(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
      green: channel(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
      blue: channel(0.0556434 * x - 0.2040259 * y + 1.0572252 * z))
  }

  private static let knee = 6.0 / 29
  private static let white = (x: 0.95047, z: 1.08883)
}

extension LabColor {
  /// How different two colours look, by CIEDE2000 (Sharma, Wu and Dalal 2005): about 1 is just visible side by side.
  func difference(from other: LabColor) -> Double {
    // Chroma is stretched along a first, because L*a*b* shrinks near-grey reds and greens.
    let stretch = 1 + 0.5 * (1 - Self.saturation((chroma + other.chroma) / 2))
    let (firstA, secondA) = (a * stretch, other.a * stretch)
    let (firstChroma, secondChroma) = (hypot(firstA, b), hypot(secondA, other.b))
    let grey = firstChroma * secondChroma == 0
    let (firstHue, secondHue) = (Self.degrees(b, firstA), Self.degrees(other.b, secondA))

    var turn = grey ? 0 : secondHue - firstHue
    if turn > 180 { turn -= 360 }
    if turn < -180 { turn += 360 }
    let lightnessStep = other.lightness - lightness
    let chromaStep = secondChroma - firstChroma
    let hueStep = 2 * (firstChroma * secondChroma).squareRoot() * Self.sine(turn / 2)

    let meanLightness = (lightness + other.lightness) / 2 - 50
    let meanChroma = (firstChroma + secondChroma) / 2
    let meanHue = grey ? firstHue + secondHue : firstHue + turn / 2
    let tone =
      1 - 0.17 * Self.cosine(meanHue - 30) + 0.24 * Self.cosine(2 * meanHue)
      + 0.32 * Self.cosine(3 * meanHue + 6) - 0.20 * Self.cosine(4 * meanHue - 63)
    let square = meanLightness * meanLightness
    let lightnessTerm = lightnessStep / (1 + 0.015 * square / (20 + square).squareRoot())
    let chromaTerm = chromaStep / (1 + 0.045 * meanChroma)
    let hueTerm = hueStep / (1 + 0.015 * meanChroma * tone)
    // Blues turn with chroma; the rotation couples the two terms there.
    let positiveHue = meanHue < 0 ? meanHue + 360 : meanHue
    let blueness = exp(-((positiveHue - 275) / 25) * ((positiveHue - 275) / 25))
    let rotation = -2 * Self.saturation(meanChroma) * Self.sine(60 * blueness)
    return max(
      0,
      lightnessTerm * lightnessTerm + chromaTerm * chromaTerm + hueTerm * hueTerm
        + rotation * chromaTerm * hueTerm
    ).squareRoot()
  }

  private static func saturation(_ chroma: Double) -> Double {
    let seventh = pow(chroma, 7)
    return (seventh / (seventh + pow(25, 7))).squareRoot()
  }

  /// An angle in 0..<360.
  private static func degrees(_ y: Double, _ x: Double) -> Double {
    let angle = atan2(y, x) * 180 / .pi
    return angle < 0 ? angle + 360 : angle
  }

  private static func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }
  private static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
}
