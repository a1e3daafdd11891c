import Foundation
import Networks
import Tensors
import Testing

@testable import Learning

/// One head for all organs: classes of several tasks, and rows for those that are new.
@Suite struct GrowthTests {
  @Test func sharedOrgansAreOneClass() {
    let union = UnionClasses(
      [["liver", "spleen"], ["aorta", "spleen", "heart"], ["spleen"], []].map(UpdateTests.labels))
    #expect(union.labels.map(\.name) == ["liver", "spleen", "aorta", "heart"])
    #expect((0...4).map(union.classes(after:)) == [1, 3, 5, 5, 5])
    #expect(union.map(of: 1) == [0, 3, 2, 4])
    #expect(
      union.labelled(by: 1) == [2, 3, 4] && union.labelled(by: 2) == [2] && union.labelled(by: 3) == [])
  }

  @Test(arguments: [
    TrainingNetwork.NewRows.background, .initial(seed: 3),
    .initial(seed: 3, shares: [0.5, 0.2, 0.1, 0.15, 0.05]),
  ])
  func whatWasKnownStays(_ rows: TrainingNetwork.NewRows) throws {
    let engine = try Engine(pool: ThreadPool(threads: 2)), batch = RivalScene.batch()
    var old = try RivalScene.teacher()
    old.learnsEncoder = false
    let grown = try old.grown(to: 5, rows: rows)
    #expect(grown.architecture.classes == 5 && !grown.learnsEncoder)
    #expect(grown.parameters.encoder == old.parameters.encoder)
    #expect(grown.parameters.decoder == old.parameters.decoder)
    let before = try old.outputs(behind: old.inputs(batch, on: engine), on: engine).logits
    let after = try grown.outputs(behind: grown.inputs(batch, on: engine), on: engine).logits
    for (a, b) in zip(before, after) {
      let voxels = a.shape.voxels
      if rows == .background {
        // Background and new classes share what was the background's.
        let merged = try ChannelMerge(known: 3, of: 5, others: 0).forward(b, on: engine)
        try Softmax().forward(merged, on: engine)
        try Softmax().forward(a, on: engine)
        #expect(zip(a.values, merged.values).allSatisfy { abs($0 - $1) < 1e-5 })
      } else {
        let known = Array(b.values[..<(3 * voxels)]), own = Array(a.values[..<(3 * voxels)])
        #expect(zip(known, own).allSatisfy { abs($0 - $1) < 1e-5 })
      }
    }
    for (head, new) in zip(old.parameters.heads, grown.parameters.heads) {
      #expect(Array(new.weights.prefix(head.weights.count)) == head.weights)
      #expect(new.weights[head.weights.count...].contains { $0 != 0 })
      #expect(Array(new.bias[1..<3]) == Array(head.bias[1...]))
      if case .initial(_, let shares) = rows {
        // Only new rows begin with how often their class is.
        #expect(new.bias[0] == head.bias[0])
        #expect(Array(new.bias[3...]) == (shares.map { [Float(log($0[3])), Float(log($0[4]))] } ?? [0, 0]))
      }
    }
    #expect(try old.grown(to: 3, rows: rows).parameters == old.parameters)
  }
}
