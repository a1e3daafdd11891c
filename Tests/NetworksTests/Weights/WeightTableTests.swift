import Networks
import Testing

@Suite struct WeightTableTests {
  @Test func partsKeepTheirNames() {
    var table = WeightTable()
    table["encoder.a"] = WeightTensor(shape: [2], values: [1, 2])
    table["decoder.b"] = WeightTensor(shape: [3], values: [3, 4, 5])
    #expect(table.names == ["decoder.b", "encoder.a"])
    #expect(table.part("decoder.").names == ["decoder.b"])
    #expect(table.parameterCount == 5)
  }
}
