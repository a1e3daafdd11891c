import Testing

@testable import Imaging

@Suite("Measures on a slice")
struct MeasureTests {
  @Test("A distance is in the patient's millimetres", arguments: StoredScan.storages)
  func distance(storage: StoredScan.Storage) {
    let geometry = StoredScan.noise.volume(storage).geometry
    let a = VoxelPoint(plane: .coronal, index: 4, horizontal: 2, vertical: 1)
    let b = VoxelPoint(plane: .coronal, index: 4, horizontal: 7, vertical: 3)
    let measure = DistanceMeasure(from: a, to: b, in: geometry)
    #expect(agrees(measure.millimetres, (16.0 + 25).squareRoot(), relative: 1e-12))
    #expect(measure.start == Vector3(x: -20 + 2 * 0.8, y: 35 + 4 * 1.1, z: 110 + 2.5))
  }

  @Test("An ellipse reads the voxels whose centres it holds", arguments: Plane.allCases)
  func ellipse(plane: Plane) throws {
    let scan = StoredScan.noise
    let volume = scan.volume(StoredScan.ras)
    let measure = EllipseMeasure(plane: plane, index: 5, corner: (1.5, 9.2), opposite: (8.5, 2.8))
    var values: [Double] = []
    let shape = volume.geometry.shape
    for v in 0..<shape[plane.verticalAxis] {
      for h in 0..<shape[plane.horizontalAxis] {
        let x = (Double(h) - 5) / 3.5
        let y = (Double(v) - 6) / 3.2
        let point = VoxelPoint(plane: plane, index: 5, horizontal: Double(h), vertical: Double(v))
        let voxel = VoxelIndex(x: Int(point.x), y: Int(point.y), z: Int(point.z))
        if x * x + y * y <= 1 { values.append(Double(volume.value(at: voxel))) }
      }
    }
    let reading = try #require(measure.read(volume))
    let mean = values.reduce(0, +) / Double(values.count)
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    #expect(reading.voxels == values.count && values.count > 20)
    #expect(agrees(reading.mean, mean, relative: 1e-12))
    #expect(agrees(reading.standardDeviation, deviation, relative: 1e-12))
    #expect(reading.minimum == values.min() && reading.maximum == values.max())
    let spacing = volume.geometry.spacing
    let area = Double.pi * 3.5 * 3.2 * spacing[plane.horizontalAxis] * spacing[plane.verticalAxis]
    #expect(agrees(measure.area(in: volume.geometry), area, relative: 1e-12))
    for storage in StoredScan.storages { #expect(measure.read(scan.volume(storage)) == reading) }
  }

  @Test("An ellipse beside the voxels or the volume reads nothing")
  func emptyEllipse() {
    let volume = StoredScan.noise.volume(StoredScan.ras)
    #expect(EllipseMeasure(plane: .axial, index: 99, corner: (1, 1), opposite: (5, 5)).read(volume) == nil)
    #expect(EllipseMeasure(plane: .axial, index: 1, corner: (-9, -9), opposite: (-2, -2)).read(volume) == nil)
    #expect(EllipseMeasure(plane: .axial, index: 1, corner: (2, 2), opposite: (2, 2)).read(volume) == nil)
    #expect(EllipseMeasure(plane: .axial, index: 1, corner: (.nan, 2), opposite: (2, 2)).read(volume) == nil)
  }

  @Test("A histogram counts every sample once and finds percentiles")
  func histogram() throws {
    let values = (0..<1000).map { Float($0) }
    let histogram = Histogram(of: values, range: 100...899, bins: 80)
    #expect(histogram.below == 100 && histogram.above == 100 && histogram.total == 1000)
    #expect(histogram.counts.reduce(0, +) == 800 && histogram.counts.count == 80)
    let whole = Histogram(of: values)
    for share in [0.0, 0.001, 0.25, 0.5, 0.999, 1] {
      #expect(abs(try #require(whole.percentile(share)) - share * 999) <= whole.binWidth + 1)
    }
    #expect(Histogram(of: []).percentile(0.5) == nil)
    #expect(Histogram(of: [5, 5]).counts.reduce(0, +) == 2)
  }

  @Test("The histogram of an organ holds its voxels and no others")
  func organHistogram() throws {
    let scan = StoredScan.noise
    let labels = scan.labels(StoredScan.ras)
    let volume = scan.volume(StoredScan.ras)
    let entry = try #require(LabelStatistics.compute(labels, volume: volume)[3])
    let histogram = Histogram(
      of: volume, organ: 3, in: labels, box: entry.box, range: -2048...2047, bins: 4096)
    #expect(histogram.total == entry.voxels)
    var mean = 0.0
    for (bin, count) in histogram.counts.enumerated() { mean += histogram.value(ofBin: bin) * Double(count) }
    #expect(abs(mean / Double(histogram.total) - (entry.mean ?? .nan)) < 1)
    for storage in StoredScan.storages {
      #expect(Histogram(of: scan.volume(storage)) == Histogram(of: volume))
    }
  }

  @Test("The automatic window leaves out padding and a thousandth at each end")
  func automaticWindow() {
    let scan = StoredScan(
      shape: GridShape(x: 50, y: 50, z: 20), spacing: Vector3(x: 1, y: 1, z: 1),
      value: { index in
        if index.x < 10 { return -3024 }
        // 40 000 voxels from -1000 to 1000, and 20 of metal.
        let place = (index.z * 50 + index.y) * 40 + index.x - 10
        return place < 20 ? 20_000 : Float(place % 2001 - 1000)
      }, id: { _ in 0 })
    for storage in [StoredScan.ras, StoredScan.storages[29]] {
      let window = WindowLevel.automatic(for: scan.volume(storage))
      #expect(abs(window.level) < 3 && abs(window.width - 1996) < 6)
    }
    let blank = StoredScan(
      shape: GridShape(x: 5, y: 5, z: 5), spacing: Vector3(x: 1, y: 1, z: 1), value: { _ in -3024 },
      id: { _ in 0 })
    #expect(WindowLevel.automatic(for: blank.volume(StoredScan.ras)) == WindowPreset.softTissue.window)
  }

  @Test("What has not been loaded is left out of histogram and window")
  func loading() throws {
    let scan = StoredScan(
      shape: GridShape(x: 10, y: 10, z: 10), spacing: Vector3(x: 1, y: 1, z: 1), value: { _ in 0 },
      id: { _ in 0 })
    let geometry = scan.geometry(StoredScan.ras)
    let buffer = try #require(VoxelBuffer(scalar: .int16, count: 1000))
    for offset in 0..<300 { buffer.store(Float(500 + offset % 3), at: offset) }
    buffer.publish(300)
    let volume = Volume(storedGeometry: geometry, voxels: buffer)
    #expect(Histogram(of: volume).total == 300)
    #expect(abs(WindowLevel.automatic(for: volume).level - 501) < 0.1)
  }

  @Test("A projected volume is the maximum of every ray", arguments: Plane.allCases)
  func projected(plane: Plane) throws {
    let scan = StoredScan.noise
    let reference = scan.volume(StoredScan.ras)
    for storage in StoredScan.storages {
      let flat = try #require(scan.volume(storage).projected(along: plane))
      #expect(flat.geometry.shape[plane.normalAxis] == 1)
      for v in 0..<scan.shape[plane.verticalAxis] {
        for h in 0..<scan.shape[plane.horizontalAxis] {
          let rays = (0..<scan.shape[plane.normalAxis]).map { n in
            let point = VoxelPoint(plane: plane, index: n, horizontal: Double(h), vertical: Double(v))
            return reference.value(at: VoxelIndex(x: Int(point.x), y: Int(point.y), z: Int(point.z)))
          }
          let point = VoxelPoint(plane: plane, index: 0, horizontal: Double(h), vertical: Double(v))
          #expect(flat.value(at: VoxelIndex(x: Int(point.x), y: Int(point.y), z: Int(point.z))) == rays.max())
        }
      }
      let centre = scan.shape[plane.normalAxis] - 1
      let middle = VoxelPoint(plane: plane, index: 0, horizontal: 3, vertical: 2)
      var expected = middle
      expected[plane.normalAxis] = Double(centre) / 2
      let offset = middle.position(in: flat.geometry) - expected.position(in: reference.geometry)
      #expect(offset.length < 1e-9)
      let view = SliceView.fitting(
        reference.geometry, plane: plane, index: 4, width: 15, height: 12, zoom: 1.4, slab: .max)
      let direct = SliceSampler.sample(reference, labels: nil, view: view)
      let flattened = SliceSampler.sample(reference, labels: nil, view: view, projection: flat)
      #expect(direct.values.map(\.bitPattern) == flattened.values.map(\.bitPattern))
    }
  }
}
