/// Stills by the kitty graphics protocol: full resolution where the terminal said that it can.
public enum KittyImage {
  /// The bytes that show a picture over `columns` by `rows` cells from the cursor on.
  ///
  /// 24-bit RGB, base64 in pieces of 4096 bytes; the cursor stays, the terminal answers nothing.
  /// - Parameter id: a number by which the picture is replaced and removed.
  public static func encode(_ pixmap: Pixmap, columns: Int, rows: Int, id: UInt32 = 1) -> [UInt8] {
    guard pixmap.width > 0, pixmap.height > 0, columns > 0, rows > 0 else { return [] }
    var raw: [UInt8] = []
    raw.reserveCapacity(pixmap.pixels.count * 3)
    for pixel in pixmap.pixels {
      raw.append(UInt8(pixel >> 16 & 0xFF))
      raw.append(UInt8(pixel >> 8 & 0xFF))
      raw.append(UInt8(pixel & 0xFF))
    }
    let payload = Base64.encode(raw)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + payload.count / 200 + 100)
    for start in stride(from: 0, to: payload.count, by: 4096) {
      let end = min(payload.count, start + 4096)
      let more = end < payload.count ? 1 : 0
      let head =
        start == 0
        ? "a=T,f=24,s=\(pixmap.width),v=\(pixmap.height),i=\(id),p=1,c=\(columns),r=\(rows),C=1,q=2,m=\(more)"
        : "m=\(more),q=2"
      bytes += Array("\u{1B}_G\(head);".utf8)
      bytes += payload[start..<end]
      bytes += [0x1B, 0x5C]
    }
    return bytes
  }

  /// The bytes that remove the picture of a number and free its memory in the terminal.
  public static func remove(id: UInt32 = 1) -> [UInt8] {
    Array("\u{1B}_Ga=d,d=I,i=\(id),q=2\u{1B}\\".utf8)
  }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = UInt32(bytes[start]) << 16
      if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[start + 2]) }
      for place in 0..<4 {
        text.append(place <= count ? digits[Int(group >> UInt32(18 - 6 * place) & 63)] : 0x3D)
      }
    }
    return text
  }
}
