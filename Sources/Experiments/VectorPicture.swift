/// A picture of lines, dots and words as SVG, for reports that open in any browser. Lengths are pixels, y grows downwards.
struct VectorPicture {
  /// Where a text stands from its point.
  enum Anchor: String {
    case start, middle, end
  }

  let width: Double
  let height: Double
  private var elements: [String] = []

  /// A white page with nothing on it.
  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// A polygonal line.
  mutating func line(
    _ points: [(x: Double, y: Double)], colour: String, width: Double = 1, isDashed: Bool = false
  ) {
    let path = points.map { "\(Self.text($0.x)),\(Self.text($0.y))" }.joined(separator: " ")
    let dashes = isDashed ? " stroke-dasharray=\"5 4\"" : ""
    elements.append(
      "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(Self.text(width))\"\(dashes)/>"
    )
  }

  /// A disc.
  mutating func dot(_ x: Double, _ y: Double, radius: Double, colour: String) {
    elements.append(
      "<circle cx=\"\(Self.text(x))\" cy=\"\(Self.text(y))\" r=\"\(Self.text(radius))\" fill=\"\(colour)\"/>")
  }

  /// Words; y is their baseline.
  mutating func words(
    _ words: String, _ x: Double, _ y: Double, anchor: Anchor = .start, size: Double = 12,
    colour: String = "#222222", isBold: Bool = false
  ) {
    let weight = isBold ? " font-weight=\"bold\"" : ""
    elements.append(
      "<text x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" font-size=\"\(Self.text(size))\" fill=\"\(colour)\" "
        + "text-anchor=\"\(anchor.rawValue)\"\(weight)>\(Self.escaped(words))</text>")
  }

  /// The file.
  var svg: String {
    let size = "\(Self.text(width)) \(Self.text(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Self.text(width))" \
      height="\(Self.text(height))" font-family="sans-serif">
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  /// A tenth of a pixel is finer than anyone sees.
  private static func text(_ value: Double) -> String { Figure.text(value, 1) }

  private static func escaped(_ words: String) -> String {
    words.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
