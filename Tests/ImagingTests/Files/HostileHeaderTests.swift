import Foundation
import Testing

@testable import Imaging

/// A change to a valid file, and what must come of it.
struct Hostile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let version: Int
  let field: String
  let change: @Sendable (inout [UInt8], NIfTILayout) -> Void

  init(
    _ name: String, _ version: Int, _ field: String,
    _ change: @escaping @Sendable (inout [UInt8], NIfTILayout) -> Void
  ) {
    testDescription = "NIfTI-\(version) \(name)"
    self.version = version
    self.field = field
    self.change = change
  }

  /// The changed file's bytes.
  var bytes: [UInt8] {
    var bytes = Fixture.bytes(version == 1 ? "placed_lps_both.nii" : "placed_lps_both_n2.nii")
    change(&bytes, version == 1 ? .version1 : .version2)
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func put(_ value: Int, at offset: Int, width: Int) {
    for i in 0..<width { self[offset + i] = UInt8(truncatingIfNeeded: value >> (8 * i)) }
  }

  fileprivate mutating func put(real value: Double, at offset: Int, _ layout: NIfTILayout) {
    let bits = layout.version == 1 ? Int(Float(value).bitPattern) : Int(truncatingIfNeeded: value.bitPattern)
    put(bits, at: offset, width: layout.realWidth)
  }

  fileprivate mutating func put(dim axis: Int, _ value: Int, _ layout: NIfTILayout) {
    put(value, at: layout.dim + axis * layout.dimWidth, width: layout.dimWidth)
  }
}

