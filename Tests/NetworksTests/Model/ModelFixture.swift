import Networks
import Tensors
import Testing

/// A small model of one member and two folds.
enum ModelFixture {
  static var plan: Plan {
    Plan(
      configuration: "3d_fullres", spacing: [3, 1.5, 1.5], patch: Axes(16, 32, 32), transpose: [0, 1, 2],
      orientation: .stored, pipeline: .nnUNet,
      intensities: .init(low: -1000, high: 900.5, mean: 99.48, deviation: 137.84),
      scanInterpolation: .init(order: 3, orderAcross: 0, separateAcross: nil),
      logitInterpolation: .init(order: 1, orderAcross: 0, separateAcross: false), tileStep: 0.5,
      architecture: UNetArchitecture(
        family: .plain, inputChannels: 1,
        stages: [
          .init(features: 4, kernel: Axes(1, 3, 3), stride: Axes(1), blocks: 2),
          .init(features: 8, kernel: Axes(3), stride: Axes(1, 2, 2), blocks: 2),
        ], decoderConvolutions: [2], classes: 3))
  }

  static func encoder(_ fold: Float) -> WeightTable {
    var table = WeightTable()
    table["encoder.stages.0.weight"] = WeightTensor(shape: [2, 2], values: [fold, 1, 2, 3])
    return table
  }

  static func decoder(_ fold: Float) -> WeightTable {
    var table = WeightTable()
    table["decoder.seg_layers.0.weight"] = WeightTensor(shape: [3], values: [fold, 5, 6])
    return table
  }

  static let labels = [
    ModelLabel(channel: 1, name: "liver", organ: "liver"),
    ModelLabel(channel: 2, name: "odd thing", organ: nil),
  ]

  static func entry(_ id: String, blobs: [String] = []) -> ModelManifest.Decoder {
    ModelManifest.Decoder(
      id: id, task: "Dataset001_Liver", labels: labels, blobs: blobs,
      provenance: .init(source: "test", trainer: "nnUNetTrainer", seed: .max, dataHashes: [digest]),
      metrics: [.init(name: "dice", label: "liver", split: "validation", value: 0.93)])
  }

  /// The SHA-256 of nothing.
  static let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  static func manifest(encoders: [String], blobs: [String]) -> ModelManifest {
    ModelManifest(
      name: "Test model", program: "fabrica test",
      members: [.init(id: "total", plan: plan, encoders: encoders, decoders: [entry("liver", blobs: blobs)])])
  }

  /// A valid manifest whose blobs are nowhere.
  static var loose: ModelManifest { manifest(encoders: [digest, digest], blobs: [digest, digest]) }

  static func create(at path: String) throws -> ModelBundle {
    let draft = try ModelBundle.create(at: path)
    let encoders = try [0, 1].map { try draft.addEncoder(encoder($0)) }
    let decoders = try [0, 1].map { try draft.addDecoder(decoder($0)) }
    return try draft.finish(manifest(encoders: encoders, blobs: decoders))
  }
}
