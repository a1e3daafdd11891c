import Anatomy
import Foundation
import Testing

@testable import Imaging

struct WriterTests {
  /// What nibabel must read from a written file; `Scripts/make-imaging-fixtures --check` compares.
  private struct Facts: Encodable {
    let shape: [Int]
    let type: String
    let affine: [Double]
    let values: [Double]
    let names: [String: String]
  }

  /// Leaves a copy of a written file for the check with nibabel when FABRICA_WRITTEN names a folder.
  private func keep(_ path: String, as name: String, _ volume: Volume, names: [String: String] = [:]) throws {
    guard let folder = ProcessInfo.processInfo.environment["FABRICA_WRITTEN"] else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let target = folder + "/" + name
    try? FileManager.default.removeItem(atPath: target)
    try FileManager.default.copyItem(atPath: path, toPath: target)
    let shape = volume.storedGeometry.shape
    let facts = Facts(
      shape: [shape.x, shape.y, shape.z], type: volume.voxels.scalar.rawValue,
      affine: volume.storedGeometry.affine.rows + [0, 0, 0, 1], values: volume.voxels.all.map { Double($0) },
      names: names)
    try JSONEncoder().encode(facts).write(to: URL(filePath: target + ".json"))
  }

  @Test(arguments: Fixture.all.filter { $0.shape.count == 3 })
  func keepsTheGeometryBitForBit(expected: Fixture.Expected) throws {
    let folder = try TemporaryFolder()
    let loader = try VolumeLoader(path: Fixture.path(expected.file))
    try loader.load()
    for ending in [".nii", ".nii.gz"] {
      let path = folder.path + "/copy" + ending
      try VolumeWriter.write(loader.volume, to: path, like: loader.source)
      let copy = try VolumeLoader(path: path)
      try copy.load()
      #expect(copy.source.placement == loader.source.placement)
      #expect(copy.volume.storedGeometry == loader.volume.storedGeometry)
      #expect(copy.volume.voxels.all == loader.volume.voxels.all)
      #expect(copy.warnings.filter { $0.contains("follow") || $0.contains("vox_offset") }.isEmpty)
      if loader.source.affineChoice == .sform {
        try keep(path, as: expected.file.replacing(".", with: "_") + ending, copy.volume)
      }
    }
  }

  @Test(arguments: [
    "placed_lps_both.nii", "placed_asl_both.nii", "int16_le_n1.hdr", "placed_oblique_qform.nii",
  ])
  func statesANewGeometryTwice(file: String) throws {
    let folder = try TemporaryFolder()
    let volume = try Volume.read(Fixture.path(file))
    let path = folder.path + "/copy.nii"
    try VolumeWriter.write(volume, to: path)
    let copy = try VolumeLoader(path: path)
    #expect(copy.source.qformCode == 1 && copy.source.sformCode == 1)
    #expect(copy.warnings.isEmpty)
    #expect(copy.volume.storedGeometry.matches(volume.storedGeometry, tolerance: 1e-4))
  }

  @Test func aTiltedGridGetsNoQform() throws {
    let folder = try TemporaryFolder()
    let volume = try Volume.read(Fixture.path("placed_lps_both.nii"))
    var affine = volume.storedGeometry.affine
    affine.columnZ.y = 1.5
    let tilted = Volume(
      storedGeometry: Geometry(shape: volume.storedGeometry.shape, affine: affine), voxels: volume.voxels)
    let path = folder.path + "/tilted.nii"
    try VolumeWriter.write(tilted, to: path)
    let source = try VolumeLoader(path: path).source
    #expect(source.qformCode == 0 && source.sformCode == 1)
    #expect(source.geometry == tilted.storedGeometry)
  }

