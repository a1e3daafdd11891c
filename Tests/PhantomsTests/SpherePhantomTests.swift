import Anatomy
import Imaging
import Testing

@testable import Phantoms

@Suite struct SpherePhantomTests {
  @Test func thereAre48Orientations() {
    #expect(Set(SpherePhantom.orientations).count == 48)
  }

  @Test(arguments: SpherePhantom.orientations)
  func everyOrientationStoresTheSamePatient(code: String) throws {
    let phantom = SpherePhantom(
      radii: Vector3(x: 12, y: 20, z: 8), shape: GridShape(x: 20, y: 36, z: 11),
      spacing: Vector3(x: 2, y: 1.5, z: 2.5))
    let (reference, _) = phantom.make(orientation: "RAS")
    let (ct, labels) = phantom.make(orientation: code)
    #expect(ct.orientation.code == code)
    #expect(ct.geometry.matches(reference.geometry, tolerance: 1e-9))
    var differing = 0
    for z in 0..<11 {
      for y in 0..<36 {
        for x in 0..<20 {
          let index = VoxelIndex(x: x, y: y, z: z)
          if ct.value(at: index) != reference.value(at: index) { differing += 1 }
          if (labels.id(at: index) == 1) != (ct.value(at: index) == 60) { differing += 1 }
        }
      }
    }
    #expect(differing == 0)
  }

  @Test func volumeIsTheEllipsoids() {
    let phantom = SpherePhantom(radii: Vector3(x: 15, y: 18, z: 20))
    let (_, labels) = phantom.make()
    var voxels = 0
    for offset in 0..<labels.volume.voxels.count where labels.volume.voxels[offset] == 1 { voxels += 1 }
    let measured = Double(voxels) * labels.volume.geometry.voxelMillilitres
    #expect(abs(measured / phantom.millilitres - 1) < 0.03)
  }
}
