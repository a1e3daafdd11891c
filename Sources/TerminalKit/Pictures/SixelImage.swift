/// Stills by DEC sixels: up to 256 colours chosen from the picture itself.
public enum SixelImage {
  /// The bytes that show a picture from the cursor on, one sixel dot a pixel.
  ///
  /// Colours are chosen by median cut and rounded to the protocol's hundredths; a picture of up to 256 colours keeps
  /// each of them. Runs of equal columns are packed. Cost: a few passes over the pixels for each band of six rows.
  public static func encode(_ pixmap: Pixmap) -> [UInt8] {
    guard pixmap.width > 0, pixmap.height > 0 else { return [] }
    let reduced = ColorReduction(pixmap.pixels, limit: 256)
    var bytes = Array("\u{1B}P0;1;0q\"1;1;\(pixmap.width);\(pixmap.height)".utf8)
    for (index, color) in reduced.colors.enumerated() {
      let red = hundredths(color >> 16)
      let green = hundredths(color >> 8)
      let blue = hundredths(color)
      bytes += Array("#\(index);2;\(red);\(green);\(blue)".utf8)
    }
    for top in stride(from: 0, to: pixmap.height, by: 6) {
      appendBand(to: &bytes, reduced, width: pixmap.width, rows: top..<min(top + 6, pixmap.height))
    }
    return bytes + [0x1B, 0x5C]
  }

  private static func hundredths(_ channel: UInt32) -> UInt32 { ((channel & 0xFF) * 100 + 127) / 255 }

  /// Six rows: for every colour in them one line of columns, laid over each other by a carriage return.
  private static func appendBand(
    to bytes: inout [UInt8], _ picture: ColorReduction, width: Int, rows: Range<Int>
  ) {
    var lines: [[UInt8]] = Array(repeating: [], count: picture.colors.count)
    for (bit, row) in rows.enumerated() {
      for column in 0..<width {
        let index = Int(picture.indices[row * width + column])
        if lines[index].isEmpty { lines[index] = Array(repeating: 0, count: width) }
        lines[index][column] |= 1 << UInt8(bit)
      }
    }
    var isFirst = true
    for (index, line) in lines.enumerated() where !line.isEmpty {
      if !isFirst { bytes.append(0x24) }
      isFirst = false
      bytes += Array("#\(index)".utf8)
      appendRuns(of: line, to: &bytes)
    }
    bytes.append(0x2D)
  }

  private static func appendRuns(of line: [UInt8], to bytes: inout [UInt8]) {
    // Empty columns at the end need not be said.
    let end = (line.lastIndex { $0 != 0 } ?? -1) + 1
    var start = 0
    while start < end {
      var next = start
      while next < end, line[next] == line[start] { next += 1 }
      let digit = line[start] + 0x3F
      if next - start > 3 {
        bytes += Array("!\(next - start)".utf8)
        bytes.append(digit)
      } else {
        bytes += Array(repeating: digit, count: next - start)
      }
      start = next
    }
  }
}