  @Test(arguments: [VoxelBuffer.Scalar.uint8, .uint16])
  func aLabelMapComesBackWithNamesAndColours(scalar: VoxelBuffer.Scalar) throws {
    let folder = try TemporaryFolder()
    let names = [(1, "spleen"), (2, "kidney right"), (5, "liver & \"bile\" ]]> <x>"), (7, "Lëber")]
    let sample = try Sample(Sample.ids, names: names, scalar: scalar)
    let path = folder.path + "/labels.nii.gz"
    try LabelMapWriter.write(sample.map, to: path)
    #expect(folder.contents == ["labels.ctbl", "labels.nii.gz", "labels_itksnap.txt"])
    let reading = try LabelMapReader.open(path: path)
    #expect(reading.map.volume.voxels.all == sample.ids.map { Float($0) })
    #expect(reading.map.table.entries.map(\.name) == names.map(\.1))
    #expect(reading.source.intentCode == 1002 && reading.source.extensionCodes == [0])
    #expect(reading.warnings.isEmpty)
    try keep(
      path, as: "labels_\(scalar.rawValue).nii.gz", sample.map.volume,
      names: Dictionary(uniqueKeysWithValues: names.map { ("\($0.0)", $0.1) }))
    for (file, expected) in [
      ("labels.ctbl", names.map { $0.1.replacing(" ", with: "_") }),
      ("labels_itksnap.txt", names.map { $0.1.replacing("\"", with: "'") }),
    ] {
      let table = LabelTable.build(
        try LabelNamesReader.read(path: folder.path + "/" + file), present: [])
      #expect(table.entries.map(\.name) == expected)
      #expect(table.entries.map(\.color) == sample.map.table.entries.map(\.color))
    }
  }

  @Test func nothingIsLeftWhenWritingFails() throws {
    let folder = try TemporaryFolder()
    let map = try Sample(Sample.ids).map
    for path in ["/missing/labels.nii.gz", "/labels.nrrd", "/"] {
      #expect(throws: ImagingError.self) { try LabelMapWriter.write(map, to: folder.path + path) }
    }
    // The last of the three names is taken by a folder: the two before it must not stay as halves of a result.
    try FileManager.default.createDirectory(
      atPath: folder.path + "/taken.nii.gz/inside", withIntermediateDirectories: true)
    let error = #expect(throws: ImagingError.self) {
      try LabelMapWriter.write(map, to: folder.path + "/taken.nii.gz")
    }
    if case .unwritable = error?.problem {} else { Issue.record("\(String(describing: error))") }
    #expect(folder.contents == ["taken.nii.gz"])
  }

  @Test func anExistingFileIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("labels.nii.gz", "not NIfTI")
    try LabelMapWriter.write(try Sample(Sample.ids).map, to: path)
    #expect(try LabelMapReader.read(path: path).volume.voxels.all == Sample.ids.map { Float($0) })
  }
}

struct PNGWriterTests {
  @Test func writesWhatPNGAsksFor() throws {
    let folder = try TemporaryFolder()
    let image = PixelImage(
      width: 3, height: 2, pixels: [0xff0000, 0x00ff00, 0x0000ff, 0, 0x808080, 0xffffff])
    let path = folder.path + "/picture.png"
    try PNGWriter.write(
      image, to: path, texts: [("Title", "liver\u{1b}[2J"), ("Description", "Rücken 3 µm")])
    #expect(folder.contents == ["picture.png"])
    let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    let chunks = PNGChunks(bytes)
    #expect(chunks.types.first == "IHDR" && chunks.types.last == "IEND")
    #expect(chunks.data("IHDR") == [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0])
    #expect(chunks.data("tEXt") == Array("Title\0liver?[2J".utf8))
    #expect(chunks.data("iTXt") == Array("Description\0\0\0\0\0Rücken 3 µm".utf8))
    #expect(chunks.areWhole)
  }

  @Test func refusesWhatPNGDoesNotAllow() throws {
    let folder = try TemporaryFolder()
    let image = PixelImage(width: 1, height: 1)
    #expect(throws: ImagingError.self) {
      try PNGWriter.write(PixelImage(width: 0, height: 0), to: folder.path + "/a.png")
    }
    for key in ["", " a", "é", String(repeating: "k", count: 80)] {
      #expect(throws: ImagingError.self) {
        try PNGWriter.write(image, to: folder.path + "/a.png", texts: [(key, "x")])
      }
    }
    #expect(throws: ImagingError.self) { try PNGWriter.write(image, to: folder.path + "/none/a.png") }
    #expect(folder.contents.isEmpty)
  }
}

/// The chunks of a PNG file, read here anew.
private struct PNGChunks {
  var types: [String] = []
  var areWhole = true
  private var contents: [String: [UInt8]] = [:]

  init(_ bytes: [UInt8]) {
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard offset + 12 + length <= bytes.count else { break }
      let type = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
      types.append(type)
      contents[type] = Array(bytes[offset + 8..<offset + 8 + length])
      let stated = bytes[offset + 8 + length..<offset + 12 + length].reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
      areWhole = areWhole && stated == Self.checksum(bytes[offset + 4..<offset + 8 + length])
      offset += 12 + length
    }
    areWhole = areWhole && offset == bytes.count
  }

  func data(_ type: String) -> [UInt8]? { contents[type] }

  /// CRC-32 bit by bit, ISO 3309.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }
}