/// Headers that lie: each is refused with the field named, quickly, and nothing traps.
struct HostileHeaderTests {
  static let refused: [Hostile] =
    bothVersions("sizeof_hdr", "sizeof_hdr", [0, 350]) { bytes, _, value in bytes.put(value, at: 0, width: 4)
    }
    + bothVersions("magic", "magic", [0]) { bytes, layout, _ in
      bytes.replaceSubrange(layout.magic..<layout.magic + 3, with: Array("xxx".utf8))
    }
    + bothVersions("dim[0]", "dim[0]", [0, 8, 200, -5, -1_000_000, 1_000_000_000]) { bytes, layout, value in
      let short = layout.version == 1 ? Int(Int16(clamping: value)) : value
      bytes.put(dim: 0, short, layout)
    }
    + bothVersions("dim[2]", "dim[2]", [0, -4]) { bytes, layout, value in bytes.put(dim: 2, value, layout) }
    + bothVersions("dim[3] too large", "dim", [30000]) { bytes, layout, value in
      bytes.put(dim: 3, value, layout)
    }
    + bothVersions("datatype", "datatype", [0, 1, 9999, 32, 128, 1536, 2304, -1]) { bytes, layout, value in
      bytes.put(value, at: layout.datatype, width: 2)
    }
    + bothVersions("frames", "dim[4]", [2]) { bytes, layout, value in
      bytes.put(dim: 0, 4, layout)
      bytes.put(dim: 4, value, layout)
    }
    + bothVersions("one axis", "dim[0]", [1]) { bytes, layout, value in bytes.put(dim: 0, value, layout) }
    + reals("scl_slope", "scl_slope", [.nan, .infinity, 3e38]) { $0.slope }
    + reals("scl_inter", "scl_inter", [.nan, -.infinity, 3e38]) { $0.inter }
    + reals("pixdim[1]", "pixdim[1]", [0, .nan, -0.7, .infinity]) { $0.pixdim + $0.realWidth }
    + reals("srow_x", "srow", [.nan, .infinity, 0, 1e30]) { $0.srow }
    + [
      Hostile("vox_offset NaN", 1, "vox_offset") { $0.put(real: .nan, at: $1.voxOffset, $1) },
      Hostile("vox_offset 1e30", 1, "vox_offset") { $0.put(real: 1e30, at: $1.voxOffset, $1) },
      Hostile("vox_offset -100", 1, "vox_offset") { $0.put(real: -100, at: $1.voxOffset, $1) },
      Hostile("vox_offset 353.7", 1, "vox_offset") { $0.put(real: 353.7, at: $1.voxOffset, $1) },
      Hostile("vox_offset 100", 1, "vox_offset") { $0.put(real: 100, at: $1.voxOffset, $1) },
      Hostile("vox_offset past the end", 1, "vox_offset") { $0.put(real: 100_000, at: $1.voxOffset, $1) },
      Hostile("vox_offset negative", 2, "vox_offset") { $0.put(-1, at: $1.voxOffset, width: 8) },
      Hostile("vox_offset largest", 2, "vox_offset") { $0.put(.max, at: $1.voxOffset, width: 8) },
      Hostile("19 GB in 400 bytes", 1, "dim") { bytes, layout in
        for (axis, extent) in [32767, 32767, 9].enumerated() { bytes.put(dim: axis + 1, extent, layout) }
      },
      Hostile("7 x 32767", 1, "dim[5]") { bytes, layout in
        for axis in 0...7 { bytes.put(dim: axis, axis == 0 ? 7 : 32767, layout) }
      },
      Hostile("2^21 x 2^21 x 2^22", 2, "dim[3]") { bytes, layout in
        for (axis, power) in [21, 21, 22].enumerated() { bytes.put(dim: axis + 1, 1 << power, layout) }
      },
      Hostile("dim[1] = 2^62", 2, "dim[1]") { $0.put(dim: 1, 1 << 62, $1) },
      Hostile("half the voxels", 1, "dim") { bytes, _ in bytes.removeLast(24) },
      Hostile("a header only", 1, "vox_offset") { bytes, _ in bytes.removeLast(bytes.count - 348) },
      Hostile("199 bytes", 1, "header") { bytes, _ in bytes.removeLast(bytes.count - 199) },
      Hostile("400 bytes", 2, "header") { bytes, _ in bytes.removeLast(bytes.count - 400) },
      Hostile("no byte", 1, "header") { bytes, _ in bytes = [] },
      Hostile("singular sform", 1, "srow") { bytes, layout in
        for row in 0..<3 { bytes.put(real: 1, at: layout.srow + (row * 4 + 1) * 4, layout) }
        for row in 0..<3 { bytes.put(real: 1, at: layout.srow + (row * 4) * 4, layout) }
      },
      Hostile("qform that is no rotation", 1, "quatern") { bytes, layout in
        bytes.put(0, at: layout.sformCode, width: 2)
        bytes.put(real: 1.5, at: layout.quaternion, layout)
      },
      Hostile("qform that is NaN", 2, "quatern") { bytes, layout in
        bytes.put(0, at: layout.sformCode, width: 4)
        bytes.put(real: .nan, at: layout.quaternion + 8, layout)
      },
    ]
    + [
      Hostile("300 extensions", 1, "extension 257") { bytes, layout in
        let item: [UInt8] = [16, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        bytes.insert(contentsOf: (0..<300).flatMap { _ in item }, at: 352)
        bytes[348] = 1
        bytes.put(real: 352 + 300 * 16, at: layout.voxOffset, layout)
      }
    ]
    + [0x7fff_fff0, -16, 0, 8, 649].map { size in
      Hostile("extension of \(size) bytes", 1, "extension 1 esize") { bytes, layout in
        bytes.insert(contentsOf: [UInt8](repeating: 0, count: 648), at: 352)
        bytes[348] = 1
        bytes.put(real: 1000, at: layout.voxOffset, layout)
        bytes.put(size, at: 352, width: 4)
      }
    }

  static func bothVersions(
    _ name: String, _ field: String, _ values: [Int],
    _ change: @escaping @Sendable (inout [UInt8], NIfTILayout, Int) -> Void
  ) -> [Hostile] {
    [1, 2].flatMap { version in
      values.map { value in
        Hostile("\(name) \(value)", version, field) { change(&$0, $1, value) }
      }
    }
  }

  static func reals(
    _ name: String, _ field: String, _ values: [Double], _ offset: @escaping @Sendable (NIfTILayout) -> Int
  ) -> [Hostile] {
    [1, 2].flatMap { version in
      values.map { value in
        Hostile("\(name) \(value)", version, field) { $0.put(real: value, at: offset($1), $1) }
      }
    }
  }

  @Test(arguments: refused)
  func refusesNamingTheField(hostile: Hostile) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("scan.nii", hostile.bytes)
    let error = #expect(throws: ImagingError.self) { try VolumeLoader(path: path) }
    #expect(error?.field == hostile.field, "\(error?.description ?? "opened")")
    #expect(error?.file == path)
  }

