import Testing

@testable import Imaging

@Suite("Labels of a pixel")
struct LabelVoteTests {
  /// The label of one pixel over 4x4 voxels, given top row first as the screen shows it.
  static func winner(_ rows: [String], visible: [Bool]? = nil) -> UInt16 {
    let cells = rows.map { row in row.map { UInt16(String($0)) ?? 0 } }
    let scan = StoredScan(
      shape: GridShape(x: 4, y: 4, z: 1), spacing: Vector3(x: 1, y: 1, z: 1), value: { _ in 0 },
      id: { cells[3 - $0.y][3 - $0.x] })
    let volume = scan.volume(StoredScan.ras)
    let view = SliceView.fitting(volume.geometry, plane: .axial, index: 0, width: 1, height: 1)
    return SliceSampler.sample(volume, labels: scan.labels(StoredScan.ras), view: view, visible: visible)
      .labels[0]
  }

  @Test("The label that covers most wins")
  func majority() {
    #expect(Self.winner(["1111", "1111", "2222", "1222"]) == 1)
    #expect(Self.winner(["1112", "1222", "2222", "1222"]) == 2)
  }

  @Test("Of two equals the smaller id wins")
  func tie() {
    #expect(Self.winner(["2222", "2222", "1111", "1111"]) == 1)
  }

  @Test("A thin structure stays from a quarter on")
  func thin() {
    #expect(Self.winner(["5000", "0500", "0050", "0005"]) == 5)
    #expect(Self.winner(["5000", "0500", "0050", "0000"]) == 0)
  }

  @Test("Several small labels beat less background")
  func crowd() {
    #expect(Self.winner(["1112", "2233", "3444", "5500"]) == 1)
  }

  @Test("A hidden label does not cover a shown one")
  func hidden() {
    let rows = ["1111", "1111", "1122", "1122"]
    #expect(Self.winner(rows) == 1)
    #expect(Self.winner(rows, visible: [false, false, true]) == 2)
    #expect(Self.winner(rows, visible: [false, false]) == 0)
  }
}
