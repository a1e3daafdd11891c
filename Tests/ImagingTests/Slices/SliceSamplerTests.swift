import Testing

@testable import Imaging

@Suite("Slice sampling")
struct SliceSamplerTests {
  static let scan = StoredScan.noise

  static func views(_ geometry: Geometry) -> [SliceView] {
    Plane.allCases.flatMap { plane in
      [0.2, 0.7, 1, 3.3].flatMap { zoom in
        [DisplayConvention.radiological, .neurological].map { convention in
          SliceView.fitting(
            geometry, plane: plane, index: 4, width: 19, height: 15, pixelAspect: 1.2, zoom: zoom,
            centerX: 8.3,
            centerY: 5.6, convention: convention, slab: zoom == 0.7 ? 2 : 0)
        }
      }
    }
  }

  @Test("The 48 ways to store a scan give one picture, to the bit", arguments: StoredScan.storages)
  func orientations(storage: StoredScan.Storage) {
    let reference = Self.scan.volume(StoredScan.ras)
    let referenceLabels = Self.scan.labels(StoredScan.ras)
    let volume = Self.scan.volume(storage)
    // The labels in yet another order than the scan.
    let labels = Self.scan.labels(
      StoredScan.Storage(axes: [2, 0, 1], reversed: storage.reversed), scalar: .uint16)
    #expect(volume.geometry == reference.geometry)
    for view in Self.views(reference.geometry) {
      let expected = SliceSampler.sample(reference, labels: referenceLabels, view: view)
      let actual = SliceSampler.sample(volume, labels: labels, view: view)
      #expect(expected.values.map(\.bitPattern) == actual.values.map(\.bitPattern))
      #expect(expected.labels == actual.labels)
      #expect(expected.values.contains { !$0.isNaN })
      // The probe: the voxel under a pixel, its value, its name and its place in the patient.
      for x in stride(from: 0.5, to: 19, by: 3) {
        let voxel = view.voxelIndex(atPixelX: x, y: x * 0.7, in: reference.geometry)
        #expect(view.voxelIndex(atPixelX: x, y: x * 0.7, in: volume.geometry) == voxel)
        guard let voxel else { continue }
        #expect(volume.value(at: voxel) == reference.value(at: voxel))
        #expect(labels.id(at: voxel) == referenceLabels.id(at: voxel))
        #expect(volume.geometry.position(of: voxel) == reference.geometry.position(of: voxel))
      }
    }
  }

