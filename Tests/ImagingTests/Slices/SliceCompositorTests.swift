import Anatomy
import Testing

@testable import Imaging

@Suite("Slice pictures")
struct SliceCompositorTests {
  static func sample(_ values: [Float], labels: [UInt16]? = nil, width: Int) -> SliceSample {
    SliceSample(
      width: width, height: values.count / width, values: values,
      labels: labels ?? Array(repeating: 0, count: values.count))
  }

  @Test("Greys follow the window", arguments: [2, 16, 24, 64, 256], [false, true])
  func greys(levels: Int, inverted: Bool) {
    let window = WindowLevel(width: 400, level: 40)
    let values = stride(from: Float(-400), through: 500, by: 7.5).map { $0 }
    let image = SliceCompositor.compose(
      Self.sample(values, width: values.count), window: window, inverted: inverted, greyLevels: levels,
      overlay: nil,
      background: 0x123456)
    for (value, pixel) in zip(values, image.pixels) {
      let grey = Double(pixel & 0xFF)
      #expect(pixel == UInt32(grey) * 0x010101)
      let brightness = window.brightness(of: Double(value))
      let expected = 255 * (inverted ? 1 - brightness : brightness)
      #expect(abs(grey - expected) <= 128 / Double(levels - 1) + 1)
    }
    #expect(Set(image.pixels).count <= levels)
    #expect(image.pixels.contains(0) && image.pixels.contains(0xFFFFFF))
  }

  @Test("A window of width 1 is a step, huge and infinite values are clamped")
  func extremes() {
    let step = SliceCompositor.compose(
      Self.sample([39, 39.5, 40], width: 3), window: WindowLevel(width: 1, level: 40), inverted: false,
      greyLevels: 256, overlay: nil, background: 0)
    #expect(step.pixels == [0, 0, 0xFFFFFF])
    let clamped = SliceCompositor.compose(
      Self.sample([.infinity, -.infinity, .greatestFiniteMagnitude, -3e38], width: 4),
      window: WindowLevel(width: 400, level: 40), inverted: false, greyLevels: 64, overlay: nil, background: 0
    )
    #expect(clamped.pixels == [0xFFFFFF, 0, 0xFFFFFF, 0])
  }

  @Test("Outside the grid is background, also under a label")
  func background() {
    let image = SliceCompositor.compose(
      Self.sample([.nan, 40], labels: [1, 0], width: 2), window: WindowLevel(width: 400, level: 40),
      inverted: false,
      greyLevels: 256, overlay: Self.style(.fill), background: 0x102030)
    #expect(image.pixels[0] == 0x102030)
    #expect(image.pixels[1] == 0x808080)
  }

  static func style(_ mode: OverlayStyle.Mode, emphasized: Int? = nil) -> OverlayStyle {
    OverlayStyle(
      mode: mode, opacity: 0.5, colors: [0, 0xFF0000, 0x00FF00], visible: [false, true, true],
      emphasized: emphasized)
  }

  /// A 6x6 black picture with a 4x4 block of label 1 in it and one voxel of label 2 in the block.
  static func block(_ style: OverlayStyle) -> PixelImage {
    var labels = [UInt16](repeating: 0, count: 36)
    for y in 1...4 { for x in 1...4 { labels[y * 6 + x] = 1 } }
    labels[2 * 6 + 2] = 2
    return SliceCompositor.compose(
      sample(Array(repeating: -1000, count: 36), labels: labels, width: 6),
      window: WindowLevel(width: 400, level: 40), inverted: false, greyLevels: 256, overlay: style,
      background: 0)
  }

  @Test("Fill tints the area half and half")
  func fill() {
    let image = Self.block(Self.style(.fill))
    #expect(image[0, 0] == 0)
    #expect(image[1, 1] == 0x800000)
    #expect(image[2, 2] == 0x008000)
    #expect(image.pixels.filter { $0 != 0 }.count == 16)
  }

  @Test("Outline draws the edge only, towards other labels too")
  func outline() {
    let image = Self.block(Self.style(.outline))
    #expect(image[1, 1] == 0xDF0000)
    #expect(image[2, 2] == 0x00DF00)
    // Inside, where no neighbour differs.
    #expect(image[3, 3] == 0)
    #expect(image[3, 2] == 0xDF0000 && image[2, 3] == 0xDF0000)
    let both = Self.block(Self.style(.both))
    #expect(both[3, 3] == 0x800000 && both[1, 1] == 0xDF0000)
  }

  @Test("A hidden neighbour counts as background, a hidden label is not drawn")
  func hidden() {
    var style = Self.style(.outline)
    style.visible[1] = false
    let image = Self.block(style)
    #expect(image.pixels.filter { $0 != 0 } == [0x00DF00])
  }

  @Test("A label cut off by the picture has no edge there")
  func cutOff() {
    let image = SliceCompositor.compose(
      Self.sample(Array(repeating: -1000, count: 9), labels: Array(repeating: 1, count: 9), width: 3),
      window: WindowLevel(width: 400, level: 40), inverted: false, greyLevels: 256,
      overlay: Self.style(.outline),
      background: 0)
    #expect(image.pixels.allSatisfy { $0 == 0 })
  }

  @Test(
    "The emphasised label has an opaque, light outline in every mode", arguments: OverlayStyle.Mode.allCases)
  func emphasized(mode: OverlayStyle.Mode) {
    let image = Self.block(Self.style(mode, emphasized: 2))
    #expect(image[2, 2] == 0x59FF59)
  }

  @Test("No more colours than labels times levels")
  func bounded() {
    let values = (0..<4096).map { Float($0 % 1024) - 512 }
    let labels = (0..<4096).map { UInt16($0 / 512 % 3) }
    let image = SliceCompositor.compose(
      Self.sample(values, labels: labels, width: 64), window: WindowLevel(width: 400, level: 40),
      inverted: false,
      greyLevels: 24, overlay: Self.style(.both), background: 0)
    #expect(Set(image.pixels).count <= 24 * 5)
  }

  @Test("A style made from a table shows its entries")
  func table() {
    let table = LabelTable([
      LabelTable.Entry(id: 4, name: "liver", organ: "liver", color: OrganColor(red: 1, green: 2, blue: 3))
    ])
    let style = OverlayStyle(table: table)
    #expect(style.colors == [0, 0, 0, 0, 0x010203])
    #expect(style.visible == [false, false, false, false, true])
  }

  @Test("Presets have the keys 1 to 8 once each and can be found")
  func presets() {
    #expect(String(WindowPreset.all.map(\.key)) == "12345678")
    #expect(Set(WindowPreset.all.map(\.id)).count == 8)
    #expect(WindowPreset.preset(key: "4")?.id == "bone")
    #expect(WindowPreset.preset(id: "lung")?.window == WindowLevel(width: 1500, level: -600))
    #expect(WindowPreset.preset(of: WindowLevel(width: 150, level: 90))?.key == "3")
  }
}
