import Testing

@testable import Imaging

@Suite("Surface distances")
struct SurfaceDistanceTests {
  @Test("The area of each of the 256 neighbourhoods is the library's", arguments: [0, 1])
  func areas(fixture: Int) {
    let expected = MetricFixtures.all.areas[fixture]
    let spacing = Vector3(x: expected.spacing[0], y: expected.spacing[1], z: expected.spacing[2])
    let actual = SurfaceAreas.table(spacing: spacing)
    for code in 0..<256 { #expect(abs(actual[code] - expected.areas[code]) < 1e-9, "code \(code)") }
  }

  @Test("Every measure is the library's", arguments: MetricFixtures.all.comparisons)
  func library(fixture: MetricFixtures.Comparison) {
    let a = MetricFixtures.scan(shape: fixture.shape, spacing: fixture.spacing, runs: fixture.reference)
    let b = MetricFixtures.scan(shape: fixture.shape, spacing: fixture.spacing, runs: fixture.candidate)
    let box = VoxelBox(a.shape)
    for organ in fixture.organs {
      let reference = a.labels(StoredScan.ras).mask(of: [organ.id], in: box)
      let candidate = b.labels(StoredScan.ras).mask(of: [organ.id], in: box)
      #expect(agrees(OverlapMeasure(reference: reference, candidate: candidate).dice, organ.dice))
      let surfaces = SurfaceDistances(reference: reference, candidate: candidate, spacing: a.spacing)
      #expect(
        agrees(surfaces.normalisedSurfaceDistance(tolerance: fixture.tolerance), organ.nsd, relative: 1e-5))
      #expect(agrees(surfaces.robustHausdorff(percent: 95), organ.hd95, relative: 1e-5))
      #expect(agrees(surfaces.robustHausdorff(percent: 100), organ.hd100, relative: 1e-5))
      #expect(agrees(surfaces.meanFromReference, organ.fromReference, relative: 1e-5))
      #expect(agrees(surfaces.meanFromCandidate, organ.fromCandidate, relative: 1e-5))
      #expect(agrees(surfaces.averageSurfaceDistance, organ.average, relative: 1e-5))
      #expect(agrees(surfaces.referenceArea, organ.referenceArea, relative: 1e-5))
      #expect(agrees(surfaces.candidateArea, organ.candidateArea, relative: 1e-5))
    }
  }

  @Test("The distance transform is exact", arguments: [1, 9, 200])
  func transform(every: UInt64) {
    let shape = GridShape(x: 19, y: 14, z: 23)
    let spacing = Vector3(x: 0.7, y: 1.9, z: 1.2)
    var marks: [VoxelIndex] = []
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let voxel = VoxelIndex(x: x, y: y, z: z)
          if scrambled(voxel, seed: 3) % (every * 40) == 0 { marks.append(voxel) }
        }
      }
    }
    func place(_ voxel: VoxelIndex) -> Int { (voxel.z * shape.y + voxel.y) * shape.x + voxel.x }
    let places = Set(marks.map(place))
    let squares = DistanceTransform.squared(shape: shape, spacing: spacing) { places.contains($0) }
    #expect(!marks.isEmpty)
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let nearest = marks.map { mark in
            let dx = Double(mark.x - x) * spacing.x
            let dy = Double(mark.y - y) * spacing.y
            let dz = Double(mark.z - z) * spacing.z
            return dx * dx + dy * dy + dz * dz
          }.min()
          let actual = Double(squares[place(VoxelIndex(x: x, y: y, z: z))])
          #expect(agrees(actual, nearest ?? .infinity, relative: 1e-6))
        }
      }
    }
  }

  @Test("Without a mark everything is infinitely far")
  func unmarked() {
    let squares = DistanceTransform.squared(
      shape: GridShape(x: 3, y: 4, z: 5), spacing: Vector3(x: 1, y: 1, z: 1)
    ) { _ in false }
    #expect(squares.count == 60 && squares.allSatisfy { $0 == .infinity })
  }

  @Test("Two empty masks have no measure, one empty mask has no distance")
  func empty() {
    let shape = GridShape(x: 3, y: 3, z: 3)
    let none = BinaryMask(shape: shape, voxels: Array(repeating: 0, count: 27))
    let all = BinaryMask(shape: shape, voxels: Array(repeating: 1, count: 27))
    let spacing = Vector3(x: 1, y: 1, z: 1)
    let both = SurfaceDistances(reference: none, candidate: none, spacing: spacing)
    #expect(both.normalisedSurfaceDistance(tolerance: 1) == nil && both.averageSurfaceDistance == nil)
    #expect(OverlapMeasure(reference: none, candidate: none).dice == nil)
    let one = SurfaceDistances(reference: all, candidate: none, spacing: spacing)
    #expect(one.normalisedSurfaceDistance(tolerance: 100) == 0)
    #expect(one.robustHausdorff(percent: 95) == nil && one.meanFromReference == nil)
    #expect(OverlapMeasure(reference: all, candidate: none).dice == 0)
    let same = SurfaceDistances(reference: all, candidate: all, spacing: spacing)
    #expect(same.normalisedSurfaceDistance(tolerance: 0) == 1)
    #expect(same.robustHausdorff(percent: 95) == 0 && same.averageSurfaceDistance == 0)
  }
}
