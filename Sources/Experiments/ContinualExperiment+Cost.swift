import Anatomy
import Imaging
import Networks
import Segmentation
import Tensors

extension ContinualExperiment {
  /// Size and speed of what a method has in the end.
  func cost(_ method: ContinualMethod, _ order: [OrganTask], _ watch: PartWatch) throws -> CostResult {
    let scoring = ScanScoring(folder: data(of: recipe.timed), task: recipe.timed, threads: threads)
    guard let scan = try scoring.scans().first else {
      throw ExperimentError.missing(file: data(of: recipe.timed) + "/labelsTs")
    }
    let volume = try Volume.read(scan.image), networks = recipe.final(method, order: order)
    var parts: [CostResult.Part] = [], seconds = 0.0
    for (done, network) in networks.enumerated() {
      let bundle = try ModelBundle.open(model(of: network))
      parts += try bundle.manifest.members.map { try Self.part(bundle, $0) }
      let segmenter = try Segmenter(bundle, SegmenterOptions(threads: threads)), clock = ContinuousClock()
      seconds +=
        try clock.measure {
          _ = try segmenter.segment(
            volume, file: scan.image,
            progress: { watch.progress((Double(done) + $0.fraction) / Double(networks.count), "timing") },
            isCancelled: watch.isCancelled)
        } / .seconds(1)
    }
    return CostResult(networks: parts, secondsOfScan: seconds, threads: threads)
  }

  private static func part(
    _ bundle: ModelBundle, _ member: ModelManifest.Member
  ) throws -> CostResult.Part {
    let patch = member.plan.patch
    var cost = NetworkCost()
    for fold in member.encoders.indices {
      cost =
        try cost
        + Encoder(
          member.plan.architecture, weights: bundle.encoderWeights(member: member.id, fold: fold)
        ).cost(patch: patch)
      for decoder in member.decoders {
        let weights = try bundle.decoderWeights(member: member.id, decoder: decoder.id, fold: fold)
        cost = try cost + Decoder(member.architecture(of: decoder), weights: weights).cost(patch: patch)
      }
    }
    return CostResult.Part(
      cost: cost, patchVoxels: patch.product, voxelVolume: member.plan.spacing.reduce(1, *))
  }
}
