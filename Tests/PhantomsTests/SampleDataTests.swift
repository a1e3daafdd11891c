import Foundation
import Imaging
import Testing

@testable import Phantoms

/// What lies in SampleData is what the program makes today, and small.
@Suite struct SampleDataTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "SampleData/torso").path(percentEncoded: false)

  static func bytes(_ folder: String, _ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: folder + "/" + name))
  }

  /// Made again into a folder of its own.
  static func withCopy<Result>(_ body: (String) throws -> Result) throws -> Result {
    let copy = URL(filePath: NSTemporaryDirectory()).appending(
      path: "fabrica-sample-\(UUID().uuidString)/new")
    let path = copy.path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(at: copy.deletingLastPathComponent()) }
    try SampleDataMaker.write(to: path)
    return try body(path)
  }

  @Test func sampleDataIsWhatThePhantomGives() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
    #expect(names == ["ct.nii.gz", "labels.ctbl", "labels.nii.gz", "labels_itksnap.txt"])
    try Self.withCopy { copy in
      #expect(try FileManager.default.contentsOfDirectory(atPath: copy).sorted() == names)
      for name in names where !name.hasSuffix(".gz") {
        #expect(try Self.bytes(copy, name) == Self.bytes(Self.folder, name), "\(name)")
      }
      // Another version of the compressor packs the same bytes differently: what is packed is compared.
      let kept = try Volume.read(Self.folder + "/ct.nii.gz")
      let made = try Volume.read(copy + "/ct.nii.gz")
      #expect(kept.storedGeometry == made.storedGeometry)
      #expect(Self.differing(kept, made) == 0)
      let keptLabels = try LabelMapReader.read(path: Self.folder + "/labels.nii.gz")
      let madeLabels = try LabelMapReader.read(path: copy + "/labels.nii.gz")
      #expect(keptLabels.table == madeLabels.table)
      #expect(Self.differing(keptLabels.volume, madeLabels.volume) == 0)
    }
  }

  private static func differing(_ a: Volume, _ b: Volume) -> Int {
    guard a.voxels.count == b.voxels.count, a.voxels.scalar == b.voxels.scalar else { return .max }
    let size = a.voxels.count * a.voxels.scalar.size
    return memcmp(a.voxels.base, b.voxels.base, size) == 0 ? 0 : 1
  }

  @Test func filesHoldWhatWasPainted() throws {
    let (ct, labels) = SampleDataMaker.phantom.make()
    let file = try Volume.read(Self.folder + "/ct.nii.gz")
    #expect(file.voxels.scalar == .int16)
    #expect(Self.differing(ct, file) == 0)
    let map = try LabelMapReader.read(path: Self.folder + "/labels.nii.gz")
    #expect(Self.differing(labels.volume, map.volume) == 0)
    #expect(map.table == labels.table)
  }

  @Test func sampleDataIsSmall() throws {
    let sizes = try FileManager.default.contentsOfDirectory(atPath: Self.folder).map {
      try Self.bytes(Self.folder, $0).count
    }
    #expect(sizes.reduce(0, +) < 2_000_000)
  }

  @Test func unwritableFolderIsAnErrorThatNamesIt() {
    #expect {
      try SampleDataMaker.write(TorsoPhantom(spacing: 12), to: "/proc/nothing/here")
    } throws: { error in
      guard let error = error as? ImagingError, case .unwritable = error.problem else { return false }
      return error.file == "/proc/nothing/here"
    }
  }
}
