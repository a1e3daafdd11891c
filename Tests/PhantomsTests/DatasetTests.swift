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
