import Testing

@testable import Imaging

@Suite("Organ statistics")
struct LabelStatisticsTests {
  static let fixture = MetricFixtures.all.statistics
  static let scan = MetricFixtures.scan(shape: fixture.shape, spacing: fixture.spacing, runs: fixture.labels)

  @Test("Every figure is numpy's")
  func values() throws {
    let labels = Self.scan.labels(StoredScan.ras, scalar: .uint16)
    let statistics = LabelStatistics.compute(labels, volume: Self.scan.volume(StoredScan.ras))
    #expect(statistics.entries.map(\.id) == Self.fixture.organs.map(\.id))
    for organ in Self.fixture.organs {
      let entry = try #require(statistics[organ.id])
      #expect(entry.voxels == organ.voxels)
      #expect(agrees(entry.millilitres, organ.millilitres, relative: 1e-12))
      #expect(agrees(entry.mean, organ.mean, relative: 1e-12))
      #expect(agrees(entry.standardDeviation, organ.deviation, relative: 1e-12))
      #expect((0..<3).map { entry.box.lower[$0] } == organ.lower)
      #expect((0..<3).map { entry.box.upper[$0] } == organ.upper)
      #expect((0..<3).allSatisfy { agrees(entry.centroid[$0], organ.centroid[$0], relative: 1e-12) })
      #expect([Plane.sagittal, .coronal, .axial].map(entry.counts) == organ.counts)
      #expect(labels.id(at: entry.centerVoxel) == organ.id)
      let offset = (0..<3).map {
        (Double(entry.centerVoxel[$0]) - entry.centroid[$0]) * Self.fixture.spacing[$0]
      }
      let distance = Vector3(x: offset[0], y: offset[1], z: offset[2]).length
      #expect(agrees(distance, organ.nearest, relative: 1e-9))
    }
    #expect(statistics[2] == nil && statistics[0] == nil && statistics[70_000] == nil)
  }

  @Test("The 48 ways to store a scan give the same, to the bit", arguments: StoredScan.storages)
  func orientations(storage: StoredScan.Storage) {
    for scalar in [VoxelBuffer.Scalar.int16, .float32] {
      let scan = StoredScan.noise
      let reference = LabelStatistics.compute(
        scan.labels(StoredScan.ras), volume: Self.uneven(scan).volume(StoredScan.ras, scalar: scalar))
      let other = StoredScan.Storage(axes: [1, 2, 0], reversed: storage.reversed.reversed())
      let actual = LabelStatistics.compute(
        scan.labels(storage), volume: Self.uneven(scan).volume(other, scalar: scalar))
      #expect(reference == actual)
      #expect(reference.entries.count == 6)
      #expect(
        reference
          == LabelStatistics.compute(
            scan.labels(other, scalar: .uint16), volume: Self.uneven(scan).volume(storage, scalar: scalar)))
    }
  }

  /// Values whose sums depend on their order: large and not whole, where they may be.
  static func uneven(_ scan: StoredScan) -> StoredScan {
    StoredScan(shape: scan.shape, spacing: scan.spacing, value: { scan.value($0) * 1.1 }, id: scan.id)
  }

  @Test("A mean of values far from zero keeps its deviation, values that are no number are left out")
  func floats() throws {
    let scan = StoredScan(
      shape: GridShape(x: 4, y: 4, z: 4), spacing: Vector3(x: 1, y: 1, z: 1),
      value: { $0.x == 3 ? .nan : 1_000_000 + Float($0.x) * 0.5 }, id: { _ in 1 })
    let entry = try #require(
      LabelStatistics.compute(
        scan.labels(StoredScan.ras), volume: scan.volume(StoredScan.ras, scalar: .float32))[1])
    #expect(entry.voxels == 64)
    #expect(agrees(entry.mean, 1_000_000.5, relative: 1e-12))
    #expect(agrees(entry.standardDeviation, (1.0 / 6).squareRoot(), relative: 1e-9))
  }

  @Test("An organ on a face of the grid may be cut off")
  func border() throws {
    let scan = StoredScan(
      shape: GridShape(x: 6, y: 6, z: 6), spacing: Vector3(x: 1, y: 1, z: 1), value: { _ in 0 },
      id: { index in
        if index == VoxelIndex(x: 3, y: 3, z: 5) { return 2 }
        return (1...2).contains(index.x) && (1...4).contains(index.y) && (1...4).contains(index.z) ? 1 : 0
      })
    let statistics = LabelStatistics.compute(scan.labels(StoredScan.ras))
    #expect(try #require(statistics[1]).touchesBorder == false)
    #expect(try #require(statistics[2]).touchesBorder)
    #expect(try #require(statistics[1]).mean == nil)
  }

  @Test("Slices with an organ are found both ways, gaps are passed over")
  func slices() throws {
    let scan = StoredScan(
      shape: GridShape(x: 5, y: 5, z: 9), spacing: Vector3(x: 1, y: 1, z: 1), value: { _ in 0 },
      id: { [2, 3, 7].contains($0.z) ? 1 : 0 })
    let entry = try #require(LabelStatistics.compute(scan.labels(StoredScan.ras))[1])
    #expect(entry.extent(.axial) == 2...7)
    #expect(entry.slice(.axial, after: 3, upwards: true) == 7)
    #expect(entry.slice(.axial, after: 7, upwards: true) == nil)
    #expect(entry.slice(.axial, after: 7, upwards: false) == 3)
    #expect(entry.slice(.axial, after: 20, upwards: false) == 7)
    #expect(entry.slice(.coronal, after: -5, upwards: true) == 0)
  }

  @Test("It can be stopped, and says how far it is")
  func cancel() {
    let labels = StoredScan.noise.labels(StoredScan.ras)
    var seen: [Double] = []
    let stopped = LabelStatistics.compute(labels, volume: nil) { share in
      seen.append(share)
      return share < 0.5
    }
    #expect(stopped == nil)
    #expect(seen.count == 7 && seen.first == 0)
    let whole = LabelStatistics.compute(labels, volume: nil) { share in
      seen.append(share)
      return true
    }
    #expect(whole == LabelStatistics.compute(labels))
    #expect(seen.last == 1)
  }

  @Test("Pieces are scipy's, for both ways to touch")
  func components() throws {
    for storage in [StoredScan.ras, StoredScan.Storage(axes: [1, 2, 0], reversed: [true, false, true])] {
      let labels = Self.scan.labels(storage, scalar: .uint16)
      let faces = LabelComponents.compute(labels, connectivity: .faces)
      let corners = LabelComponents.compute(labels)
      #expect(corners.entries.map(\.id) == Self.fixture.organs.map(\.id))
      for organ in Self.fixture.organs {
        #expect(try #require(faces[organ.id]).sizes == organ.pieces.faces)
        #expect(try #require(corners[organ.id]).sizes == organ.pieces.corners)
      }
    }
  }
}
