import Tensors
import Testing

@testable import Segmentation

@Suite struct TileGridTests {
  @Test func tilesLieWhereNnUNetLaysThem() throws {
    for record in try TilingRecord.all("steps") {
      let origins = TileGrid.origins(record.whole[0], patch: record.whole[1], step: record.reals[0])
      #expect(origins == [Int](record.whole[2...]))
    }
  }

  @Test func aShortAxisIsPaddedOnBothSidesTheOddVoxelBehind() throws {
    let grid = try TileGrid(GridBox(whole: Axes(5, 8, 20)), patch: Axes(8, 8, 8), step: 0.5)
    #expect(grid.origins == [[-1], [0], [0, 4, 8, 12]])
    #expect(grid.count == 4)
  }

  @Test func aStepThatIsNoPartOfAPatchIsRefused() {
    for step in [0, -0.5, 1.01, .nan] {
      #expect(throws: TilingError.self) {
        try TileGrid(GridBox(whole: Axes(9)), patch: Axes(8), step: step)
      }
    }
  }

  @Test func weightsAreNnUNetsBitForBit() throws {
    for record in try TilingRecord.all("gaussian") {
      guard case .bits16(let expected) = record.arrays[0] else { throw TilingRecord.Failure.unknownType(1) }
      let weights = TileWeights(Axes(record.whole[0], record.whole[1], record.whole[2]))
      #expect(weights.bits == expected, "\(record.whole)")
    }
  }

  @Test func aBoxGrowsToAPatchWhereTheGridAllows() {
    let box = GridBox(origin: Axes(0, 9, 4), shape: Axes(2, 1, 3))
    let grown = box.grown(by: Axes(1), least: Axes(6), within: Axes(10, 10, 5))
    #expect(grown == GridBox(origin: Axes(0, 4, 0), shape: Axes(6, 6, 5)))
  }
}