  @Test("Values equal a plain average over each pixel's area", arguments: [1.0, 1.5, 2.7, 3.9])
  func areaAverage(voxelsPerPixel: Double) {
    let volume = Self.scan.volume(StoredScan.ras)
    for plane in Plane.allCases {
      let spacing = volume.geometry.spacing
      let view = SliceView(
        plane: plane, index: 6, centerX: 8.1, centerY: 5.2, width: 12, height: 9,
        mmPerPixelX: voxelsPerPixel * spacing[plane.horizontalAxis],
        mmPerPixelY: voxelsPerPixel * spacing[plane.verticalAxis])
      let sample = SliceSampler.sample(volume, labels: nil, view: view)
      for y in 0..<9 {
        for x in 0..<12 {
          let expected = Self.naiveAverage(volume, view: view, x: x, y: y)
          let actual = Double(sample.values[y * 12 + x])
          #expect(expected.isNaN == actual.isNaN)
          if !expected.isNaN { #expect(abs(expected - actual) < 0.01) }
        }
      }
    }
  }

  /// Every voxel of the slice, weighted by how much of the pixel it covers.
  static func naiveAverage(_ volume: Volume, view: SliceView, x: Int, y: Int) -> Double {
    let geometry = volume.geometry
    let a = view.voxel(atPixelX: Double(x), y: Double(y), in: geometry)
    let b = view.voxel(atPixelX: Double(x + 1), y: Double(y + 1), in: geometry)
    guard view.voxelIndex(atPixelX: Double(x) + 0.5, y: Double(y) + 0.5, in: geometry) != nil else {
      return .nan
    }
    func overlap(_ voxel: Int, _ p: Double, _ q: Double) -> Double {
      max(0, min(max(p, q), Double(voxel) + 0.5) - max(min(p, q), Double(voxel) - 0.5))
    }
    var sum = 0.0
    var area = 0.0
    for v in 0..<geometry.shape[view.plane.verticalAxis] {
      for h in 0..<geometry.shape[view.plane.horizontalAxis] {
        let share = overlap(h, a.horizontal, b.horizontal) * overlap(v, a.vertical, b.vertical)
        sum += share * Double(volume.value(at: view.voxelIndex(horizontal: h, vertical: v)))
        area += share
      }
    }
    return sum / area
  }

  @Test("A footprint beyond the cap is sampled evenly, so a gradient keeps its values")
  func strata() {
    let scan = StoredScan(
      shape: GridShape(x: 400, y: 2, z: 300), spacing: Vector3(x: 1, y: 1, z: 1),
      value: { Float(2 * $0.x + $0.z) }, id: { _ in 0 })
    let volume = scan.volume(StoredScan.ras)
    let view = SliceView.fitting(volume.geometry, plane: .coronal, index: 1, width: 40, height: 30)
    let sample = SliceSampler.sample(volume, labels: nil, view: view)
    for y in 0..<30 {
      for x in 0..<40 {
        let voxel = view.voxel(atPixelX: Double(x) + 0.5, y: Double(y) + 0.5, in: volume.geometry)
        let expected = 2 * voxel.horizontal + voxel.vertical
        #expect(abs(Double(sample.values[y * 40 + x]) - expected) < 2)
      }
    }
  }

  @Test("Magnified values lie on the line between voxel centres, magnified labels are the nearest")
  func magnified() {
    let scan = StoredScan(
      shape: GridShape(x: 5, y: 4, z: 3), spacing: Vector3(x: 1, y: 1, z: 1),
      value: { Float(10 * $0.x + 100 * $0.y) }, id: { $0.x < 2 ? 3 : 0 })
    let volume = scan.volume(StoredScan.ras)
    let view = SliceView(
      plane: .axial, index: 1, centerX: 2, centerY: 1.5, width: 50, height: 40, mmPerPixelX: 0.1,
      mmPerPixelY: 0.1)
    let sample = SliceSampler.sample(volume, labels: scan.labels(StoredScan.ras), view: view)
    for y in 0..<40 {
      for x in 0..<50 {
        let voxel = view.voxel(atPixelX: Double(x) + 0.5, y: Double(y) + 0.5, in: volume.geometry)
        let h = min(max(voxel.horizontal, 0), 4)
        let v = min(max(voxel.vertical, 0), 3)
        #expect(abs(Double(sample.values[y * 50 + x]) - (10 * h + 100 * v)) < 0.01)
        #expect(sample.labels[y * 50 + x] == (voxel.horizontal < 1.5 ? 3 : 0))
      }
    }
  }

  @Test("A sphere in flat voxels is round on the screen", arguments: Plane.allCases, [1.0, 2.0])
  func sphere(plane: Plane, aspect: Double) {
    let spacing = Vector3(x: 0.7, y: 0.7, z: 5)
    let scan = StoredScan(
      shape: GridShape(x: 160, y: 160, z: 24), spacing: spacing,
      value: { index in
        let d = Vector3(
          x: (Double(index.x) - 80) * 0.7, y: (Double(index.y) - 80) * 0.7, z: (Double(index.z) - 12) * 5)
        return d.length < 45 ? 1000 : -1000
      }, id: { _ in 0 })
    let volume = scan.volume(StoredScan.ras)
    let index = plane == .axial ? 12 : 80
    let view = SliceView.fitting(
      volume.geometry, plane: plane, index: index, width: 120, height: 100, pixelAspect: aspect)
    let sample = SliceSampler.sample(volume, labels: nil, view: view)
    let inside = sample.values.indices.filter { sample.values[$0] > 0 }
    let columns = Set(inside.map { $0 % 120 }).count
    let rows = Set(inside.map { $0 / 120 }).count
    // In pixels of the picture's width; the 5 mm slices themselves are that coarse.
    #expect(abs(Double(columns) * view.mmPerPixelX - 90) <= 2 * view.mmPerPixelX + 1)
    let slack = plane == .axial ? 1.0 : 5.0
    #expect(abs(Double(rows) * view.mmPerPixelY - 90) <= 2 * view.mmPerPixelY + slack)
  }

  @Test("The largest value of a slab, and of the whole volume")
  func projection() {
    let volume = Self.scan.volume(StoredScan.ras)
    let spacing = volume.geometry.spacing
    for slab in [1, 3, Int.max] {
      let view = SliceView(
        plane: .axial, index: 2, centerX: 11, centerY: 8, width: 23, height: 17, mmPerPixelX: spacing.x,
        mmPerPixelY: spacing.y, slab: slab)
      let sample = SliceSampler.sample(volume, labels: nil, view: view)
      let last = slab == .max ? 10 : min(10, 2 + slab)
      for y in 0..<17 {
        for x in 0..<23 {
          let expected = (max(0, 2 - min(slab, 10))...last).map {
            volume.value(at: VoxelIndex(x: 22 - x, y: 16 - y, z: $0))
          }.max()
          #expect(sample.values[y * 23 + x] == expected)
        }
      }
    }
  }

  @Test(
    "Every way to store voxels gives the same values",
    arguments: [VoxelBuffer.Scalar.uint8, .uint16, .int16, .float32])
  func scalars(scalar: VoxelBuffer.Scalar) {
    let scan = StoredScan(
      shape: Self.scan.shape, spacing: Self.scan.spacing, value: { Float(scrambled($0) % 256) },
      id: { _ in 0 })
    let reference = scan.volume(StoredScan.ras)
    let volume = scan.volume(StoredScan.ras, scalar: scalar)
    for view in Self.views(reference.geometry) {
      let a = SliceSampler.sample(reference, labels: nil, view: view)
      let b = SliceSampler.sample(volume, labels: nil, view: view)
      #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern))
    }
  }

  @Test("A slice outside the grid is empty", arguments: [-1, 11, Int.max, Int.min])
  func outside(index: Int) {
    let volume = Self.scan.volume(StoredScan.ras)
    let view = SliceView.fitting(volume.geometry, plane: .axial, index: index, width: 8, height: 8, slab: 3)
    let sample = SliceSampler.sample(volume, labels: Self.scan.labels(StoredScan.ras), view: view)
    #expect(sample.values.allSatisfy { $0.isNaN })
    #expect(sample.labels.allSatisfy { $0 == 0 })
  }
}
