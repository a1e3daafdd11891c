import Anatomy
import Foundation
import Imaging
import Testing

@testable import Phantoms

/// Data sets of synthetic patients as nnU-Net reads them.
@Suite struct DatasetTests {
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "fabrica-set-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path(percentEncoded: false))
  }

  static func maker(_ training: Int, seed: UInt64 = 1) -> DatasetMaker {
    DatasetMaker(.headNeck, training: training, test: 1, seed: seed, spacing: 8, threads: 2)
  }

  @Test func aDataSetIsWhatNNUNetExpects() throws {
    try Self.withFolder { folder in
      let root = try Self.maker(2).make(in: folder)
      #expect(root == folder + "/Dataset803_PhantomHeadNeck")
      let json = try JSONDecoder().decode(
        DatasetDescription.self, from: Data(contentsOf: URL(filePath: root + "/dataset.json")))
      #expect(json.numTraining == 2 && json.fileEnding == ".nii.gz" && json.channelNames == ["0": "CT"])
      #expect(json.labels.count == 14 && json.labels["background"] == 0 && json.labels["brainstem"] == 1)
      for name in ["Tr/head-neck_0001", "Tr/head-neck_0002", "Ts/head-neck_9001"] {
        let image = try Volume.read("\(root)/images\(name)_0000.nii.gz")
        let labels = try LabelMapReader.read(path: "\(root)/labels\(name).nii.gz").volume
        #expect(image.storedGeometry == labels.storedGeometry)
        #expect(image.voxels.scalar == .int16)
        let ids = Set((0..<labels.voxels.count).map { Int(labels.voxels[$0]) })
        #expect(ids.count > 3 && ids.isSubset(of: Set(0...13)), "\(name)")
      }
    }
  }

  @Test func labelMapsOfOthersArePainted() throws {
    try Self.withFolder { folder in
      try PatientFiles.makeFolder(folder)
      let source = folder + "/belly.nii.gz"
      try LabelMapWriter.write(LabelPainterTests.map, to: source)
      var maker = DatasetMaker(.total, training: 1, seed: 3, spacing: 12, threads: 2)
      maker.paintings = [Painting.Source(path: source)]
      maker.copies = 2
      let root = try maker.make(in: folder)
      let json = try JSONDecoder().decode(
        DatasetDescription.self, from: Data(contentsOf: URL(filePath: root + "/dataset.json")))
      #expect(json.numTraining == 3 && json.labels["ignore"] == 104 && json.labels.count == 105)
      let cases = try (1...2).map { number in
        (
          image: try Volume.read("\(root)/imagesTr/total_painted_000\(number)_0000.nii.gz"),
          labels: try LabelMapReader.read(path: "\(root)/labelsTr/total_painted_000\(number).nii.gz").volume
        )
      }
      #expect(cases[0].labels.voxels.ids == cases[1].labels.voxels.ids)
      #expect(cases[0].image.storedGeometry == cases[0].labels.storedGeometry)
      // The liver has its own brightness in the first, any in the second; its voxels are those of the map.
      let liver = try #require(OrganTask.total.organs.firstIndex(of: "liver")) + 1
      let id = try #require(LabelPainterTests.map.table.entries.first { $0.name == "liver" }).id
      let places = LabelPainterTests.map.volume.voxels.ids.map { $0 == id }
      #expect(cases[0].labels.voxels.ids.map { $0 == liver } == places)
      #expect(cases[0].image.voxels.ids != cases[1].image.voxels.ids)
      // Another map in its place is another data set.
      maker.paintings = [Painting.Source(path: "\(root)/labelsTr/total_painted_0001.nii.gz")]
      #expect(throws: DatasetError.otherSettings(file: root + "/cases.json")) { try maker.make(in: folder) }
    }
  }

  @Test func aLabelBecomesTheClassItIsKnownToBe() throws {
    let names = ["liver", "heart", "aortic_arch", "aorta", "something else", "heart_ventricle_left"]
    let table = LabelTable.named(names.enumerated().map { (id: $0.offset + 1, name: $0.element) })
    let ids = Array(0...names.count)
    func classes(_ task: OrganTask) throws -> [Int] {
      let affine = Affine(
        columnX: Vector3(x: 1, y: 0, z: 0), columnY: Vector3(x: 0, y: 1, z: 0),
        columnZ: Vector3(x: 0, y: 0, z: 1), origin: Vector3(x: 0, y: 0, z: 0))
      let volume = Volume(
        storedGeometry: Geometry(shape: GridShape(x: ids.count, y: 1, z: 1), affine: affine),
        voxels: try Voxels.buffer(.uint8, count: ids.count, file: "test"))
      for (offset, id) in ids.enumerated() {
        volume.voxels.base.assumingMemoryBound(to: UInt8.self)[offset] = UInt8(id)
      }
      volume.voxels.publish(ids.count)
      let found = try TaskLabels(table, task: task).map(LabelMap(volume: volume, table: table))
      return found.volume.voxels.ids
    }
    func total(_ organ: Organ.ID) throws -> Int {
      try #require(OrganTask.total.organs.firstIndex(of: organ)) + 1
    }
    #expect(
      try classes(.total) == [
        0, total("liver"), 104, total("aorta"), total("aorta"), 0, total("heart_ventricle_left"),
      ])
    // Which third of the aorta it is nobody said.
    let arch = try #require(OrganTask.chest.organs.firstIndex(of: "aortic_arch")) + 1
    #expect(try classes(.chest) == [0, 0, 0, arch, 32, 0, 0])
  }

  @Test func whatIsThereIsNotMadeAgainAndMoreCanBeAsked() throws {
    try Self.withFolder { folder in
      let root = try Self.maker(1).make(in: folder)
      let first = root + "/imagesTr/head-neck_0001_0000.nii.gz"
      // Something else in its place would be seen to be made again.
      try Data("kept".utf8).write(to: URL(filePath: first))
      _ = try Self.maker(2).make(in: folder)
      #expect(try String(contentsOfFile: first, encoding: .utf8) == "kept")
      #expect(FileManager.default.fileExists(atPath: root + "/labelsTr/head-neck_0002.nii.gz"))
    }
  }

  @Test func aFolderOfAnotherSeedIsRefused() throws {
    try Self.withFolder { folder in
      let root = try Self.maker(1).make(in: folder)
      #expect(throws: DatasetError.otherSettings(file: root + "/cases.json")) {
        try Self.maker(1, seed: 2).make(in: folder)
      }
    }
  }

  @Test func stoppingKeepsWhatIsDone() throws {
    try Self.withFolder { folder in
      var asked = 0
      #expect {
        try Self.maker(2).make(
          in: folder,
          isCancelled: {
            asked += 1
            return asked > 1
          })
      } throws: { error in
        guard case DatasetError.cancelled(let root, 1, 3) = error else { return false }
        return !FileManager.default.fileExists(atPath: root + "/dataset.json")
          && FileManager.default.fileExists(atPath: root + "/labelsTr/head-neck_0001.nii.gz")
      }
    }
  }

  @Test(arguments: OrganTask.allCases) func casesFollowFromTheirNumber(_ task: OrganTask) {
    let cases = (1...60).map { DatasetCase($0, of: .of(task), seed: 5) }
    #expect(cases == (1...60).map { DatasetCase($0, of: .of(task), seed: 5) })
    #expect(Set(cases.map(\.patient.seed)).count == 60)
    #expect(Set(cases.map(\.scan.phase)).count > 1)
    for item in cases {
      #expect(item.scores.upperBound - item.scores.lowerBound > 0.2)
      if task == .esophagus { #expect(item.patient.pathologies.contains(.oesophagealTumour)) }
      if task == .headNeck { #expect(item.patient.arms == .lowered) }
    }
  }
}

extension VoxelBuffer {
  /// The values as whole numbers.
  fileprivate var ids: [Int] { (0..<count).map { Int(self[$0]) } }
}
