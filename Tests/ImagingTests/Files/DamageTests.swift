import Foundation
import Testing

@testable import Imaging

/// Files that were whole once: every damage is found, or changes nothing.
struct DamageTests {
  static let whole = Fixture.bytes("mutation.nii.gz")

  /// A reproducible stream of numbers (SplitMix64).
  struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
  }

  private func isRefusedOrEqual(_ bytes: [UInt8], _ folder: TemporaryFolder, _ expected: [Float]) throws
    -> Bool
  {
    let path = try folder.write("scan.nii.gz", bytes)
    do {
      return try Volume.read(path).voxels.all == expected
    } catch is ImagingError {
      return true
    }
  }

  @Test func everyFlippedBitIsFoundOrHarmless() throws {
    let folder = try TemporaryFolder()
    let expected = try Volume.read(Fixture.path("mutation.nii.gz")).voxels.all
    var random = Seeded(state: 1)
    var refused = 0
    for _ in 0..<400 {
      var bytes = Self.whole
      let bit = Int.random(in: 0..<bytes.count * 8, using: &random)
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let path = try folder.write("scan.nii.gz", bytes)
      do {
        let values = try Volume.read(path).voxels.all
        #expect(values == expected, "bit \(bit) changes the voxels unseen")
      } catch is ImagingError {
        refused += 1
      }
    }
    #expect(refused > 380)
  }

  @Test func everyBitOfTheGzipHeaderIsFoundOrHarmless() throws {
    let folder = try TemporaryFolder()
    let expected = try Volume.read(Fixture.path("mutation.nii.gz")).voxels.all
    for bit in 0..<80 {
      var bytes = Self.whole
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(try isRefusedOrEqual(bytes, folder, expected), "bit \(bit)")
    }
  }

  @Test func everyCutIsRefused() throws {
    let folder = try TemporaryFolder()
    var random = Seeded(state: 2)
    let lengths =
      [1, 4, 8, 9].map { Self.whole.count - $0 }
      + (0..<120).map { _ in
        Int.random(in: 0..<Self.whole.count, using: &random)
      }
    for length in lengths {
      let path = try folder.write("scan.nii.gz", Array(Self.whole.prefix(length)))
      #expect(throws: ImagingError.self, "\(length) bytes") { try Volume.read(path) }
    }
  }

  @Test(arguments: ["placed_lps_both.nii", "placed_lps_both_n2.nii", "int16_le_n1.hdr"])
  func noByteOfAHeaderCanDoMoreThanBeRefused(file: String) throws {
    let folder = try TemporaryFolder()
    let whole = Fixture.bytes(file)
    _ = try folder.write("scan.img", Fixture.bytes("int16_le_n1.img"))
    var opened = 0
    for offset in 0..<min(whole.count, 560) {
      for value in [0x00, 0x7f, 0xff] as [UInt8] where whole[offset] != value {
        var bytes = whole
        bytes[offset] = value
        let path = try folder.write(file.hasSuffix(".hdr") ? "scan.hdr" : "scan.nii", bytes)
        do {
          opened += try Volume.read(path).voxels.isComplete ? 1 : 0
        } catch let error as ImagingError {
          #expect(error.file.hasPrefix(folder.path) && !error.field.isEmpty)
        }
      }
    }
    #expect(opened > 0)
  }

  @Test func aWrongChecksumIsNamed() throws {
    let folder = try TemporaryFolder()
    for offset in [1, 5] {
      var bytes = Self.whole
      bytes[bytes.count - offset] ^= 1
      let path = try folder.write("scan.nii.gz", bytes)
      let error = #expect(throws: ImagingError.self) { try Volume.read(path) }
      #expect(error?.field == "gzip trailer")
    }
  }

  @Test func membersMayEndAnywhere() throws {
    let expected = try Volume.read(Fixture.path("mutation.nii.gz")).voxels.all
    #expect(try Volume.read(Fixture.path("two_members.nii.gz")).voxels.all == expected)
  }

  @Test func whatFollowsTheDataIsAWarning() throws {
    let folder = try TemporaryFolder()
    for tail in [[0, 0, 0, 0], Array("garbage".utf8), [0x1f]] as [[UInt8]] {
      let loader = try VolumeLoader(path: folder.write("scan.nii.gz", Self.whole + tail))
      try loader.load()
      #expect(loader.warnings.contains { $0.contains("not gzip") }, "\(tail)")
    }
  }

  @Test func aSecondCopyBehindTheVoxelsIsAWarning() throws {
    let folder = try TemporaryFolder()
    let loader = try VolumeLoader(path: folder.write("scan.nii.gz", Self.whole + Self.whole))
    try loader.load()
    #expect(loader.warnings.contains { $0.contains("15712 bytes follow the voxels") }, "\(loader.warnings)")
  }

  @Test func aBombIsRefusedAfterOneMebibyte() throws {
    let folder = try TemporaryFolder()
    let map = LabelMap(
      volume: Volume(
        storedGeometry: Geometry(shape: GridShape(x: 512, y: 512, z: 16), affine: try grid()),
        voxels: try #require(VoxelBuffer(scalar: .uint8, count: 512 * 512 * 16))),
      table: .init([]))
    let zeros = folder.path + "/zeros.nii.gz"
    try LabelMapWriter.write(map, to: zeros)
    let behind = Array(try #require(FileManager.default.contents(atPath: zeros)))
    let path = try folder.write("scan.nii.gz", Self.whole + behind)
    let error = #expect(throws: ImagingError.self) { try Volume.read(path) }
    #expect(error?.description.contains("more than 1 MiB follows") == true)
  }

  private func grid() throws -> Affine {
    try Volume.read(Fixture.path("mutation.nii.gz")).storedGeometry.affine
  }

  @Test func aNameThatLiesAboutCompressionIsAWarning() throws {
    let folder = try TemporaryFolder()
    let compressed = try VolumeLoader(path: folder.write("a.nii", Self.whole))
    #expect(compressed.warnings.contains { $0.contains("compressed, though") })
    let plain = try VolumeLoader(path: folder.write("b.nii.gz", Fixture.bytes("placed_lps_both.nii")))
    #expect(plain.warnings.contains { $0.contains("not compressed") })
  }

  @Test func aFileThatShrinksWhileReadIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("scan.nii", Fixture.bytes("placed_lps_both.nii"))
    let loader = try VolumeLoader(path: path)
    #expect(truncate(path, 370) == 0)
    let error = #expect(throws: ImagingError.self) { try loader.load() }
    #expect(error?.problem == .truncated(expectedBytes: 48, actualBytes: 18))
  }

  @Test func aFolderOrAMissingFileIsUnreadable() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path, folder.path + "/none.nii", folder.path + "/\u{1b}[2J.nii"] {
      let error = #expect(throws: ImagingError.self) { try VolumeLoader(path: path) }
      #expect(error?.field == "file")
      #expect(error?.description.unicodeScalars.contains("\u{1b}") == false)
    }
  }
}

