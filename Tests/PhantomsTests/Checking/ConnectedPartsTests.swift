import Imaging
import Testing

@testable import Phantoms

/// Connected parts of labels, against parts that are known.
@Suite struct ConnectedPartsTests {
  private func sizes(_ labels: [UInt8], _ shape: GridShape) -> [[Int]] {
    labels.withUnsafeBufferPointer { ConnectedParts($0, shape: shape, count: 3).sizes }
  }

  @Test func cornersConnectAndLabelsDoNot() {
    // Two planes of 3 x 2: 1 in opposite corners of neighbouring planes, 2 beside it, and another 1 far away.
    let labels: [UInt8] = [
      1, 0, 0, 2, 2, 0,
      0, 0, 1, 0, 0, 0,
    ]
    let found = sizes(labels, GridShape(x: 3, y: 2, z: 2))
    #expect(found[0].isEmpty)
    #expect(found[1] == [1, 1])
    #expect(found[2] == [2])
    let joined: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    #expect(sizes(joined, GridShape(x: 3, y: 2, z: 2))[1] == [2])
  }

  /// Branches that meet only at the very end of the walk become one part.
  @Test func aForkIsOnePart() {
    let shape = GridShape(x: 9, y: 1, z: 5)
    var labels = [UInt8](repeating: 0, count: shape.count)
    for z in 0..<5 {
      for x in [0, 4, 8] { labels[z * 9 + x] = 1 }
    }
    #expect(sizes(labels, shape)[1] == [5, 5, 5])
    for x in 0..<9 { labels[4 * 9 + x] = 1 }
    #expect(sizes(labels, shape)[1] == [21])
  }

  @Test func eachPairOfNeighboursIsSeenOnce() {
    #expect(NeighbourOffsets(reach: 1).steps.count == 13)
    #expect(NeighbourOffsets(reach: 2).steps.count == 62)
  }
}
