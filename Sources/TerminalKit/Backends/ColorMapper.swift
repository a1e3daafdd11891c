/// Turns the colours cells ask for into what a terminal of some depth can show. Answers are kept: a look-up costs a few
/// nanoseconds after the first.
struct ColorMapper: Sendable {
  /// Colours of the terminal.
  let depth: ColorDepth

  private var keys: [UInt32]
  private var answers: [UInt8]

  /// A mapper for a depth.
  init(depth: ColorDepth) {
    self.depth = depth
    let searches = depth == .ansi256 || depth == .ansi16
    keys = Array(repeating: .max, count: searches ? ColorMapper.slots : 0)
    answers = Array(repeating: 0, count: searches ? ColorMapper.slots : 0)
  }

  private static let slots = 4096

  /// What to show for a colour.
  @inline(__always)
  mutating func map(_ color: Color) -> TerminalColor {
    if depth == .mono { return .standard }
    if let rgb = color.rgb { return depth == .truecolor ? .rgb(rgb) : search(rgb) }
    if let named = color.named { return .palette(named) }
    return .standard
  }

  private mutating func search(_ rgb: UInt32) -> TerminalColor {
    let slot = Int((rgb &* 0x9E37_79B1) >> 20)
    if keys[slot] != rgb {
      keys[slot] = rgb
      answers[slot] = depth == .ansi256 ? Palette.nearest256(to: rgb) : Palette.nearest16(to: rgb)
    }
    return .palette(answers[slot])
  }
}
