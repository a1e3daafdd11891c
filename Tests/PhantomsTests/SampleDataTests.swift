import Foundation
import Imaging
import Testing

@testable import Phantoms

/// What lies in SampleData is what the program draws today, and small.
@Suite struct SampleDataTests {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "SampleData").path(percentEncoded: false)

  static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  static func bytes(_ folder: String, _ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: folder + "/" + name))
  }

  @Test(arguments: SamplePatient.allCases)
  func sampleDataIsWhatIsDrawn(_ sample: SamplePatient) throws {
    let kept = "\(Self.folder)/\(sample.rawValue)"
    let copy = URL(filePath: NSTemporaryDirectory()).appending(
      path: "fabrica-sample-\(UUID().uuidString)/new")
    let made = copy.path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(at: copy.deletingLastPathComponent()) }
    try PatientFiles.write(sample.made, to: made, threads: 2)
    let names = try Self.names(made)
    #expect(try Self.names(kept) == names)
    for name in names {
      if name.hasSuffix(".gz") {
        // Another version of the compressor packs the same bytes differently: what is packed is compared.
        let (a, b) = (try Volume.read(kept + "/" + name), try Volume.read(made + "/" + name))
        #expect(a.storedGeometry == b.storedGeometry, "\(name)")
        #expect(BodyPhantomTests.same(a, b), "\(name)")
      } else {
        #expect(try Self.bytes(kept, name) == Self.bytes(made, name), "\(name)")
      }
    }
  }

  @Test func everySampleHasItsFolderAndNothingElseLiesThere() throws {
    #expect(try Self.names(Self.folder) == SamplePatient.allCases.map(\.rawValue).sorted())
    for sample in SamplePatient.allCases {
      let names = try Self.names("\(Self.folder)/\(sample.rawValue)")
      for name in PatientFiles.names(for: sample.made.patient) { #expect(names.contains(name)) }
    }
  }

  @Test func sampleDataIsSmall() throws {
    let sizes = try SamplePatient.allCases.flatMap { sample in
      let folder = "\(Self.folder)/\(sample.rawValue)"
      return try Self.names(folder).map { try Self.bytes(folder, $0).count }
    }
    #expect(sizes.reduce(0, +) < 15_000_000)
  }

  @Test func unwritableFolderIsAnErrorThatNamesIt() {
    #expect {
      try PatientFiles.makeFolder("/proc/nothing/here")
    } throws: { error in
      guard let error = error as? ImagingError, case .unwritable = error.problem else { return false }
      return error.file == "/proc/nothing/here"
    }
  }
}
