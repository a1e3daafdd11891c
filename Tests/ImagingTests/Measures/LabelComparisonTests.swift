import Anatomy
import Testing

@testable import Imaging

@Suite("Comparison of label maps")
struct LabelComparisonTests {
  static func table(_ names: [(Int, String, String?)]) -> LabelTable {
    LabelTable(
      names.map {
        LabelTable.Entry(id: $0.0, name: $0.1, organ: $0.2, color: OrganColor(red: 9, green: 9, blue: 9))
      })
  }

  static let fixture = MetricFixtures.all.comparisons[4]

  /// The fixture's maps, with names that match across different numbers: the candidate's ids are ten times as large.
  static func maps(_ storage: StoredScan.Storage = StoredScan.ras) -> (
    reference: LabelMap, candidate: LabelMap
  ) {
    let a = MetricFixtures.scan(shape: fixture.shape, spacing: fixture.spacing, runs: fixture.reference)
    var b = MetricFixtures.scan(shape: fixture.shape, spacing: fixture.spacing, runs: fixture.candidate)
    let id = b.id
    b = StoredScan(shape: b.shape, spacing: b.spacing, value: b.value, id: { id($0) * 10 })
    return (
      a.labels(
        StoredScan.ras,
        table: table([(1, "Liver, CT", "liver"), (2, "Azygos vein", nil), (3, "spleen", "spleen")])),
      b.labels(
        storage, scalar: .uint16,
        table: table([
          (10, "liver", "liver"), (20, "azygos-vein", nil), (40, "colon", "colon"), (50, "brain", "brain"),
        ]))
    )
  }

  @Test("Organs are matched by name and measured as the library measures them")
  func compare() throws {
    let (reference, candidate) = Self.maps()
    let rows = try LabelComparison.compute(reference: reference, candidate: candidate, tolerance: 3)
    #expect(rows.map(\.name) == ["Liver, CT", "Azygos vein", "spleen", "colon", "brain"])
    #expect(rows.map(\.organ) == ["liver", nil, "spleen", "colon", "brain"])
    for (row, expected) in zip(rows, Self.fixture.organs) {
      #expect(agrees(row.dice, expected.dice))
      #expect(agrees(row.normalisedSurfaceDistance, expected.nsd))
      #expect(agrees(row.hausdorff95, expected.hd95))
      #expect(agrees(row.averageSurfaceDistance, expected.average))
    }
    #expect(rows[0].referenceIDs == [1] && rows[0].candidateIDs == [10])
    #expect(agrees(rows[0].referenceMillilitres, 144 * 3.375 / 1000))
    #expect(rows[2].isInReference && !rows[2].isInCandidate)
    #expect(!rows[3].isInReference && rows[3].isInCandidate)
    #expect(rows[4].dice == nil && rows[4].normalisedSurfaceDistance == nil)
  }

  @Test("Neither storage nor threads change a bit")
  func invariance() throws {
    let (reference, candidate) = Self.maps()
    let expected = try LabelComparison.compute(
      reference: reference, candidate: candidate, tolerance: 2, threads: 1)
    let other = Self.maps(StoredScan.Storage(axes: [2, 0, 1], reversed: [true, false, true])).candidate
    // The candidate alone is stored otherwise: its canonical grid is the same.
    #expect(other.volume.geometry.matches(reference.volume.geometry))
    for threads in [1, 2, 7] {
      let actual = try LabelComparison.compute(
        reference: reference, candidate: other, tolerance: 2, threads: threads)
      #expect(actual == expected)
    }
  }

  @Test("Ids without a name match the same number, several ids of one organ count together")
  func matching() {
    let matching = LabelMatching(
      reference: Self.table([(1, "lung", "lung"), (2, "left lung", "lung"), (3, "Aorta", nil)]),
      candidate: Self.table([(7, "aorta", "aorta"), (8, "lung", "lung")]), referenceIDs: [1, 3, 9],
      candidateIDs: [9, 12])
    #expect(matching.subjects.map(\.key) == ["lung", "aorta", "label_9", "label_12"])
    #expect(matching.subjects[0].referenceIDs == [1, 2] && matching.subjects[0].candidateIDs == [8])
    #expect(matching.subjects[1].organ == "aorta")
    #expect(matching.subjects[2].referenceIDs == [9] && matching.subjects[2].candidateIDs == [9])
    #expect(matching.code(ofReference: 2) == matching.code(ofCandidate: 8))
    #expect(matching.code(ofReference: 400) == matching.code(ofCandidate: 400))
    #expect(matching.code(ofReference: 7) != matching.code(ofCandidate: 7))
    #expect(matching.code(ofReference: 0) == 0)
  }

  @Test("Maps on other grids are refused by name")
  func grids() {
    let (reference, _) = Self.maps()
    let small = StoredScan.noise.labels(StoredScan.ras)
    #expect(throws: ImagingError.self) {
      try LabelComparison.compute(
        reference: reference, candidate: small, tolerance: 1, candidateName: "small.nii.gz")
    }
    do {
      _ = try LabelComparison.compute(
        reference: reference, candidate: small, tolerance: 1, candidateName: "small.nii.gz")
    } catch {
      #expect(
        error.description == "small.nii.gz: grid does not fit: it has 23x17x11 voxels, reference has 20x20x20"
      )
    }
  }

  @Test("The overlay shows what agrees, what only one has, and what is called otherwise")
  func overlay() {
    let shape = GridShape(x: 4, y: 2, z: 1)
    let spacing = Vector3(x: 1, y: 1, z: 1)
    // Along x: agreement, only reference, only candidate, other organ; nothing in the row behind.
    let ours: [UInt16] = [1, 1, 0, 2]
    let theirs: [UInt16] = [5, 0, 5, 5]
    let a = StoredScan(shape: shape, spacing: spacing, value: { _ in 7 }, id: { $0.y == 0 ? ours[$0.x] : 0 })
    let b = StoredScan(
      shape: shape, spacing: spacing, value: { _ in 7 }, id: { $0.y == 0 ? theirs[$0.x] : 0 })
    let reference = a.labels(
      StoredScan.ras, table: Self.table([(1, "liver", "liver"), (2, "spleen", "spleen")]))
    let candidate = b.labels(
      StoredScan.Storage(axes: [1, 0, 2], reversed: [true, true, false]),
      table: Self.table([(5, "liver", "liver")]))
    let matching = LabelMatching(reference: reference.table, candidate: candidate.table)
    let volume = a.volume(StoredScan.ras)
    func labels(width: Int, height: Int, organ: String? = nil) -> [UInt16] {
      let view = SliceView.fitting(
        volume.geometry, plane: .axial, index: 0, width: width, height: height, convention: .neurological)
      return DifferenceOverlay.sample(
        volume, reference: reference, candidate: candidate, matching: matching, organ: organ, view: view
      ).labels
    }
    #expect(labels(width: 4, height: 2) == [0, 0, 0, 0, 1, 2, 3, 4])
    #expect(labels(width: 4, height: 2, organ: "spleen") == [0, 0, 0, 0, 0, 0, 0, 4])
    #expect(labels(width: 4, height: 2, organ: "brain") == [0, 0, 0, 0, 0, 0, 0, 0])
    // Two voxels square: a quarter of a pixel differs, and that shows.
    #expect(labels(width: 2, height: 1) == [2, 3])
    #expect(DifferenceOverlay.style(showsAgreement: false).visible == [false, false, true, true, true])
  }
}
