import Foundation
import Networks
import Testing

/// The structure of exports; `Scripts/check-onnx` runs them in onnxruntime against PyTorch.
@Suite struct ModelExportTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func exported(_ name: String, _ choice: ModelExport.Choice = .init()) throws -> (
    export: ModelExport, model: ProtobufReader, graph: ProtobufReader
  ) {
    let export = try ModelExport(
      TinyModels.imported(name, in: scratch), choice, program: "fabrica test")
    let path = scratch.path + "/\(name).onnx"
    try export.writeONNX(to: path)
    let model = try #require(ProtobufReader(Array(Data(contentsOf: URL(filePath: path)))))
    return (export, model, try #require(model.messages(7).first))
  }

  @Test(arguments: TinyModels.names) func everyValueOfTheGraphIsMadeBeforeItIsRead(name: String) throws {
    let graph = try exported(name).graph
    var known = Set(
      graph.messages(5).compactMap { $0.text(8) } + graph.messages(11).compactMap { $0.text(1) })
    var names: Set<String> = []
    for node in graph.messages(1) {
      #expect(node.texts(1).allSatisfy(known.contains), "\(node.text(3) ?? "")")
      #expect(names.insert(node.text(3) ?? "").inserted)
      known.formUnion(node.texts(2))
    }
    #expect(known.contains("logits"))
    #expect(graph.messages(12).map { $0.text(1) } == ["logits"])
  }

  @Test(arguments: TinyModels.names) func theWeightsAreInsideWithoutTheOtherHeads(name: String) throws {
    let (export, _, graph) = try exported(name)
    let last = "decoder.seg_layers.\(export.architecture.decoderConvolutions.count - 1)."
    let wanted = export.weights.names.filter { !$0.hasPrefix("decoder.seg_layers.") || $0.hasPrefix(last) }
    let tensors = graph.messages(5)
    #expect(tensors.compactMap { $0.text(8) }.sorted() == wanted)
    for tensor in tensors {
      let weight = try #require(export.weights[tensor.text(8) ?? ""])
      #expect(tensor.numbers[1]?.map { Int($0) } == weight.shape)
      #expect(tensor.number(2) == 1)
      let values = try #require(tensor.bytes[9]?.first)
      #expect(
        values
          == weight.values.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
          })
    }
  }

  @Test func theOperatorsAreThoseOfTheNetwork() throws {
    func counts(_ name: String) throws -> [String: Int] {
      Dictionary(try exported(name).graph.messages(1).map { ($0.text(4) ?? "", 1) }, uniquingKeysWith: +)
    }
    #expect(
      try counts("Dataset901_Plain") == [
        "Conv": 8, "InstanceNormalization": 7, "LeakyRelu": 7, "ConvTranspose": 2, "Concat": 2,
      ])
    // 1 stem, 5 blocks of two, 2 shortcuts that widen, 3 in the decoder, 1 head; 2 shortcuts pool.
    #expect(
      try counts("Dataset902_Residual") == [
        "Conv": 17, "InstanceNormalization": 16, "LeakyRelu": 14, "ConvTranspose": 3, "Concat": 3, "Add": 5,
        "AveragePool": 2,
      ])
  }

  @Test func theFileSaysItsVersionsItsPlanAndItsUse() throws {
    let (export, model, graph) = try exported("Dataset901_Plain")
    #expect(model.number(1) == 8)
    #expect(model.messages(8).first?.number(2) == 17)
    #expect(model.text(2) == "fabrica test")
    #expect(model.text(6)?.contains("research use only") == true)
    let facts = Dictionary(model.messages(14).map { ($0.text(1) ?? "", $0.text(2) ?? "") }) { first, _ in
      first
    }
    #expect(facts == export.facts)
    #expect(facts["labels"] == #"["spleen","Kidney-Left","something else"]"#)
    #expect(facts["spacing"] == "[3,1.5,1.5]" && facts["patch_multiple"] == "[2,4,4]")
    let axes = graph.messages(11).first?.messages(2).first?.messages(1).first?.messages(2).first?.messages(1)
    #expect(axes?.map { $0.text(2) ?? "\($0.number(1) ?? 0)" } == ["batch", "1", "depth", "height", "width"])
  }

  @Test func aSafetensorsExportHasEveryArrayAndTheFacts() throws {
    let export = try ModelExport(
      TinyModels.imported("Dataset902_Residual", in: scratch), program: "fabrica test")
    let path = scratch.path + "/weights.safetensors"
    try export.writeSafetensors(to: path)
    let file = try SafetensorsFile.read(path: path)
    #expect(file.weights == export.weights && file.metadata == export.facts)
    #expect(file.weights.names == export.architecture.weightShapes.map(\.name).sorted())
  }

  @Test func whatHasToBeChosenIsAskedFor() throws {
    let paths = try ["a", "b"].map {
      try TinyModels.copy("Dataset901_Plain", to: "\(scratch.path)/\($0)", folds: [0])
    }
    let model = try NNUNetImporter(paths, .init(name: "two"), program: "fabrica test")
      .write(to: scratch.path + "/two.fabrica")
    let ids = ["Dataset901_Plain", "Dataset901_Plain-2"]
    #expect(throws: ExportError.severalMembers(model: model.path, ids: ids)) {
      try ModelExport(model, program: "fabrica test")
    }
    var choice = ModelExport.Choice()
    choice.member = ids[1]
    #expect(try ModelExport(model, choice, program: "fabrica test").facts["member"] == ids[1])
    choice.fold = 7
    #expect(throws: ModelError(model.path, .noFold(7))) {
      try ModelExport(model, choice, program: "fabrica test")
    }
    choice.member = "no"
    #expect(throws: ModelError(model.path, .noMember("no"))) {
      try ModelExport(model, choice, program: "fabrica test")
    }
  }
}
