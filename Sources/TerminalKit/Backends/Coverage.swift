/// Which cells of a screen lie in pictures: the rectangles clipped to the screen, and what they leave free in each row.
struct Coverage: Sendable, Hashable {
  /// The rectangles with at least a cell on the screen.
  let rects: [Rect]
  private let width: Int

  /// Clips rectangles to a screen.
  init(_ images: [Rect], within size: Size) {
    let screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    rects = images.map { $0.intersection(screen) }.filter { !$0.isEmpty }
    width = size.width
  }

  /// Columns of a row outside all rectangles, from left to right.
  func gaps(inRow y: Int) -> [Range<Int>] {
    var gaps: [Range<Int>] = []
    var x = 0
    for rect in rects.filter({ $0.y <= y && y < $0.maxY }).sorted(by: { $0.x < $1.x }) {
      if rect.x > x { gaps.append(x..<rect.x) }
      x = max(x, rect.maxX)
    }
    if x < width { gaps.append(x..<width) }
    return gaps
  }
}
