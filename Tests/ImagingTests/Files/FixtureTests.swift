import Testing

@testable import Imaging

/// Every datatype, byte order, version and container against what nibabel reads.
struct FixtureTests {
  @Test func thereAreFixtures() {
    #expect(Fixture.all.count >= 70)
  }

  @Test(arguments: Fixture.all)
  func readsAsNibabelDoes(expected: Fixture.Expected) throws {
    let loader = try VolumeLoader(path: Fixture.path(expected.file))
    try loader.load()
    let volume = loader.volume
    #expect(volume.voxels.scalar.rawValue == expected.scalar)
    let shape = volume.storedGeometry.shape
    let extents = expected.shape + Array(repeating: 1, count: max(0, 3 - expected.shape.count))
    #expect([shape.x, shape.y, shape.z] == Array(extents.prefix(3)))
    #expect(volume.voxels.isComplete)
    // The sform is stored as such; a qform goes through a quaternion in single precision.
    let tolerance = loader.source.affineChoice == .qform ? 2e-6 : 0
    #expect(isClose(volume.storedGeometry.affine.rows, Array(expected.affine.prefix(12)), tolerance))
    let values = volume.voxels.all
    #expect(isClose([values.reduce(0.0) { $0 + Double($1) }], [expected.sum], 1e-6))
    if !expected.values.isEmpty { #expect(values == expected.values.map { Float($0) }) }
  }

  @Test func saysWhatTheFileSays() throws {
    let source = try VolumeLoader(path: Fixture.path("uint16_be_n1.nii.gz")).source
    #expect(source.format == "NIfTI-1, gzip")
    #expect(source.datatype == .uint16)
    #expect(source.byteOrder == .big)
    #expect(source.affineChoice == .sform)
    #expect(source.qformCode == 1 && source.sformCode == 1)
    let pair = try VolumeLoader(path: Fixture.path("uint8_be_n2.img.gz")).source
    #expect(pair.format == "NIfTI-2 pair, gzip")
    let scaled = try VolumeLoader(path: Fixture.path("scaled_slope2_inter5.nii")).source
    #expect(scaled.slope == 2 && scaled.inter == 5)
  }

  @Test(arguments: [
    ("shape_2d.nii", "2-D"), ("shape_slice.nii", "single slice"),
    ("placed_neither.nii", "left and right are a guess"),
    ("uint8_le_n1.nii", "not a CT in HU"),
  ])
  func warns(file: String, words: String) throws {
    let loader = try VolumeLoader(path: Fixture.path(file))
    try loader.load()
    #expect(loader.warnings.contains { $0.contains(words) }, "\(loader.warnings)")
  }

  @Test(arguments: ["int16_be_n1.nii", "placed_lps_both.nii", "float32_le_n2.nii.gz"])
  func doesNotWarnOfAnOrdinaryScan(file: String) throws {
    let loader = try VolumeLoader(path: Fixture.path(file))
    try loader.load()
    #expect(loader.warnings.isEmpty)
  }

  @Test func everyWayToStoreAGridGivesTheSameCanonicalVolume() throws {
    let both = try Volume.read(Fixture.path("placed_asl_both.nii"))
    let sform = try Volume.read(Fixture.path("placed_asl_sform_n2.nii"))
    #expect(both.orientation.code == "ASL")
    #expect(both.geometry.matches(sform.geometry, tolerance: 1e-6))
  }
}
