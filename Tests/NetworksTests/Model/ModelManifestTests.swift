import Foundation
import Networks
import Testing

/// `model.json` is input like any other: what is wrong with it is named, and nothing wrong comes through.
@Suite struct ModelManifestTests {
  private let scratch: ScratchFolder
  private let path: String

  init() throws {
    scratch = try ScratchFolder()
    path = scratch.path + "/test.fabrica"
    _ = try ModelFixture.create(at: path)
  }

  /// What is said of a manifest in which one text is replaced by another.
  private func problem(replacing old: String, by new: String) throws -> ModelError.Problem? {
    let file = URL(filePath: path + "/model.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.contains(old), "\(text)")
    try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
    return #expect(throws: ModelError.self) { try ModelBundle.open(path) }?.problem
  }

  @Test(
    arguments: [
      (#""formatVersion":1,"#, "", .field("formatVersion", .missing)),
      (#""formatVersion":1"#, #""formatVersion":2"#, .newerFormat(2)),
      (
        #""formatVersion":1"#, #""formatVersion":"1""#,
        .field("formatVersion", .wrongKind(expected: "a whole number from 1"))
      ),
      (#""name":"Test model","#, "", .field("name", .missing)),
      (#""name":"Test model""#, #""name":7"#, .field("name", .wrongKind(expected: "text"))),
      (#""name":"Test model""#, #""name":"a","name":"b""#, .field("name", .duplicate)),
      (#""name":"Test model""#, #""name":"Test model","more":[1]"#, .field("more", .unknown)),
      (
        #""fabrica test""#, #""\u001b[2J""#,
        .field("program", .invalid(expected: "1 to 128 bytes of text without control characters"))
      ),
      (
        #""revision":1"#, #""revision":3"#,
        .field("parent", .invalid(expected: "there in every revision but the first"))
      ),
      (
        #""id":"total""#, #""id":"../x""#,
        .field(
          "members[0].id",
          .invalid(expected: "1 to 64 letters, digits, '-', '_' or '.', not beginning with '-' or '.'"))
      ),
      (
        #""channel":2"#, #""channel":3"#,
        .field("members[0].decoders[0].labels[1].channel", .invalid(expected: "2: channels in order from 1"))
      ),
      (
        #""classes":3"#, #""classes":4"#,
        .field(
          "members[0].plan.architecture.classes",
          .invalid(expected: "the number of the first decoder's labels and background, 3"))
      ),
      (
        #""name":"odd thing""#, #""name":"liver""#,
        .field("members[0].decoders[0].labels[1].name", .duplicate)
      ),
      (
        #""patch":[16,32,32]"#, #""patch":[16,32]"#,
        .field("members[0].plan.patch[2]", .missing)
      ),
      (
        #""patch":[16,32,32]"#, #""patch":[16,33,32]"#,
        .field(
          "members[0].plan.patch", .invalid(expected: "a multiple of the product of all strides (1x2x2)"))
      ),
      (
        #""spacing":[3,1.5,1.5]"#, #""spacing":[3,1.5,0]"#,
        .field("members[0].plan.spacing", .invalid(expected: "three lengths from 0.01 to 100 mm"))
      ),
      (
        #""transpose":[0,1,2]"#, #""transpose":[0,1,1]"#,
        .field("members[0].plan.transpose", .invalid(expected: "0, 1 and 2 in some order"))
      ),
      (
        #""seed":18446744073709551615"#, #""seed":-1"#,
        .field("members[0].decoders[0].provenance.seed", .wrongKind(expected: "a value this field can have"))
      ),
      (
        #""blocks":2"#, #""blocks":2.5"#,
        .field(
          "members[0].plan.architecture.stages[1].blocks", .wrongKind(expected: "a value this field can have")
        )
      ),
    ] as [(String, String, ModelError.Problem)])
  func flawedFieldIsNamed(_ old: String, _ new: String, _ expected: ModelError.Problem) throws {
    let found = try problem(replacing: old, by: new)
    #expect(found == expected)
  }

  @Test func deepNestingIsNoManifest() throws {
    guard
      case .notJSON = try problem(
        replacing: #""name":"Test model""#, by: "\"name\":" + String(repeating: "[", count: 9999))
    else {
      Issue.record("accepted")
      return
    }
  }

  @Test func flippedBitOfAManifestIsFoundOrMeansNothing() throws {
    let sound = try ModelBundle.open(path)
    let bytes = Array(try Data(contentsOf: URL(filePath: path + "/model.json")))
    let file = try DamagedFile(in: scratch)
    try FileManager.default.removeItem(atPath: path + "/model.json")
    try FileManager.default.createSymbolicLink(atPath: path + "/model.json", withDestinationPath: file.path)
    var numbers = SeededNumbers(state: 4)
    for _ in 0..<1200 {
      let bit = Int.random(in: 0..<bytes.count * 8, using: &numbers)
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      file.set(damaged)
      do throws(ModelError) {
        #expect(try ModelBundle.open(path).manifest == sound.manifest, "bit \(bit)")
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test func everyFlippedBitOfABlobIsFound() throws {
    let sound = try ModelBundle.open(path)
    let blob = "\(path)/blobs/\(sound.manifest.members[0].encoders[0]).safetensors"
    let bytes = Array(try Data(contentsOf: URL(filePath: blob)))
    let file = try DamagedFile(in: scratch)
    try FileManager.default.removeItem(atPath: blob)
    try FileManager.default.createSymbolicLink(atPath: blob, withDestinationPath: file.path)
    for bit in 0..<bytes.count * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      file.set(damaged)
      guard
        case .damagedBlob = #expect(
          throws: ModelError.self,
          performing: {
            try sound.encoderWeights(member: "total", fold: 0)
          })?.problem
      else {
        Issue.record("bit \(bit)")
        return
      }
    }
  }

  @Test func plansThatNoNetworkCouldHaveAreRefused() {
    #expect(ModelFixture.plan.flaw == nil)
    let flaws: [(String, (inout Plan) -> Void)] = [
      ("configuration", { $0.configuration = "" }), ("spacing", { $0.spacing = [1, 1] }),
      ("spacing", { $0.spacing[1] = .nan }), ("patch", { $0.patch.width = 2048 }),
      ("transpose", { $0.transpose = [0, 1, 3] }), ("tileStep", { $0.tileStep = 0 }),
      ("intensities", { $0.intensities.mean = .infinity }),
      ("intensities.high", { $0.intensities.high = -2000 }),
      ("intensities.deviation", { $0.intensities.deviation = 0 }),
      ("scanInterpolation.order", { $0.scanInterpolation.order = 2 }),
      ("logitInterpolation.orderAcross", { $0.logitInterpolation.orderAcross = 3 }),
      ("architecture.inputChannels", { $0.architecture.inputChannels = 0 }),
      ("architecture.stages", { $0.architecture.stages.removeLast() }),
      ("architecture.stages[1].features", { $0.architecture.stages[1].features = 1 << 40 }),
      ("architecture.stages[1].kernel", { $0.architecture.stages[1].kernel.depth = 2 }),
      ("architecture.stages[0].stride", { $0.architecture.stages[0].stride.depth = 2 }),
      ("architecture.stages[1].stride", { $0.architecture.stages[1].stride.depth = 3 }),
      ("architecture.stages[0].blocks", { $0.architecture.stages[0].blocks = 0 }),
      ("architecture.decoderConvolutions", { $0.architecture.decoderConvolutions = [] }),
      ("architecture.classes", { $0.architecture.classes = 1 }),
      ("architecture.support", { $0.architecture.support = DecoderSupport(classes: [3]) }),
      ("architecture.epsilon", { $0.architecture.epsilon = 0 }),
      ("architecture.slope", { $0.architecture.slope = .nan }),
    ]
    for (field, change) in flaws {
      var plan = ModelFixture.plan
      change(&plan)
      #expect(plan.flaw?.field == field)
    }
  }
}