/// What a viewer sees while a scan arrives.
struct VolumeLoaderTests {
  @Test func publishesFrontToBack() throws {
    let folder = try TemporaryFolder()
    let shape = GridShape(x: 256, y: 256, z: 40)
    let buffer = try #require(VoxelBuffer(scalar: .int16, count: shape.count))
    let voxels = buffer.base.assumingMemoryBound(to: Int16.self)
    for i in 0..<shape.count { voxels[i] = Int16(truncatingIfNeeded: i % 4000 - 1000) }
    buffer.publish(shape.count)
    let affine = try Volume.read(Fixture.path("placed_lps_both.nii")).storedGeometry.affine
    let path = folder.path + "/scan.nii.gz"
    try VolumeWriter.write(
      Volume(storedGeometry: Geometry(shape: shape, affine: affine), voxels: buffer), to: path)

    let loader = try VolumeLoader(path: path)
    let seen = loader.volume
    #expect(seen.voxels.loadedCount == 0)
    var fractions: [Double] = []
    try loader.load(progress: { fraction in
      fractions.append(fraction)
      #expect(seen.voxels.loadedCount == Int((fraction * Double(shape.count)).rounded()))
    })
    #expect(fractions.count == 5 && fractions == fractions.sorted() && fractions.last == 1)
    #expect(memcmp(seen.voxels.base, buffer.base, shape.count * 2) == 0)
    try loader.load()

    let cancelled = try VolumeLoader(path: path)
    #expect(throws: CancellationError.self) { try cancelled.load(isCancelled: { true }) }
  }

  @Test func turnsToFloatOnceAValueDoesNotFit() throws {
    let folder = try TemporaryFolder()
    let shape = GridShape(x: 128, y: 128, z: 40)
    let buffer = try #require(VoxelBuffer(scalar: .float32, count: shape.count))
    let voxels = buffer.base.assumingMemoryBound(to: Float.self)
    for i in 0..<shape.count { voxels[i] = Float(i % 3000 - 1000) }
    voxels[500_000] = 12.25
    let affine = try Volume.read(Fixture.path("placed_lps_both.nii")).storedGeometry.affine
    let path = folder.path + "/scan.nii"
    try VolumeWriter.write(
      Volume(storedGeometry: Geometry(shape: shape, affine: affine), voxels: buffer), to: path)
    let loader = try VolumeLoader(path: path)
    #expect(loader.volume.voxels.scalar == .int16)
    var scalars: [VoxelBuffer.Scalar] = []
    try loader.load(progress: { _ in scalars.append(loader.volume.voxels.scalar) })
    #expect(scalars == [.int16, .float32, .float32])
    #expect(loader.volume.voxels.isComplete)
    #expect(memcmp(loader.volume.voxels.base, buffer.base, shape.count * 4) == 0)
  }
}
