import Anatomy
import Foundation
import Testing

@testable import Imaging

/// A small label map made in memory.
struct Sample {
  let map: LabelMap
  let ids: [Int]

  /// Ids by voxel in storage order on a grid of 4 x 3 x 2.
  init(_ ids: [Int], names: [(Int, String)] = [], scalar: VoxelBuffer.Scalar = .uint8) throws {
    self.ids = ids
    let affine = try Volume.read(Fixture.path("placed_lps_both.nii")).storedGeometry.affine
    let buffer = try #require(VoxelBuffer(scalar: scalar, count: 24))
    for (i, id) in ids.enumerated() {
      if scalar == .uint8 {
        buffer.base.storeBytes(of: UInt8(id), toByteOffset: i, as: UInt8.self)
      } else {
        buffer.base.storeBytes(of: UInt16(id), toByteOffset: i * 2, as: UInt16.self)
      }
    }
    buffer.publish(24)
    map = LabelMap(
      volume: Volume(
        storedGeometry: Geometry(shape: GridShape(x: 4, y: 3, z: 2), affine: affine), voxels: buffer),
      table: .build(names.compactMap { LabelName(id: $0.0, name: $0.1) }, present: []))
  }

  static let ids = (0..<24).map { [0, 1, 2, 5, 0, 7][$0 % 6] }
}

struct LabelMapReaderTests {
  @Test func anyTypeOfIdsGivesTheSameMap() throws {
    let folder = try TemporaryFolder()
    let header = Fixture.bytes("placed_lps_both.nii").prefix(352)
    for datatype in NIfTIDatatype.allCases {
      var bytes = Array(header)
      bytes[NIfTILayout.version1.datatype] = UInt8(datatype.rawValue & 255)
      bytes[NIfTILayout.version1.datatype + 1] = UInt8(datatype.rawValue >> 8)
      for id in Sample.ids {
        let bits: UInt64 =
          datatype == .float32
          ? UInt64(Float(id).bitPattern) : datatype == .float64 ? Double(id).bitPattern : UInt64(id)
        bytes += (0..<datatype.size).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
      }
      let map = try LabelMapReader.read(path: folder.write("labels.nii", bytes))
      #expect(map.volume.voxels.scalar == .uint8)
      #expect(map.volume.voxels.all == Sample.ids.map { Float($0) })
      #expect(map.table.entries.map(\.id) == [1, 2, 5, 7])
      #expect(map.table[5]?.name == "label 5")
    }
  }

  @Test func idsAbove255Widen() throws {
    let folder = try TemporaryFolder()
    var ids = Sample.ids
    ids[20] = 300
    let sample = try Sample(ids, scalar: .uint16)
    let path = folder.path + "/labels.nii"
    try LabelMapWriter.write(sample.map, to: path)
    let map = try LabelMapReader.read(path: path)
    #expect(map.volume.voxels.scalar == .uint16)
    #expect(map.volume.voxels.all == ids.map { Float($0) })
    #expect(map.table.highestID == 300)
  }

  @Test(arguments: ["int16_le_n1.hdr", "float32_wide.nii.gz", "scaled_slope0.5.nii", "uint32_wide.nii.gz"])
  func valuesThatAreNoIdsAreRefused(file: String) {
    let error = #expect(throws: ImagingError.self) { try LabelMapReader.read(path: Fixture.path(file)) }
    #expect(error?.field == "voxels")
  }

  @Test func namesComeFromTheMostParticularPlace() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/case.nii.gz"
    let sample = try Sample(Sample.ids, names: [(5, "from the header")])
    try LabelMapWriter.write(sample.map, to: path)
    func name() throws -> String? { try LabelMapReader.read(path: path).table[5]?.name }
    #expect(try name() == "from the header")
    let explicit = try folder.write("names.json", #"{"5": "explicit"}"#)
    #expect(try LabelMapReader.read(path: path, names: explicit).table[5]?.name == "explicit")

    try LabelMapWriter.write(try Sample(Sample.ids).map, to: path)
    for (file, text) in [
      ("dataset.json", #"{"labels": {"from dataset": 5}}"#), ("case.json", #"{"5": "from json"}"#),
      ("case.label", "5 1 2 3 1 1 1 \"from label\""), ("case_itksnap.txt", "5 1 2 3 1 1 1 \"from itksnap\""),
      ("case.ctbl", "5 from_ctbl 1 2 3 255"),
    ] {
      // The writer left files without names; they are passed over.
      _ = try folder.write(file, text)
    }
    for (file, expected) in [
      ("case.ctbl", "from_ctbl"), ("case_itksnap.txt", "from itksnap"), ("case.label", "from label"),
      ("case.json", "from json"), ("dataset.json", "from dataset"),
    ] {
      #expect(try name() == expected)
      try FileManager.default.removeItem(atPath: folder.path + "/" + file)
    }
    let reading = try LabelMapReader.open(path: path)
    #expect(reading.map.table[5]?.name == "label 5" && reading.namesFrom == nil)
    _ = try folder.write("case.ctbl", "nonsense")
    #expect(try LabelMapReader.open(path: path).warnings.contains { $0.contains("case.ctbl") })
    let broken = try folder.write("broken.json", "{")
    #expect(throws: ImagingError.self) { try LabelMapReader.read(path: path, names: broken) }
  }

  @Test func aFolderOfMasksBecomesOneMap() throws {
    let folder = try TemporaryFolder()
    func mask(_ name: String, _ voxels: Set<Int>) throws {
      let sample = try Sample((0..<24).map { voxels.contains($0) ? 1 : 0 })
      try VolumeWriter.write(sample.map.volume, to: folder.path + "/" + name)
    }
    try mask("liver.nii.gz", [1, 2, 3])
    try mask("spleen.nii", [3, 4])
    _ = try folder.write("statistics.json", "{}")
    let reading = try LabelMapReader.open(path: folder.path)
    let table = reading.map.table
    let liver = try #require(table.entries.first { $0.name == "liver" })
    let spleen = try #require(table.entries.first { $0.name == "spleen" })
    // The catalogue's order decides, not the alphabet's or the folder's.
    let order = OrganCatalogue.organs.map(\.id).filter { ["liver", "spleen"].contains($0) }
    #expect(table.entries.map(\.organ) == order)
    let later = Float(max(liver.id, spleen.id))
    let values = reading.map.volume.voxels.all
    #expect(values[1] == Float(liver.id) && values[4] == Float(spleen.id) && values[3] == later)
    #expect(values[0] == 0 && reading.map.volume.voxels.isComplete)
    #expect(reading.warnings.contains { $0.hasPrefix("1 voxels belong to more than one") })

    try FileManager.default.copyItem(
      atPath: Fixture.path("uint8_le_n1.nii"), toPath: folder.path + "/stomach.nii")
    let error = #expect(throws: ImagingError.self) { try LabelMapReader.read(path: folder.path) }
    #expect(error?.field == "grid" && error?.file.hasSuffix("stomach.nii") == true)
  }

  @Test func unknownMasksComeBehindTheCatalogues() {
    #expect(
      LabelTable.catalogueOrder(["zebra", "apple", "spleen", "kidney_right"]).suffix(2) == ["apple", "zebra"])
  }

