import Foundation
import Testing

@testable import TerminalKit

@Suite struct StillImageTests {
  private func noise(_ width: Int, _ height: Int, colors: UInt32) -> Pixmap {
    var state: UInt32 = 3
    let pixels = (0..<width * height).map { _ -> UInt32 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return (state >> 16) % colors &* 0x010203 & 0xFFFFFF
    }
    return Pixmap(width: width, height: height, pixels: pixels)
  }

  @Test(arguments: [(0, ""), (1, "AA=="), (2, "AAE="), (3, "AAEC"), (4, "AAECAw==")])
  func base64(count: Int, text: String) {
    #expect(String(decoding: Base64.encode((0..<UInt8(count)).map { $0 }), as: UTF8.self) == text)
  }

  @Test func kittyPixelsComeBack() throws {
    let picture = noise(61, 47, colors: 65536)
    let text = String(decoding: KittyImage.encode(picture, columns: 30, rows: 12, id: 5), as: UTF8.self)
    let pieces = text.components(separatedBy: "\u{1B}_G").dropFirst()
    var payload = ""
    for (index, piece) in pieces.enumerated() {
      #expect(piece.hasSuffix("\u{1B}\\"))
      let parts = piece.dropLast(2).split(separator: ";", maxSplits: 1)
      #expect(parts[0].contains("m=\(index == pieces.count - 1 ? 0 : 1)"))
      #expect(parts[1].utf8.count <= 4096)
      payload += parts[1]
    }
    #expect(text.hasPrefix("\u{1B}_Ga=T,f=24,s=61,v=47,i=5,p=1,c=30,r=12,C=1,q=2,m=1;"))
    let raw = try #require(Data(base64Encoded: payload))
    let expected = picture.pixels.flatMap {
      [UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)]
    }
    #expect(Array(raw) == expected)
    #expect(KittyImage.encode(Pixmap(width: 0, height: 0, pixels: []), columns: 1, rows: 1) == [])
  }

  @Test(arguments: [(1, 1), (7, 6), (40, 13)])
  func sixelPixelsComeBack(width: Int, height: Int) throws {
    let picture = noise(width, height, colors: 200)
    var reader = SixelReader(SixelImage.encode(picture))
    let shown = try reader.read()
    #expect(shown.width == width && shown.height == height)
    for (pixel, back) in zip(picture.pixels, shown.pixels) {
      for shift: UInt32 in [0, 8, 16] {
        // The protocol rounds to hundredths.
        #expect(abs(Int(pixel >> shift & 0xFF) - Int(back >> shift & 0xFF)) <= 2)
      }
    }
  }

  @Test func manyColoursAreReducedWell() {
    let width = 64
    let pixels = (0..<width * width).map { UInt32($0 % width * 4) << 16 | UInt32($0 / width * 4) << 8 | 0x40 }
    let reduced = ColorReduction(pixels, limit: 256)
    #expect(reduced.colors.count == 256)
    let worst = zip(pixels, reduced.indices).map { pixel, index -> Int in
      let color = reduced.colors[Int(index)]
      return [UInt32(0), 8, 16].map { abs(Int(pixel >> $0 & 0xFF) - Int(color >> $0 & 0xFF)) }.max() ?? 0
    }.max()
    #expect(worst ?? 255 <= 16)
    #expect(ColorReduction([1, 2, 1], limit: 256).colors == [1, 2])
  }
}

/// Reads back what `SixelImage` writes, by the protocol and not by its code.
private struct SixelReader {
  struct Malformed: Error {}
  private var bytes: ArraySlice<UInt8>
  private var palette: [Int: UInt32] = [:]

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  mutating func read() throws -> Pixmap {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "q")), bytes.suffix(2) == [0x1B, 0x5C] else {
      throw Malformed()
    }
    bytes = bytes[(start + 1)...].dropLast(2)
    guard bytes.popFirst() == UInt8(ascii: "\"") else { throw Malformed() }
    let raster = numbers()
    let width = raster[2]
    let height = raster[3]
    var pixels = Array(repeating: UInt32.max, count: width * height)
    var x = 0
    var top = 0
    var color: UInt32 = 0
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "#"):
        let values = numbers()
        if values.count == 5 {
          palette[values[0]] = values[2...].reduce(0) { $0 << 8 | UInt32(($1 * 255 + 50) / 100) }
        } else {
          color = palette[values[0]] ?? 0
        }
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"):
        x = 0
        top += 6
      default:
        var count = 1
        var digit = byte
        if byte == UInt8(ascii: "!") {
          count = numbers()[0]
          digit = bytes.popFirst() ?? 0
        }
        guard digit >= 0x3F, digit <= 0x7E else { throw Malformed() }
        for _ in 0..<count {
          for bit in 0..<6 where (digit - 0x3F) >> bit & 1 == 1 {
            guard x < width, top + bit < height else { throw Malformed() }
            pixels[(top + bit) * width + x] = color
          }
          x += 1
        }
      }
    }
    return Pixmap(width: width, height: height, pixels: pixels)
  }

  private mutating func numbers() -> [Int] {
    let text = bytes.prefix { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x3B }
    bytes = bytes.dropFirst(text.count)
    return String(decoding: text, as: UTF8.self).split(separator: ";").compactMap { Int($0) }
  }
}
