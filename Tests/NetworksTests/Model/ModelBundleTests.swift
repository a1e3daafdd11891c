import Foundation
import Networks
import Storage
import Testing

/// A model appears whole, gives out only what was put in, and can be added to but not rewritten.
@Suite struct ModelBundleTests {
  private let scratch: ScratchFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path + "/test.fabrica"
  }

  private func problem(_ body: () throws -> Void) -> ModelError.Problem? {
    #expect(throws: ModelError.self) { try body() }?.problem
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private func blob(_ hash: String) -> String { "\(path)/blobs/\(hash).safetensors" }

  @Test func whatWasPutInComesOut() throws {
    let made = try ModelFixture.create(at: path)
    let model = try ModelBundle.open(path + "/")
    #expect(model.manifest == made.manifest && model.contentHash == made.contentHash)
    #expect(try model.encoderWeights(member: "total", fold: 1) == ModelFixture.encoder(1))
    #expect(try model.decoderWeights(member: "total", decoder: "liver", fold: 0) == ModelFixture.decoder(0))
    #expect(scratch.names == ["test.fabrica"])
  }

  @Test func contentHashIsTheDigestOfTheManifestFile() throws {
    let model = try ModelFixture.create(at: path)
    #expect(try SHA256(ofFile: path + "/model.json") == model.contentHash)
    // Pinned: a report names a model by it, so it must not change with the program.
    #expect(
      model.contentHash.description == "ff889d41ffe8851fa10c9c1105ecbb625f0ad87394c44d84985830be71451fc2")
  }

  @Test func blobsAreReadOnlyAndNamedByTheirDigest() throws {
    let model = try ModelFixture.create(at: path)
    for hash in model.manifest.members[0].encoders {
      #expect(try SHA256(ofFile: blob(hash)).description == hash)
      #expect(try mode(blob(hash)) == 0o444)
    }
    #expect(try mode(path + "/revisions/1.json") == 0o444)
  }

  @Test func equalWeightsAreOneBlob() throws {
    let draft = try ModelBundle.create(at: path)
    let first = try draft.addEncoder(ModelFixture.encoder(0))
    #expect(try draft.addEncoder(ModelFixture.encoder(0)) == first)
    let decoder = try draft.addDecoder(ModelFixture.decoder(0))
    let model = try draft.finish(
      ModelFixture.manifest(encoders: [first, first], blobs: [decoder, decoder]))
    #expect(try model.verify().count == 2)
  }

  @Test func abandonedDraftLeavesNothing() throws {
    do {
      let draft = try ModelBundle.create(at: path)
      _ = try draft.addEncoder(ModelFixture.encoder(0))
      #expect(scratch.names.count == 1 && scratch.names[0].hasPrefix(".test.fabrica."))
    }
    #expect(scratch.names.isEmpty)
  }

  @Test func leftoversOfAKilledDraftAreRemovedAndALiveDraftIsNot() throws {
    let dead = scratch.path + "/.test.fabrica.0.tmp"
    try FileManager.default.createDirectory(atPath: dead, withIntermediateDirectories: true)
    let live = try ModelBundle.create(at: path)
    #expect(scratch.names.count == 1)
    let other = try ModelBundle.create(at: path)
    #expect(scratch.names.count == 2)
    withExtendedLifetime((live, other)) {}
  }

  @Test func placesThatAreTakenOrMissingAreRefusedAtOnce() throws {
    _ = try ModelFixture.create(at: path)
    #expect(problem { _ = try ModelBundle.create(at: path) } == .exists)
    let error = #expect(throws: ModelError.self) {
      try ModelBundle.create(at: scratch.path + "/no/x.fabrica")
    }
    #expect(error?.isUnwritable == true && error?.file == scratch.path + "/no/x.fabrica")
    #expect(throws: ModelError.self) { try ModelBundle.create(at: "") }
  }

  @Test func draftWithAFlawedManifestLeavesNothing() throws {
    #expect(
      problem {
        let draft = try ModelBundle.create(at: path)
        var manifest = ModelFixture.manifest(
          encoders: [try draft.addEncoder(ModelFixture.encoder(0))],
          blobs: [try draft.addDecoder(ModelFixture.decoder(0))])
        manifest.members[0].plan.patch.depth = 0
        _ = try draft.finish(manifest)
      }
        == .field(
          "members[0].plan.patch",
          .invalid(expected: "three extents from 1 to 1024, together at most 134217728 voxels")
        ))
    #expect(scratch.names.isEmpty)
  }

  @Test func manifestNamesExactlyTheBlobsThatWereAdded() throws {
    #expect(
      problem {
        let draft = try ModelBundle.create(at: path)
        _ = try draft.finish(ModelFixture.loose)
      } == .field("members[0]", .invalid(expected: "made of blobs that were added to the draft")))
    #expect(
      problem {
        let draft = try ModelBundle.create(at: path)
        let encoder = try draft.addEncoder(ModelFixture.encoder(0))
        let decoder = try draft.addDecoder(ModelFixture.decoder(0))
        _ = try draft.addDecoder(ModelFixture.decoder(7))
        _ = try draft.finish(ModelFixture.manifest(encoders: [encoder], blobs: [decoder]))
      } == .field("members", .invalid(expected: "made of all blobs that were added")))
  }

  @Test func weightsOfAnotherPartOrNotFiniteAreNotAdded() throws {
    let draft = try ModelBundle.create(at: path)
    #expect(
      problem { _ = try draft.addEncoder(ModelFixture.decoder(0)) }
        == .strayTensor("decoder.seg_layers.0.weight"))
    #expect(problem { _ = try draft.addEncoder(WeightTable()) } == .field("encoder", .missing))
    let error = #expect(throws: ModelError.self) { try draft.addEncoder(ModelFixture.encoder(.nan)) }
    #expect(error?.description.contains("encoder.stages.0.weight holds NaN") == true)
  }

  @Test func whatIsNotThereIsNamed() throws {
    let model = try ModelFixture.create(at: path)
    #expect(problem { _ = try ModelBundle.open(scratch.path + "/other") } == .noModel)
    #expect(problem { _ = try model.encoderWeights(member: "x", fold: 0) } == .noMember("x"))
    #expect(problem { _ = try model.encoderWeights(member: "total", fold: 2) } == .noFold(2))
    #expect(
      problem { _ = try model.decoderWeights(member: "total", decoder: "y", fold: 0) } == .noDecoder("y"))
    #expect(problem { _ = try model.select(revision: 9) } == .noRevision(9))
  }

  @Test func missingAndDamagedBlobsAreFoundWhenLoaded() throws {
    let model = try ModelFixture.create(at: path)
    let hashes = model.manifest.members[0].encoders
    try FileManager.default.removeItem(atPath: blob(hashes[0]))
    #expect(problem { _ = try model.encoderWeights(member: "total", fold: 0) } == .missingBlob)
    var bytes = try Data(contentsOf: URL(filePath: blob(hashes[1])))
    bytes[bytes.count - 1] ^= 1
    try FileManager.default.removeItem(atPath: blob(hashes[1]))
    try bytes.write(to: URL(filePath: blob(hashes[1])))
    guard case .damagedBlob = problem({ _ = try model.encoderWeights(member: "total", fold: 1) }) else {
      Issue.record("damage was not found")
      return
    }
    let states = try model.verify().filter { if case .flawed = $0.state { true } else { false } }
    #expect(Set(states.map(\.hash.description)) == Set(hashes))
  }
}
