import Foundation
import Networks
import Testing

/// Safetensors files are exchanged with the format's own library, and every rule of the format is held.
@Suite struct SafetensorsTests {
  /// A file of a header and bytes behind it.
  static func file(_ header: String, _ data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let count = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) } + text + data
  }

  static let four: [UInt8] = [0, 0, 128, 63]  // 1.0
  static let sound = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#

  private func read(_ bytes: [UInt8]) throws -> SafetensorsFile {
    let scratch = try ScratchFolder()
    return try SafetensorsFile.read(path: scratch.file("file.safetensors", bytes))
  }

  private func problem(_ bytes: [UInt8]) throws -> SafetensorsError.Problem? {
    #expect(throws: SafetensorsError.self) { try read(bytes) }?.problem
  }

  @Test func filesOfTheFormatsOwnLibraryAreRead() throws {
    let file = try SafetensorsFile.read(path: CheckpointFixture.path("normal.safetensors"))
    #expect(file.metadata == ["source": "a \"quoted\"\n\\ text"])
    #expect(file.weights["decoder.seg_layers.0.weight"]?.shape == [4, 2, 1, 1, 1])
  }

  @Test func everyElementTypeBecomesSinglePrecision() throws {
    let stored = try SafetensorsFile.read(path: CheckpointFixture.path("stored_types.safetensors"))
    let single = try SafetensorsFile.read(path: CheckpointFixture.path("types.safetensors"))
    #expect(stored.weights.names.count == 5)
    for name in stored.weights.names { #expect(stored.weights[name] == single.weights[name]) }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let scratch = try ScratchFolder()
    var file = SafetensorsFile(weights: WeightTable(), metadata: ["k\u{1}\"\\": "ä\n腎臓"])
    file.weights["b"] = WeightTensor(shape: [2, 3], values: [1, -2, 3, Float(bitPattern: 3), 5, -0.0])
    file.weights["a.scalar"] = WeightTensor(shape: [], values: [7])
    file.weights["none"] = WeightTensor(shape: [0, 4], values: [])
    try file.write(to: scratch.path + "/x.safetensors")
    #expect(try SafetensorsFile.read(path: scratch.path + "/x.safetensors") == file)
    #expect(scratch.names == ["x.safetensors"])
  }

  @Test func bytesAreAFunctionOfTheContent() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path + "/x.safetensors"
    var file = SafetensorsFile(weights: WeightTable(), metadata: ["b": "2", "a": "1"])
    file.weights["y"] = WeightTensor(shape: [1], values: [1])
    file.weights["x"] = WeightTensor(shape: [2], values: [2, 3])
    try file.write(to: path)
    let header =
      #"{"__metadata__":{"a":"1","b":"2"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let data: [UInt8] = [0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 63]
    #expect(try Array(Data(contentsOf: URL(filePath: path))) == Self.file(padded, data))
  }

  @Test func valuesThatAreNotFiniteAreNotWritten() throws {
    let scratch = try ScratchFolder()
    var file = SafetensorsFile(weights: WeightTable())
    file.weights["bad"] = WeightTensor(shape: [2], values: [0, .nan])
    let error = #expect(throws: SafetensorsError.self) { try file.write(to: scratch.path + "/x") }
    #expect(error?.problem == .tensor("bad", .notFinite) && scratch.names.isEmpty)
  }

  @Test func soundFileIsRead() throws {
    #expect(try read(Self.file(Self.sound + "   ", Self.four)).weights["a"]?.values == [1])
  }

  @Test(
    arguments: [
      ([], .headerTooSmall),
      (file("", length: 100_000_001), .headerTooLarge),
      (file("", length: 1 << 63), .headerTooLarge),
      (file("{}", length: 3), .headerBeyondFile),
      (file("", length: 0), .headerStart),
      (file(" {}"), .headerStart),
      (file("[]"), .headerStart),
      (Array([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff]), .headerNotText),
      (file("{\"a\":}"), .headerNotJSON(offset: 5)),
      (file("{}x"), .headerNotJSON(offset: 2)),
      (file("{\"a\":" + String(repeating: "[", count: 10_000)), .headerNotJSON(offset: 68)),
      (file(sound, four + [0]), .wrongLength(found: 67, expected: 66)),
      (file(sound, []), .wrongLength(found: 62, expected: 66)),
      (file(#"{"a":1}"#), .field("a", .wrongKind(expected: "an object"))),
      (file(#"{"__metadata__":{"a":1}}"#), .field("__metadata__.a", .wrongKind(expected: "text"))),
      (file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}}"#), .field("a", .duplicate)),
      (file(#"{"a":{"dtype":"F32","dtype":"F32"}}"#), .field("dtype", .duplicate)),
      (
        file(#"{"a":{"shape":[1],"data_offsets":[0,4]}}"#),
        .field("a.dtype", .wrongKind(expected: "the name of a type"))
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#),
        .field("a.shape", .wrongKind(expected: "an array of whole numbers"))
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#),
        .field("a.data_offsets", .wrongKind(expected: "two whole numbers"))
      ),
      (file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#), .field("a.x", .unknown)),
    ] as [([UInt8], SafetensorsError.Problem)])
  func headersOutsideOfTheRulesAreRefused(_ bytes: [UInt8], _ expected: SafetensorsError.Problem) throws {
    #expect(try problem(bytes) == expected)
  }

  @Test(
    arguments: [
      (#""dtype":"I64","shape":[1],"data_offsets":[0,8]"#, .tensor("a", .unsupportedType("I64"))),
      (#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#, .tensor("a", .badShape)),
      (#""dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]"#, .tensor("a", .badShape)),
      (#""dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]"#, .tensor("a", .badShape)),
      (#""dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]"#, .tensor("a", .badShape)),
      (#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#, .tensor("a", .wrongSize(found: 4, expected: 8))),
      (#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#, .offsets("a")),
      (#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#, .offsets("a")),
      (#""dtype":"F32","shape":[1],"data_offsets":[-4,0]"#, .offsets("a")),
    ] as [(String, SafetensorsError.Problem)])
  func tensorsOutsideOfTheRulesAreRefused(_ fields: String, _ expected: SafetensorsError.Problem) throws {
    #expect(try problem(Self.file("{\"a\":{\(fields)}}", Self.four + Self.four)) == expected)
  }

  @Test func tensorsThatOverlapAreRefused() throws {
    let one = #"{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#
    #expect(try problem(Self.file("{\"a\":\(one),\"b\":\(one)}", Self.four)) == .offsets("b"))
  }

  @Test(arguments: ["a\\u0000", "\\u001b[2J", "", "a b", "ä"])
  func namesThatCannotBeShownAreRefused(_ name: String) throws {
    let header = "{\"\(name)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
    guard case .tensor(_, .badName) = try problem(Self.file(header, Self.four)) else {
      Issue.record("accepted")
      return
    }
  }

  @Test(arguments: [[0, 0, 192, 127], [0, 0, 128, 127], [0, 0, 128, 255]] as [[UInt8]])
  func valuesThatAreNotFiniteAreRefused(_ value: [UInt8]) throws {
    #expect(try problem(Self.file(Self.sound, value)) == .tensor("a", .notFinite))
  }
}
