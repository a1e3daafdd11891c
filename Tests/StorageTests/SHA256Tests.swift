import Foundation
import Storage
import Testing

/// Digests agree with the examples of FIPS 180-4.
@Suite struct SHA256Tests {
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func digestOfMemoryIsThatOfTheStandard() throws {
    let text = Array("abc".utf8)
    let digest = try text.withUnsafeBytes { bytes in
      try SHA256(of: [
        UnsafeRawBufferPointer(rebasing: bytes[..<1]), UnsafeRawBufferPointer(rebasing: bytes[1...]),
      ])
    }
    #expect(digest.description == Self.abc)
    #expect(digest == SHA256(Self.abc))
  }

  @Test func digestOfAFileIsThatOfItsBytes() throws {
    let path = NSTemporaryDirectory() + "fabrica-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("abc".utf8).write(to: URL(filePath: path))
    #expect(try SHA256(ofFile: path).description == Self.abc)
  }

  @Test func missingFileIsNamed() {
    let error = #expect(throws: StorageError.self) { try SHA256(ofFile: "/nowhere/file") }
    #expect(error?.attempt == .unreadable && error?.file == "/nowhere/file")
  }

  @Test(arguments: ["", "BA7816BF", String(repeating: "g", count: 64), abc + "0"])
  func onlySixtyFourDigitsAreADigest(_ text: String) { #expect(SHA256(text) == nil) }
}
