import Anatomy
import Networks
import Tensors

/// A model that recognises nothing, for benchmarks: the network of `fabrica bench network` with random weights, 117
/// labels at 3 mm.
enum RandomModel {
  /// Writes it at a path that does not exist.
  static func make(at path: String, pipeline: Plan.Pipeline) throws {
    let architecture = NetworkBenchmark().architecture
    let weights = try RandomWeights(seed: 1).weights(architecture)
    let draft = try ModelBundle.create(at: path)
    let encoder = try draft.addEncoder(weights.part("encoder."))
    let decoder = try draft.addDecoder(weights.part("decoder."))
    let labels = LabelTable.totalSegmentatorV2.entries.map {
      ModelLabel(channel: $0.id, name: $0.name, organ: $0.organ)
    }
    let scan = Plan.Interpolation(order: 3, orderAcross: 0, separateAcross: nil)
    let logits = Plan.Interpolation(order: 1, orderAcross: 0, separateAcross: nil)
    let plan = Plan(
      configuration: "3d_fullres", spacing: [3, 3, 3], patch: Axes(128), transpose: [0, 1, 2],
      orientation: pipeline == .nnUNet ? .stored : .canonical, pipeline: pipeline,
      intensities: .init(low: -1000, high: 1300, mean: -100, deviation: 450), scanInterpolation: scan,
      logitInterpolation: logits, tileStep: 0.5, architecture: architecture)
    let member = ModelManifest.Member(
      id: "random", plan: plan, encoders: [encoder],
      decoders: [
        .init(
          id: "random", task: "benchmark", labels: labels, blobs: [decoder],
          provenance: .init(source: "random weights of a benchmark", seed: 1))
      ])
    _ = try draft.finish(
      ModelManifest(name: "random", program: ProgramFacts.signature, members: [member]))
  }
}
