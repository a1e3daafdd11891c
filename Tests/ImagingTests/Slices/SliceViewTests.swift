import Testing

@testable import Imaging

@Suite("Slice views")
struct SliceViewTests {
  static let geometry = StoredScan.noise.volume(StoredScan.ras).geometry

  @Test("The whole slice fits and touches two edges", arguments: Plane.allCases, [0.5, 1, 2.2])
  func fits(plane: Plane, aspect: Double) {
    let view = SliceView.fitting(
      Self.geometry, plane: plane, index: 3, width: 90, height: 70, pixelAspect: aspect)
    let shape = Self.geometry.shape
    let right = Double(shape[plane.horizontalAxis]) - 0.5
    let top = Double(shape[plane.verticalAxis]) - 0.5
    let a = view.pixel(horizontal: -0.5, vertical: -0.5, in: Self.geometry)
    let b = view.pixel(horizontal: right, vertical: top, in: Self.geometry)
    let width = abs(a.x - b.x)
    let height = abs(a.y - b.y)
    #expect(width <= 90 + 1e-9 && height <= 70 + 1e-9)
    #expect(abs(width - 90) < 1e-9 || abs(height - 70) < 1e-9)
    #expect(abs((a.x + b.x) / 2 - 45) < 1e-9 && abs((a.y + b.y) / 2 - 35) < 1e-9)
    #expect(abs(view.mmPerPixelY / view.mmPerPixelX - aspect) < 1e-12)
  }

  @Test("Picture and voxel coordinates are inverse", arguments: Plane.allCases, [0.4, 1, 7.5])
  func roundTrip(plane: Plane, zoom: Double) {
    for convention in [DisplayConvention.radiological, .neurological] {
      let view = SliceView.fitting(
        Self.geometry, plane: plane, index: 3, width: 61, height: 48, pixelAspect: 1.3, zoom: zoom,
        centerX: 4.25,
        centerY: 6.5, convention: convention)
      for x in stride(from: -3.0, to: 70, by: 5.5) {
        for y in stride(from: -3.0, to: 50, by: 4.25) {
          let voxel = view.voxel(atPixelX: x, y: y, in: Self.geometry)
          let back = view.pixel(horizontal: voxel.horizontal, vertical: voxel.vertical, in: Self.geometry)
          #expect(abs(back.x - x) < 1e-9 && abs(back.y - y) < 1e-9)
        }
      }
    }
  }

  @Test("The middle of the picture is the chosen voxel, the corners outside the slice are none")
  func voxelUnderPixel() {
    let view = SliceView.fitting(
      Self.geometry, plane: .coronal, index: 5, width: 40, height: 100, zoom: 1, centerX: 7, centerY: 2)
    #expect(view.voxelIndex(atPixelX: 20, y: 50, in: Self.geometry) == VoxelIndex(x: 7, y: 5, z: 2))
    #expect(view.voxelIndex(atPixelX: 20, y: 0, in: Self.geometry) == nil)
    #expect(view.voxelIndex(atPixelX: .nan, y: 50, in: Self.geometry) == nil)
    #expect(view.voxelIndex(atPixelX: 1e300, y: 50, in: Self.geometry) == nil)
  }

  @Test("Left and right are the patient's", arguments: Plane.allCases)
  func sides(plane: Plane) {
    var view = SliceView.fitting(Self.geometry, plane: plane, index: 3, width: 60, height: 60)
    for convention in [DisplayConvention.radiological, .neurological] {
      view.convention = convention
      let letters = view.edgeLetters
      let left = view.voxel(atPixelX: 10, y: 30, in: Self.geometry)
      let right = view.voxel(atPixelX: 50, y: 30, in: Self.geometry)
      let top = view.voxel(atPixelX: 30, y: 10, in: Self.geometry)
      let bottom = view.voxel(atPixelX: 30, y: 50, in: Self.geometry)
      #expect(top.vertical > bottom.vertical)
      switch (plane, convention) {
      case (.sagittal, _):
        #expect(left.horizontal > right.horizontal)
        #expect(letters == ("A", "P", "S", "I"))
      case (.axial, .radiological):
        #expect(left.horizontal > right.horizontal)
        #expect(letters == ("R", "L", "A", "P"))
      case (.axial, .neurological):
        #expect(left.horizontal < right.horizontal)
        #expect(letters == ("L", "R", "A", "P"))
      case (.coronal, .radiological):
        #expect(left.horizontal > right.horizontal)
        #expect(letters == ("R", "L", "S", "I"))
      case (.coronal, .neurological):
        #expect(left.horizontal < right.horizontal)
        #expect(letters == ("L", "R", "S", "I"))
      }
    }
  }

  @Test("Nonsense sizes neither trap nor divide by zero")
  func degenerate() {
    let view = SliceView.fitting(
      Self.geometry, plane: .axial, index: 0, width: 0, height: 0, pixelAspect: .nan, zoom: 0)
    #expect(view.mmPerPixelX.isFinite && view.mmPerPixelX > 0)
    let sample = SliceSampler.sample(StoredScan.noise.volume(StoredScan.ras), labels: nil, view: view)
    #expect(sample.values.isEmpty && sample.labels.isEmpty)
  }
}
