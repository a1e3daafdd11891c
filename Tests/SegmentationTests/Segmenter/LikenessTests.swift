import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// A model of nnU-Net's, imported, gives nnU-Net's answer.
@Suite struct LikenessTests {
  @Test("labels of a whole scan are nnU-Net's", arguments: LikenessFixture.all)
  func labelsAreTheSame(_ fixture: LikenessFixture) throws {
    let models = try TemporaryModels()
    let segmenter = try Segmenter(LikenessFixture.model([fixture.name], in: models), .init(threads: 2))
    let (labels, summary) = try segmenter.segment(LikenessFixture.scan(), file: "scan")
    let expected = try fixture.labels()
    #expect(labels.volume.storedGeometry.matches(expected.volume.storedGeometry))
    let (own, theirs) = (labels.volume.voxels.ids, expected.volume.voxels.ids)
    try #require(own.count == theirs.count)
    let differing = zip(own, theirs).count { $0 != $1 }
    // Sums in another order than PyTorch's may tip a voxel that lies on the edge.
    #expect(Double(differing) <= 1e-3 * Double(own.count), "\(differing) of \(own.count) voxels differ")
    #expect(Set(theirs).count > 1 && summary.tiles > 1)
  }

  @Test("logits before resampling are PyTorch's", arguments: LikenessFixture.all)
  func logitsAreTheSame(_ fixture: LikenessFixture) throws {
    let models = try TemporaryModels()
    let model = try LikenessFixture.model([fixture.name], in: models)
    let member = try #require(model.manifest.members.first)
    let decoder = try #require(member.decoders.first)
    let engine = try Engine(pool: ThreadPool(threads: 2))
    let scan = try ScanPreparation(plan: member.plan, pool: engine.pool).prepare(
      LikenessFixture.scan(), file: "scan")
    let predictor = try NetworkPredictor(
      Encoder(member.plan.architecture, weights: model.encoderWeights(member: member.id, fold: 0)),
      [
        Decoder(
          member.architecture(of: decoder),
          weights: model.decoderWeights(member: member.id, decoder: decoder.id, fold: 0))
      ], patch: member.plan.patch, on: engine)
    let logits = try #require(try predictor.logits(of: firstTile(scan.grid, member.plan)).first).values
    let expected = try fixture.logits()
    try #require(logits.count == expected.count)
    var error = 0.0, size = 0.0
    for (a, b) in zip(logits, expected) {
      error += Double(a - b) * Double(a - b)
      size += Double(b) * Double(b)
    }
    #expect((error / size).squareRoot() < 1e-3)
  }

  /// The first patch of the grid, padded with zeros on both sides where the grid is smaller.
  private func firstTile(_ grid: FloatGrid, _ plan: Plan) -> [Float] {
    let before = grid.shape.zip(plan.patch) { max(0, $1 - $0) / 2 }
    var patch: [Float] = []
    for z in 0..<plan.patch.depth {
      for y in 0..<plan.patch.height {
        for x in 0..<plan.patch.width {
          let (i, j, k) = (z - before.depth, y - before.height, x - before.width)
          let isInside =
            (0..<grid.shape.depth).contains(i) && (0..<grid.shape.height).contains(j)
            && (0..<grid.shape.width).contains(k)
          patch.append(isInside ? grid.base[grid.offset(i, j, k)] : 0)
        }
      }
    }
    return patch
  }
}
