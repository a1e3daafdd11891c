/// Turns a sample into a picture: window, grey levels, label tints and outlines.
///
/// Colours are blended in sRGB, channel by channel. Each grey level of each label is blended once and looked up after,
/// so the picture holds at most `greyLevels` colours for each label in it (and as many for its outline), which is what a
/// terminal's bounded palette needs. Cost: a few nanoseconds a pixel.
public enum SliceCompositor {
  /// Composes a picture.
  ///
  /// `inverted` swaps black and white of the slice, not the labels' colours. `greyLevels` is clamped to 2...256, evenly
  /// spaced from black to white. Pixels outside the grid are `background`. Without `overlay` labels are not drawn.
  public static func compose(
    _ sample: SliceSample, window: WindowLevel, inverted: Bool, greyLevels: Int, overlay: OverlayStyle?,
    background: UInt32
  ) -> PixelImage {
    let ramp = GreyRamp(window: window, inverted: inverted, levels: greyLevels)
    var image = PixelImage(width: sample.width, height: sample.height, filled: background)
    guard let overlay, overlay.opacity > 0 || overlay.emphasized != nil else {
      for (pixel, value) in sample.values.enumerated() where !value.isNaN {
        image.pixels[pixel] = ramp.greys[ramp.level(of: value)]
      }
      return image
    }
    var tints = TintTable(ramp: ramp, overlay: overlay)
    let drawn = sample.labels.map { tints.isDrawn($0) ? $0 : 0 }
    let drawsFill = overlay.mode != .outline
    let drawsOutline = overlay.mode != .fill
    let emphasized = overlay.emphasized.flatMap { UInt16(exactly: $0) } ?? 0
    for (pixel, value) in sample.values.enumerated() where !value.isNaN {
      let level = ramp.level(of: value)
      let id = drawn[pixel]
      var color = ramp.greys[level]
      if id != 0 {
        let isEmphasized = id == emphasized
        if (drawsOutline || isEmphasized) && isEdge(pixel, in: drawn, width: sample.width) {
          color = isEmphasized ? tints.emphasis(id) : tints.outline(id, level)
        } else if drawsFill {
          color = tints.fill(id, level)
        }
      }
      image.pixels[pixel] = color
    }
    return image
  }

  /// Whether one of the four neighbours inside the picture has another id: a label cut off by the picture has no edge there.
  private static func isEdge(_ pixel: Int, in ids: [UInt16], width: Int) -> Bool {
    let id = ids[pixel]
    let column = pixel % width
    return (column > 0 && ids[pixel - 1] != id) || (column < width - 1 && ids[pixel + 1] != id)
      || (pixel >= width && ids[pixel - width] != id)
      || (pixel + width < ids.count && ids[pixel + width] != id)
  }
}

/// The greys of a window, quantised.
struct GreyRamp {
  /// `0xRRGGBB` by level, dark to bright unless inverted.
  let greys: [UInt32]
  private let center: Float
  private let scale: Float
  private let middle: Float

  init(window: WindowLevel, inverted: Bool, levels: Int) {
    let top = min(max(levels, 2), 256) - 1
    greys = (0...top).map { level in
      let shown = inverted ? top - level : level
      return UInt32((Double(shown) * 255 / Double(top)).rounded()) * 0x010101
    }
    // `WindowLevel.brightness` over `top`: linear, or for a width of 1 a step that only its centre itself stays below.
    let isStep = window.width <= 1
    center = Float(window.level - 0.5)
    scale = isStep ? .greatestFiniteMagnitude : Float(Double(top) / (window.width - 1))
    middle = isStep ? 0 : Float(top) / 2
  }

  /// The level of a value that is a number, infinities included.
  @inline(__always)
  func level(of value: Float) -> Int {
    let level = (value - center) * scale + middle
    return level > 0 ? Int(min(level, Float(greys.count - 1)) + 0.5) : 0
  }
}

/// The colours of the labels over the greys, blended when first needed.
private struct TintTable {
  private let ramp: GreyRamp
  private let overlay: OverlayStyle
  private var fills: [[UInt32]]
  private var outlines: [[UInt32]]
  private let fillOpacity: Double
  private let outlineOpacity: Double

  init(ramp: GreyRamp, overlay: OverlayStyle) {
    self.ramp = ramp
    self.overlay = overlay
    fills = Array(repeating: [], count: overlay.colors.count)
    outlines = fills
    fillOpacity = min(max(overlay.opacity, 0), 1)
    let clear = 1 - fillOpacity
    outlineOpacity = 1 - clear * clear * clear
  }

  func isDrawn(_ id: UInt16) -> Bool {
    let id = Int(id)
    return id > 0 && id < overlay.colors.count && id < overlay.visible.count && overlay.visible[id]
  }

  mutating func fill(_ id: UInt16, _ level: Int) -> UInt32 {
    if fills[Int(id)].isEmpty { fills[Int(id)] = tinted(id, fillOpacity) }
    return fills[Int(id)][level]
  }

  mutating func outline(_ id: UInt16, _ level: Int) -> UInt32 {
    if outlines[Int(id)].isEmpty { outlines[Int(id)] = tinted(id, outlineOpacity) }
    return outlines[Int(id)][level]
  }

  func emphasis(_ id: UInt16) -> UInt32 { Self.blend(overlay.colors[Int(id)], over: 0xFFFFFF, 0.65) }

  private func tinted(_ id: UInt16, _ opacity: Double) -> [UInt32] {
    ramp.greys.map { Self.blend(overlay.colors[Int(id)], over: $0, opacity) }
  }

  private static func blend(_ color: UInt32, over base: UInt32, _ opacity: Double) -> UInt32 {
    var blended: UInt32 = 0
    for shift: UInt32 in [16, 8, 0] {
      let front = Double((color >> shift) & 0xFF)
      let back = Double((base >> shift) & 0xFF)
      blended |= UInt32((back + (front - back) * opacity).rounded()) << shift
    }
    return blended
  }
}
