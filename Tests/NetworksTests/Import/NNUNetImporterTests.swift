import Foundation
import Networks
import Storage
import Testing

@Suite struct NNUNetImporterTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func importer(_ paths: [String], _ change: (inout NNUNetImporter.Options) -> Void = { _ in }) throws
    -> NNUNetImporter
  {
    var options = NNUNetImporter.Options(name: "tiny")
    change(&options)
    return try NNUNetImporter(paths, options, program: "fabrica test")
  }

  @Test(arguments: TinyModels.names) func everyFoldsWeightsAreInTheModel(name: String) throws {
    let model = try TinyModels.imported(name, in: scratch)
    let member = try #require(model.manifest.members.first)
    let decoder = try #require(member.decoders.first)
    #expect(member.id == name && decoder.task == name)
    #expect(Set(member.encoders + decoder.blobs).count == 4)
    for fold in 0..<2 {
      let checkpoint = try TorchCheckpoint.read(
        path: TinyModels.folder(name) + "/\(TinyModels.trainer)/fold_\(fold)/checkpoint_final.pth")
      #expect(
        try model.encoderWeights(member: name, fold: fold) == checkpoint.weights.part("encoder."))
      #expect(
        try model.decoderWeights(member: name, decoder: decoder.id, fold: fold)
          == checkpoint.weights.part("decoder."))
    }
    #expect(try model.verify().count == 4)
  }

  @Test func whereWeightsComeFromIsKept() throws {
    let model = try TinyModels.imported("Dataset901_Plain", in: scratch)
    let provenance = try #require(model.manifest.members.first?.decoders.first?.provenance)
    #expect(provenance.source == "nnU-Net import, final checkpoint, folds 0 1")
    #expect(provenance.trainer == "nnUNetTrainer")
    #expect(provenance.dataHashes.count == 4)
    #expect(!"\(model.manifest)".contains(scratch.path))
  }

  @Test func aFoldCanBeChosen() throws {
    let path = try TinyModels.folder("Dataset901_Plain")
    let model = try importer([path]) { $0.folds = ["1"] }.write(to: scratch.path + "/one.fabrica")
    #expect(model.manifest.members[0].encoders.count == 1)
  }

  @Test func aDataSetOfTotalSegmentatorIsRecognised() throws {
    let parts = scratch.path + "/results"
    for name in ["Dataset291_TotalSegmentator_part1_organs", "Dataset292_TotalSegmentator_part2_vertebrae"] {
      try TinyModels.copy("Dataset901_Plain", to: "\(parts)/\(name)/\(TinyModels.trainer)", folds: [0])
    }
    let model = try importer([parts]).write(to: scratch.path + "/total.fabrica")
    #expect(
      model.manifest.members.map(\.id) == [
        "Dataset291_TotalSegmentator_part1_organs", "Dataset292_TotalSegmentator_part2_vertebrae",
      ])
    for member in model.manifest.members {
      #expect(member.plan.pipeline == .totalSegmentator)
      #expect(member.plan.orientation == .canonical)
      #expect(member.plan.tileStep == 0.8)
      #expect(
        member.decoders[0].labels[1] == ModelLabel(channel: 2, name: "Kidney-Left", organ: "kidney_left"))
    }
  }

  @Test func theUserKnowsBetter() throws {
    let path = try TinyModels.folder("Dataset901_Plain")
    let plan = try importer([path]).parts[0].plan
    #expect(plan.pipeline == .nnUNet && plan.orientation == .stored && plan.tileStep == 0.5)
    let forced = try importer([path]) { $0.pipeline = .totalSegmentator }.parts[0].plan
    #expect(
      forced.pipeline == .totalSegmentator && forced.orientation == .canonical && forced.tileStep == 0.5)
    let turned = try importer([path]) { $0.orientation = .canonical }.parts[0].plan
    #expect(turned.pipeline == .nnUNet && turned.orientation == .canonical)
  }

  @Test func twoFoldersOfOneNameGetTwoIds() throws {
    let paths = try ["a", "b"].map {
      try TinyModels.copy("Dataset901_Plain", to: "\(scratch.path)/\($0)", folds: [0])
    }
    let model = try importer(paths).write(to: scratch.path + "/two.fabrica")
    #expect(model.manifest.members.map(\.id) == ["Dataset901_Plain", "Dataset901_Plain-2"])
    let error = try #require(throws: ImportError.self) { _ = try importer([paths[0], paths[0]]) }
    #expect(error.problem == .givenTwice)
  }

  /// A change of the plans or labels that the checkpoint does not fit.
  @Test(arguments: [
    (#""features_per_stage": [\n     2,"#, #""features_per_stage": [\n     4,"#, "plans.json"),
    (#""something else": 3"#, #""something else": 3, "more": 4"#, "dataset.json"),
    (#""conv_bias": true"#, #""conv_bias": false"#, "plans.json"),
    (#""n_conv_per_stage": [\n     1,\n     2,"#, #""n_conv_per_stage": [\n     1,\n     3,"#, "plans.json"),
  ])
  func aCheckpointOfAnotherNetworkIsRefused(old: String, new: String, file: String) throws {
    let folder = try TinyModels.copy("Dataset901_Plain", to: scratch.path + "/wrong", folds: [0])
    let path = "\(folder)/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacing(old.replacing("\\n", with: "\n"), with: new.replacing("\\n", with: "\n"))
    try #require(changed != text)
    try Data(changed.utf8).write(to: URL(filePath: path))
    let output = scratch.path + "/wrong.fabrica"
    let error = try #require(throws: ImportError.self) { _ = try importer([folder]).write(to: output) }
    guard case .weights(let mismatch) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.file.hasSuffix("fold_0/checkpoint_final.pth"))
    switch mismatch {
    case .shape(let name, let found, let expected):
      #expect(found != expected && error.description.contains("\(name) has shape \(found)"))
    case .missing(let name, _): #expect(name == "encoder.stages.1.0.convs.2.conv.weight")
    case .extra(let name, _): #expect(name.hasSuffix(".conv.bias") || name.hasSuffix(".bias"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["wrong"])
  }

  @Test func aCheckpointOfAnotherConfigurationIsRefused() throws {
    let folder = try TinyModels.copy("Dataset901_Plain", to: scratch.path + "/x", folds: [0])
    let path = folder + "/plans.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let low = #""configurations": {"3d_lowres": {"inherits_from": "3d_fullres", "spacing": [6, 3, 3]},"#
    try Data(text.replacing(#""configurations": {"#, with: low).utf8).write(to: URL(filePath: path))
    let error = try #require(throws: ImportError.self) {
      _ = try importer([folder]) { $0.configuration = "3d_lowres" }.write(to: scratch.path + "/x.fabrica")
    }
    #expect(error.problem == .configuration(trained: "3d_fullres", taken: "3d_lowres"))
  }

  @Test func anImportThatIsCancelledLeavesNothing() throws {
    let output = scratch.path + "/tiny.fabrica"
    #expect(throws: CancellationError.self) {
      _ = try importer([TinyModels.folder("Dataset901_Plain")]).write(to: output) { fraction in
        if fraction > 0.5 { throw CancellationError() }
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test func importingTwiceGivesTheSameBytes() throws {
    let path = try TinyModels.folder("Dataset902_Residual")
    let models = try ["a", "b"].map { try importer([path]).write(to: "\(scratch.path)/\($0).fabrica") }
    #expect(models[0].contentHash == models[1].contentHash)
  }

  @Test func tasksBecomeIds() throws {
    let folder = try TinyModels.copy("Dataset901_Plain", to: scratch.path + "/x", folds: [0])
    let path = folder + "/plans.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("Dataset901_Plain", with: "-héart (v2)/!").utf8).write(to: URL(filePath: path))
    let model = try importer([folder]).write(to: scratch.path + "/x.fabrica")
    #expect(model.manifest.members[0].id == "model-h-art--v2---")
    #expect(model.manifest.members[0].decoders[0].task == "-héart (v2)/!")
  }
}
