/// Which strokes a box-drawing glyph has from the middle of its cell to each edge: 0 none, 1 light, 2 heavy.
struct BoxLines: Hashable {
  let up: Int
  let right: Int
  let down: Int
  let left: Int

  /// The strokes of a straight light or heavy glyph; nil for round, double, dashed and diagonal ones and for others.
  static func strokes(of glyph: Unicode.Scalar) -> BoxLines? {
    guard glyph.value >= 0x2500, glyph.value < 0x2580 else { return nil }
    return table[glyph]
  }

  /// Glyph, then strokes up, right, down, left.
  private static let table: [Unicode.Scalar: BoxLines] = {
    let entries = """
      ─0101 ━0202 │1010 ┃2020 ┌0110 ┍0210 ┎0120 ┏0220 ┐0011 ┑0012 ┒0021 ┓0022 └1100 ┕1200 ┖2100 ┗2200
      ┘1001 ┙1002 ┚2001 ┛2002 ├1110 ┝1210 ┞2110 ┟1120 ┠2120 ┡2210 ┢1220 ┣2220 ┤1011 ┥1012 ┦2011 ┧1021
      ┨2021 ┩2012 ┪1022 ┫2022 ┬0111 ┭0112 ┮0211 ┯0212 ┰0121 ┱0122 ┲0221 ┳0222 ┴1101 ┵1102 ┶1201 ┷1202
      ┸2101 ┹2102 ┺2201 ┻2202 ┼1111 ┽1112 ┾1211 ┿1212 ╀2111 ╁1121 ╂2121 ╃2112 ╄2211 ╅1122 ╆1221 ╇2212
      ╈1222 ╉2122 ╊2221 ╋2222 ╴0001 ╵1000 ╶0100 ╷0010 ╸0002 ╹2000 ╺0200 ╻0020 ╼0201 ╽1020 ╾0102 ╿2010
      """
    var table: [Unicode.Scalar: BoxLines] = [:]
    for entry in entries.split(whereSeparator: \.isWhitespace) {
      guard let glyph = entry.unicodeScalars.first else { continue }
      let weights = entry.dropFirst().compactMap(\.wholeNumberValue)
      guard weights.count == 4 else { continue }
      table[glyph] = BoxLines(up: weights[0], right: weights[1], down: weights[2], left: weights[3])
    }
    return table
  }()
}
