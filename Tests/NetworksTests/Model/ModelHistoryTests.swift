import Foundation
import Networks
import Storage
import Testing

/// Adding a decoder rewrites nothing, and any earlier state can be chosen again.
@Suite struct ModelHistoryTests {
  private let scratch: ScratchFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path + "/test.fabrica"
  }

  private func append(_ id: String, to model: ModelBundle, supports: [String] = []) throws -> ModelBundle {
    var entry = ModelFixture.entry(id)
    entry.supports = supports
    return try model.append(
      entry, toMember: "total", weights: [ModelFixture.decoder(10), ModelFixture.decoder(11)],
      program: "fabrica 2")
  }

  private func files() throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      result[name] = try? Data(contentsOf: URL(filePath: path + "/" + name))
    }
    return result
  }

  @Test func appendedDecoderIsReadBesideTheFirst() throws {
    let model = try append("spleen", to: ModelFixture.create(at: path), supports: ["liver"])
    let opened = try ModelBundle.open(path)
    #expect(opened.manifest == model.manifest && opened.manifest.revision == 2)
    #expect(opened.manifest.members[0].decoders.map(\.id) == ["liver", "spleen"])
    #expect(
      try opened.decoderWeights(member: "total", decoder: "spleen", fold: 1) == ModelFixture.decoder(11))
    #expect(try opened.decoderWeights(member: "total", decoder: "liver", fold: 1) == ModelFixture.decoder(1))
  }

  @Test func nothingThatExistedIsRewritten() throws {
    let model = try ModelFixture.create(at: path)
    let before = try files()
    _ = try append("spleen", to: model)
    let after = try files()
    for (name, content) in before where name != "model.json" { #expect(after[name] == content, "\(name)") }
    #expect(after.count == before.count + 3)
  }

  @Test func revisionsAreChained() throws {
    let first = try ModelFixture.create(at: path)
    let second = try append("spleen", to: first)
    let revisions = try second.revisions()
    #expect(revisions.map(\.number) == [1, 2] && revisions.map(\.isCurrent) == [false, true])
    #expect(revisions.map(\.contentHash) == [first.contentHash, second.contentHash])
    #expect(revisions[1].parent == first.contentHash)
    #expect(
      revisions.map(\.added) == [["liver"], ["spleen"]] && revisions.allSatisfy { $0.replaced.isEmpty })
    let third = try second.replace(
      ModelFixture.entry("spleen"), ofMember: "total",
      weights: [ModelFixture.decoder(20), ModelFixture.decoder(21)], program: "p")
    #expect(try third.revisions().map(\.replaced) == [[], [], ["spleen"]])
  }

  @Test func rollBackIsChoosingAnEarlierRevision() throws {
    let first = try ModelFixture.create(at: path)
    let second = try append("spleen", to: first)
    let back = try second.select(revision: 1)
    #expect(back.contentHash == first.contentHash)
    #expect(try ModelBundle.open(path).contentHash == first.contentHash)
    // Growing from there makes a third revision; the second stays.
    let third = try append("kidney", to: back)
    #expect(third.manifest.revision == 3 && third.manifest.parent == first.contentHash.description)
    #expect(try third.select(revision: 2).contentHash == second.contentHash)
    #expect(try ModelBundle.open(path).verify().count == 6)
  }

  /// What another reads stays as it is, or that one's answers would change.
  @Test func aDecoderThatIsReadIsNotReplaced() throws {
    let model = try append("spleen", to: ModelFixture.create(at: path), supports: ["liver"])
    #expect(
      model.manifest.members[0].architecture(of: model.manifest.members[0].decoders[1]).support?.classes == [
        3
      ])
    let before = try files(), weights = [ModelFixture.decoder(20), ModelFixture.decoder(21)]
    let error = #expect(throws: ModelError.self) {
      try model.replace(ModelFixture.entry("liver"), ofMember: "total", weights: weights, program: "p")
    }
    #expect(error?.problem == .supports(decoder: "liver", readers: ["spleen"]))
    #expect(try files() == before)
    var reader = ModelFixture.entry("spleen")
    reader.supports = ["liver"]
    #expect(
      try model.replace(reader, ofMember: "total", weights: weights, program: "p").manifest.revision == 3)
  }

  @Test func refusedStepChangesNothing() throws {
    let model = try ModelFixture.create(at: path)
    let before = try files()
    #expect(throws: ModelError.self) { try append("liver", to: model) }
    #expect(throws: ModelError.self) { try append("x", to: model, supports: ["nobody"]) }
    #expect(throws: ModelError.self) {
      try model.append(
        ModelFixture.entry("x"), toMember: "total", weights: [ModelFixture.decoder(1)], program: "p")
    }
    #expect(throws: ModelError.self) {
      try model.append(
        ModelFixture.entry("x"), toMember: "total",
        weights: [ModelFixture.decoder(1), ModelFixture.encoder(1)],
        program: "p")
    }
    #expect(try files() == before)
  }

  @Test func failedWriteTakesItsBlobsBack() throws {
    let model = try ModelFixture.create(at: path)
    // A folder where the second blob would be: the first is on the disk when the second fails.
    let hash = try ModelBundle.create(at: scratch.path + "/other").addDecoder(ModelFixture.decoder(11))
    let obstacle = "\(path)/blobs/\(hash).safetensors"
    try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
    let before = try files()
    #expect(throws: ModelError.self) { try append("spleen", to: model) }
    #expect(try files() == before)
  }

  @Test func changeBySomeoneElseIsNotOverwritten() throws {
    let model = try ModelFixture.create(at: path)
    _ = try append("spleen", to: model)
    let error = #expect(throws: ModelError.self) { try append("kidney", to: model) }
    #expect(error?.problem == .changed)
  }

  @Test func unusedBlobsAreNamed() throws {
    let model = try ModelFixture.create(at: path)
    try Data("x".utf8).write(to: URL(filePath: "\(path)/blobs/\(ModelFixture.digest).safetensors"))
    let unused = try model.verify().filter { $0.state == .unused }
    #expect(unused.map(\.hash.description) == [ModelFixture.digest] && unused[0].roles.isEmpty)
  }
}