  /// Odd, but readable: opens with the values of the unchanged file and says why it is odd.
  static let warned: [Hostile] = [
    Hostile("vox_offset 0", 1, "vox_offset") { $0.put(real: 0, at: $1.voxOffset, $1) },
    Hostile("vox_offset 0", 2, "vox_offset") { $0.put(0, at: $1.voxOffset, width: 8) },
    Hostile("bitpix", 1, "bitpix") { $0.put(8, at: $1.bitpix, width: 2) },
    Hostile("slope 0", 1, "scl_slope") { $0.put(real: 0, at: $1.slope, $1) },
    Hostile("slope 0 with inter NaN", 2, "scl_slope") { bytes, layout in
      bytes.put(real: 0, at: layout.slope, layout)
      bytes.put(real: .nan, at: layout.inter, layout)
    },
    Hostile("1000 bytes behind", 1, "follow the voxels") { bytes, _ in
      bytes += [UInt8](repeating: 7, count: 1000)
    },
    Hostile("sform 5 mm off", 1, "disagree") { $0.put(real: 165, at: $1.srow + 12, $1) },
    Hostile("sform mirrored", 1, "disagree") { $0.put(real: 0.75, at: $1.srow, $1) },
    Hostile("tilted gantry", 2, "right angles") { $0.put(real: 1.2, at: $1.srow + 4 * 8 + 16, $1) },
    Hostile("pixdim unlike sform", 1, "pixdim[3]") { $0.put(real: 4, at: $1.pixdim + 12, $1) },
    Hostile("metres", 1, "metres") { $0.put(1, at: $1.units, width: 1) },
    Hostile("both codes 0", 1, "left and right") { bytes, layout in
      bytes.put(0, at: layout.sformCode, width: 2)
      bytes.put(0, at: layout.qformCode, width: 2)
    },
    Hostile("qform no rotation beside an sform", 1, "qform is no rotation") {
      $0.put(real: 2, at: $1.quaternion, $1)
    },
  ]

  @Test(arguments: warned)
  func opensWithAWarning(odd: Hostile) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("scan.nii", odd.bytes)
    let loader = try VolumeLoader(path: path)
    try loader.load()
    #expect(loader.warnings.contains { $0.contains(odd.field) }, "\(loader.warnings)")
    #expect(loader.volume.voxels.all == (try Volume.read(Fixture.path("placed_lps_both.nii"))).voxels.all)
  }

  @Test func voxelsThatAreNoNumberAreCountedAndReplaced() throws {
    let folder = try TemporaryFolder()
    var bytes = Fixture.bytes("float32_le_n1.nii")
    let values: [(Int, Float)] = [(1, .nan), (2, .infinity), (5, -.infinity)]
    for (voxel, value) in values { bytes.put(Int(value.bitPattern), at: 352 + 4 * voxel, width: 4) }
    let loader = try VolumeLoader(path: folder.write("scan.nii", bytes))
    try loader.load()
    #expect(loader.warnings.contains { $0.hasPrefix("3 voxels are not a number") })
    #expect(values.allSatisfy { loader.volume.voxels[$0.0] == -1024 })
    #expect(loader.volume.voxels.scalar == .int16)
  }

  @Test func aHeaderThatPromisesTerabytesIsRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    var bytes = Fixture.bytes("placed_lps_both.nii")
    for axis in 1...3 { bytes.put(dim: axis, 9000, .version1) }
    let path = try folder.write("scan.nii", bytes)
    let clock = ContinuousClock()
    let took = clock.measure { #expect(throws: ImagingError.self) { try VolumeLoader(path: path) } }
    #expect(took < .seconds(1))
  }

  @Test func aVolumeLargerThanMemoryIsRefusedBeforeItIsAllocated() throws {
    let folder = try TemporaryFolder()
    var bytes = Fixture.bytes("uint8_le_n1.nii")
    for axis in 1...3 { bytes.put(dim: axis, 10000, .version1) }
    let path = try folder.write("scan.nii", bytes)
    // A file with a hole: it has the length and takes no room.
    try #require(truncate(path, 1_000_000_000_352) == 0)
    let error = #expect(throws: ImagingError.self) { try VolumeLoader(path: path) }
    #expect(error?.problem == .outOfMemory(bytes: 2_000_000_000_000))
  }

  @Test func textOfAHeaderIsCleaned() throws {
    let folder = try TemporaryFolder()
    var bytes = Fixture.bytes("placed_lps_both.nii")
    let text = Array("\u{1b}]0;owned\u{7}liver".utf8)
    bytes.replaceSubrange(148..<148 + text.count, with: text)
    let source = try VolumeLoader(path: folder.write("scan.nii", bytes)).source
    #expect(source.description == "?]0;owned?liver")
  }
}