  @Test func coloursOfAFileCountAndElseTheCatalogues() throws {
    let own = OrganColor(red: 1, green: 2, blue: 3)
    let names = [LabelName(id: 5, name: "liver"), LabelName(id: 1, name: "spleen", color: own)].compactMap {
      $0
    }
    let table = LabelTable.build(names, present: [1, 5, 9])
    #expect(table[1]?.color == own && table[1]?.organ == "spleen")
    #expect(table[5]?.color == OrganCatalogue.organ("liver")?.color && table[5]?.organ == "liver")
    #expect(table[9]?.name == "label 9" && table[9]?.organ == nil)
  }

  @Test func anEmptyFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ImagingError.self) { try LabelMapReader.read(path: folder.path) }
    #expect(error?.field == "folder")
  }

  @Test func gridsAreComparedInThePatient() throws {
    let one = try Volume.read(Fixture.path("placed_lps_both.nii"))
    let other = try Volume.read(Fixture.path("placed_asl_both.nii"))
    try one.requireSameGrid(as: one, file: "labels")
    let error = #expect(throws: ImagingError.self) { try one.requireSameGrid(as: other, file: "labels.nii") }
    #expect(error?.file == "labels.nii" && error?.field == "grid")
    // The same grid stored backwards along x.
    let a = one.storedGeometry.affine
    let turned = Affine(
      columnX: a.columnX * -1, columnY: a.columnY, columnZ: a.columnZ, origin: a.apply(x: 3, y: 0, z: 0))
    let copy = Volume(
      storedGeometry: Geometry(shape: one.storedGeometry.shape, affine: turned), voxels: one.voxels)
    try copy.requireSameGrid(as: one, file: "labels")
  }
}

@Suite(.enabled(if: RealData.isPresent))
struct RealLabelMapTests {
  /// File, names given, organs present, sum of ids, voxels of id 5: as nibabel reads them.
  static let maps: [(String, String?, Int, Double, Int)] = [
    ("ts_example_ct/label_v1_104.nii.gz", "ts_example_ct/labels_v1.json", 104, 21_094_893, 41602),
    ("ts_example_ct/label_v2fast_117.nii.gz", nil, 117, 15_188_945, 41692),
    (
      "ts_dataset_s0327_labels_only/label_v2_117.nii.gz", "ts_dataset_s0327_labels_only/labels_v2.json", 117,
      182_861_842, 382_544
    ),
    ("ts_example_ct_sm/label_v2_117.nii.gz", nil, 117, 2_734_697, 38634),
  ]

  @Test(arguments: maps)
  func reads(file: String, names: String?, named: Int, sum: Double, liver: Int) throws {
    let map = try LabelMapReader.read(path: RealData.path(file), names: names.map(RealData.path))
    #expect(map.volume.voxels.scalar == .uint8)
    #expect(map.table.entries.count == named)
    #expect(map.table[5]?.name == "liver" && map.table[5]?.organ == "liver")
    let values = map.volume.voxels.all
    #expect(values.reduce(0.0) { $0 + Double($1) } == sum)
    #expect(values.count { $0 == 5 } == liver)
  }

  @Test func fitsItsScan() throws {
    let scan = try VolumeLoader(path: RealData.path("ts_example_ct/ct.nii.gz")).volume
    let map = try LabelMapReader.read(path: RealData.path("ts_example_ct/label_v2fast_117.nii.gz"))
    try map.volume.requireSameGrid(as: scan, file: "labels")
    let other = try LabelMapReader.read(path: RealData.path("ts_example_ct_sm/label_v2_117.nii.gz"))
    #expect(throws: ImagingError.self) { try other.volume.requireSameGrid(as: scan, file: "labels") }
  }
}
