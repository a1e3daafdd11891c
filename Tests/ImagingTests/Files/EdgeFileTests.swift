import Foundation
import Testing

@testable import Imaging

/// Valid but odd NIfTI files, and files that must be refused, from the nifti-rs project.
@Suite(.enabled(if: RealData.isPresent))
struct EdgeFileTests {
  /// What nibabel reads; the affine by the diagonal and the origin, since none of these is turned.
  struct Readable: Sendable, CustomTestStringConvertible {
    let file: String
    let count: Int
    let least: Float
    let most: Float
    let sum: Double
    let diagonal: [Double]
    let origin: [Double]
    var testDescription: String { file }
  }

  static let unit = [1.0, 1, 1]
  static let zero = [0.0, 0, 0]
  static let readable: [Readable] =
    [
      Readable(
        file: "avg152T1_LR_nifti.nii.gz", count: 902_629, least: 0, most: 255, sum: 74_825_382,
        diagonal: [-2, 2, 2], origin: [90, -126, -72]),
      Readable(
        file: "f32.nii.gz", count: 1331, least: 0, most: 1, sum: 166.00000071525574, diagonal: unit,
        origin: zero),
      Readable(
        file: "minimal_extended_hdr.nii", count: 64, least: 0, most: 0, sum: 0, diagonal: unit, origin: zero),
      Readable(
        file: "zstat1.nii.gz", count: 86016, least: -8.710750579833984, most: 18.582529067993164,
        sum: 11648.372022011292, diagonal: [-4, 4, 6], origin: zero),
    ]
    + ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"].map {
      Readable(file: $0 + ".nii", count: 27, least: 0, most: 26, sum: 351, diagonal: unit, origin: zero)
    }
    + ["hdr", "hdr.gz", "img", "img.gz", "nii", "nii.gz"].map {
      Readable(
        file: "minimal." + $0, count: 40960, least: 0, most: 63, sum: 1_290_240, diagonal: [-3, 3, 3],
        origin: [94.5, -94.5, -13.5])
    }

  @Test(arguments: readable)
  func opensWithNibabelsValues(expected: Readable) throws {
    let volume = try Volume.read(RealData.path("nifti_edge_nifti-rs/" + expected.file))
    let values = volume.voxels.all
    #expect(values.count == expected.count)
    #expect(values.min() == expected.least)
    #expect(values.max() == expected.most)
    #expect(isClose([values.reduce(0.0) { $0 + Double($1) }], [expected.sum], 1e-9))
    let rows = volume.storedGeometry.affine.rows
    #expect([rows[0], rows[5], rows[10]] == expected.diagonal)
    #expect([rows[3], rows[7], rows[11]] == expected.origin)
  }

  /// File, and the field that the refusal names.
  static let refused = [
    ("3D.nii", "datatype"), ("4D.nii", "datatype"), ("complex32.nii", "datatype"),
    ("complex64.nii", "datatype"),
    ("README.md", "sizeof_hdr"), ("avg152T1_LR_nifti.hdr.gz", "file"), ("minimal2.hdr", "file"),
    ("minimal2.img.gz", "file"), ("crash-1.nii", "sizeof_hdr"),
    ("crash-08123ef33416bd6f0c5fa63d44b681b8581d62a0", "sizeof_hdr"),
    ("crash-98aa054390f8d3f932f190dc22ef62c6ff2d6619", "sizeof_hdr"),
    ("crash-d03c6346fe83a026738f6b8cd2a9335a3f8cb158", "sizeof_hdr"),
    ("crash-ed7d46344d7efb3b9f0c374d66d2e02f66cc447d.nii", "sizeof_hdr"),
  ]

  @Test(arguments: refused)
  func refusesNamingTheField(file: String, field: String) {
    let error = #expect(throws: ImagingError.self) {
      try Volume.read(RealData.path("nifti_edge_nifti-rs/" + file))
    }
    #expect(error?.field == field)
    #expect(error?.description.contains(file.split(separator: ".")[0]) == true)
  }

  @Test func coversTheFolder() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: RealData.path("nifti_edge_nifti-rs"))
    #expect(Set(names) == Set(Self.readable.map(\.file) + Self.refused.map(\.0)))
  }
}

/// The real scans: extremes and sums as nibabel reads them.
@Suite(.enabled(if: RealData.isPresent))
struct RealScanTests {
  static let scans: [(String, Float, Float, Double, String)] = [
    ("ts_example_ct/ct.nii.gz", -1207, 3382, -496_851_173, "RAS"),
    ("ts_example_ct_sm/ct.nii.gz", -1100, 1207, -130_894_872, "RAS"),
    ("sts/STS_001_CT_image.nii.gz", -1000, 1397, -523_058_985, "LPS"),
    ("crlm1004/ct.nii.gz", -3024, 1377, -11_949_364_863, "LPS"),
  ]

  @Test(arguments: scans)
  func staysInt16(file: String, least: Float, most: Float, sum: Double, orientation: String) throws {
    let volume = try Volume.read(RealData.path(file))
    #expect(volume.voxels.scalar == .int16)
    #expect(volume.orientation.code == orientation)
    let values = UnsafeBufferPointer(
      start: volume.voxels.base.assumingMemoryBound(to: Int16.self), count: volume.voxels.count)
    let found = extremes(values)
    #expect(Float(found.least) == least && Float(found.most) == most)
    #expect(Double(values.reduce(0) { $0 + Int($1) }) == sum)
  }

  @Test func opensALargeChest() throws {
    let loader = try VolumeLoader(path: RealData.path("lidc_0314/ct_every2nd_slice.nii.gz"))
    try loader.load()
    #expect(loader.volume.geometry.shape == GridShape(x: 512, y: 512, z: 138))
    #expect(loader.volume.voxels.scalar == .int16 && loader.volume.voxels.isComplete)
    #expect(loader.warnings.isEmpty)
  }

  @Test func refusesAPicture() {
    let error = #expect(throws: ImagingError.self) {
      try Volume.read(RealData.path("ts_example_ct/spine_report_RGB24.nii.gz"))
    }
    #expect(error?.field == "datatype")
  }
}
