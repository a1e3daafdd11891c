import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// A CT painted from a label map, judged by what lies in its labels and around them.
@Suite struct LabelPainterTests {
  /// The labels of a synthetic belly at 4 mm, with a name nobody knows among them.
  static let map: LabelMap = {
    let body = BodyPhantom(Patient.random(seed: 4))
    let grid = body.grid(scores: 0.3...0.47, spacing: Vector3(x: 4, y: 4, z: 4))
    guard let labels = try? body.scan(Scan(noise: 0), grid: grid).labels() else {
      preconditionFailure("a belly at 4 mm fits into memory")
    }
    return labels
  }()

  static func mean(_ ct: Volume, _ name: String) throws -> Double {
    let id = try #require(map.table.entries.first { $0.name == name }).id
    var (sum, count) = (0.0, 0)
    for offset in 0..<ct.voxels.count where Int(map.volume.voxels[offset]) == id {
      sum += Double(ct.voxels[offset])
      count += 1
    }
    return sum / Double(max(count, 1))
  }

  @Test func organsHaveTheirHounsfieldUnits() throws {
    let ct = try LabelPainter(CatalogueIntensities(scan: Scan(phase: .portalVenous))).paint(
      Self.map, threads: 2)
    #expect(ct.storedGeometry == Self.map.volume.storedGeometry && ct.voxels.scalar == .int16)
    for name in ["liver", "spleen", "kidney_right", "vertebrae_L2", "autochthon_left", "inferior_vena_cava"] {
      let range = try #require(OrganCatalogue.organ(name)?.hounsfield)
      let mean = try Self.mean(ct, name)
      #expect(
        mean > range.low - 15 && mean < range.high + 15, "\(name) \(mean), \(range.low)...\(range.high)")
    }
    let without = try LabelPainter(CatalogueIntensities(scan: Scan(phase: .none))).paint(Self.map, threads: 2)
    #expect(try Self.mean(ct, "liver") > Self.mean(without, "liver") + 30)
  }

  @Test func aBodySurroundsTheLabels() throws {
    let ct = try LabelPainter(CatalogueIntensities(scan: Scan(noise: 0, table: false))).paint(Self.map)
    let labels = Self.map.volume
    let shape = labels.geometry.shape
    let middle = VoxelIndex(x: shape.x / 2, y: shape.y / 2, z: shape.z / 2)
    // From the middle to the patient's right: organs, wall, fat, skin, air.
    let line = (middle.x..<shape.x).map { ct.value(at: VoxelIndex(x: $0, y: middle.y, z: middle.z)) }
    let skin = try #require(line.lastIndex { $0 > -300 })
    #expect(line[(skin + 2)...].allSatisfy { $0 < -950 } && skin + 2 < line.count)
    #expect(line[..<skin].suffix(4).contains { $0 < -60 })
    #expect(line[..<skin].suffix(12).contains { $0 > 20 })
    var (fat, air) = (0, 0)
    for offset in 0..<ct.voxels.count where labels.voxels[offset] == 0 {
      if ct.voxels[offset] > -140, ct.voxels[offset] < -60 { fat += 1 }
      if ct.voxels[offset] < -950 { air += 1 }
    }
    #expect(fat > 5000 && air > 5000)
  }

  @Test func threadsDoNotMatter() throws {
    let painter = LabelPainter(CatalogueIntensities(scan: Scan(seed: 8)))
    #expect(BodyPhantomTests.same(try painter.paint(Self.map), try painter.paint(Self.map, threads: 3)))
  }

  @Test func everySeedDrawsOtherIntensities() throws {
    let first = try LabelPainter(RandomizedIntensities(seed: 1)).paint(Self.map, threads: 2)
    let again = try LabelPainter(RandomizedIntensities(seed: 1)).paint(Self.map)
    let second = try LabelPainter(RandomizedIntensities(seed: 2)).paint(Self.map)
    #expect(BodyPhantomTests.same(first, again))
    let names = ["liver", "spleen", "kidney_right", "kidney_left", "pancreas", "vertebrae_L2"]
    let moved = try names.filter { abs(try Self.mean(first, $0) - Self.mean(second, $0)) > 15 }
    #expect(moved.count >= 3, "\(moved)")
  }

  @Test func namesNobodyKnowsBecomeSoftTissue() throws {
    let shape = GridShape(x: 30, y: 30, z: 12)
    let voxels = try Voxels.buffer(.uint8, count: shape.count, file: "test")
    for z in 0..<12 {
      for y in 8..<22 {
        for x in 8..<22 { voxels.base.assumingMemoryBound(to: UInt8.self)[(z * 30 + y) * 30 + x] = 7 }
      }
    }
    voxels.publish(voxels.count)
    let affine = Affine(
      columnX: Vector3(x: -4, y: 0, z: 0), columnY: Vector3(x: 0, y: -4, z: 0),
      columnZ: Vector3(x: 0, y: 0, z: 4), origin: Vector3(x: 60, y: 60, z: 0))
    let volume = Volume(storedGeometry: Geometry(shape: shape, affine: affine), voxels: voxels)
    let map = LabelMap(volume: volume, table: .named([(id: 7, name: "left widget")]))
    let ct = try LabelPainter(CatalogueIntensities(scan: Scan(noise: 0))).paint(map)
    let inside = ct.value(at: VoxelIndex(x: 15, y: 15, z: 6))
    #expect(inside > 20 && inside < 140)
    #expect(ct.orientation.code == "LPS")
  }
}
