import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// What a scanner adds to a body, measured.
@Suite struct ScannerEffectsTests {
  /// A slice with a disc of water and some rods, 2 mm pixels.
  static func disc(rods: [(x: Double, y: Double, hounsfield: Float)] = [], radius: Double = 130) -> AxialSlice
  {
    var slice = AxialSlice(index: 3, columns: 160, rows: 160, spacing: (2, 2))
    for offset in slice.values.indices {
      let (x, y) = slice.place(offset)
      slice.values[offset] = x * x + y * y < radius * radius ? 0 : -1000
      for rod in rods where (x - rod.x) * (x - rod.x) + (y - rod.y) * (y - rod.y) < 100 {
        slice.values[offset] = rod.hounsfield
      }
    }
    return slice
  }

  static func mean(_ slice: AxialSlice, _ x: Double, _ y: Double, radius: Double = 8) -> Double {
    let all = values(slice, x, y, radius: radius)
    return all.reduce(0, +) / Double(all.count)
  }

  static func deviation(_ slice: AxialSlice, _ x: Double, _ y: Double, radius: Double = 16) -> Double {
    let all = values(slice, x, y, radius: radius)
    let mean = all.reduce(0, +) / Double(all.count)
    return (all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)).squareRoot()
  }

  private static func values(_ slice: AxialSlice, _ x: Double, _ y: Double, radius: Double) -> [Double] {
    slice.values.indices.compactMap { offset in
      let p = slice.place(offset)
      let (dx, dy) = (p.x - x, p.y - y)
      return dx * dx + dy * dy < radius * radius ? Double(slice.values[offset]) : nil
    }
  }

  @Test func theExponentialIsOne() {
    #expect(abs(Exact.exponential(1) - 2.718281828459045) < 1e-8)
    #expect(abs(Exact.exponential(-20) / 2.061153622438558e-9 - 1) < 1e-8)
    #expect(Exact.exponential(0) == 1)
  }

  @Test func filteredRaysGiveThePictureBack() {
    let slice = Self.disc()
    let beam = ParallelBeam(slice, cell: 0, directions: 120)
    let rays = beam.projected(beam.cells(slice) { $0 > -500 ? 1 : 0 })
    // The ray through the middle is as long as the disc is wide.
    #expect(abs(rays[beam.bins / 2] - 260) < 6)
    let picture = beam.mean(of: beam.filtered(rays)).map { $0 * Float.pi }
    #expect(abs(picture[80 * 160 + 80] - 1) < 0.08)
    #expect(abs(picture[80 * 160 + 120] - 1) < 0.08)
    #expect(abs(picture[80 * 160 + 155]) < 0.1)
  }

  @Test func noiseIsStrongestWhereRaysPassThroughMost() {
    var thick = Self.disc(radius: 150)
    var thin = Self.disc(radius: 60)
    ScannerNoise(strength: 12, seed: 5).add(to: &thick)
    ScannerNoise(strength: 12, seed: 5).add(to: &thin)
    let middle = Self.deviation(thick, 0, 0)
    #expect(middle > 9 && middle < 20)
    #expect(Self.deviation(thick, 0, 125) < 0.9 * middle)
    #expect(Self.deviation(thin, 0, 0) < 0.6 * middle)
  }

  @Test func denseBonesCastADarkBandBetweenThem() {
    let body = Self.disc(rods: [(-60, 0, 1200), (60, 0, 1200)])
    var slice = body
    BeamHardening().add(to: &slice, of: body, seed: 1)
    let between = Self.mean(slice, 0, 0)
    #expect(between < -5 && between > -80)
    #expect(abs(Self.mean(slice, 0, 90)) < abs(between) / 2)
  }

  @Test func metalCastsRaysThatFade() {
    let body = Self.disc(rods: [(-40, 0, 3000), (40, 0, 3000)])
    var slice = body
    MetalStreaks().add(to: &slice, of: body, seed: 1)
    #expect(Self.mean(slice, 0, 0) < -60)
    var streaks = slice
    for offset in streaks.values.indices { streaks.values[offset] -= body.values[offset] }
    #expect(Self.deviation(streaks, -40, 24, radius: 12) > 2 * Self.deviation(streaks, -40, 100, radius: 12))
    #expect(Self.mean(slice, 40, 0, radius: 4) == 3000)
    var plain = Self.disc()
    MetalStreaks().add(to: &plain, of: Self.disc(), seed: 1)
    #expect(plain.values == Self.disc().values)
  }

  @Test func shouldersStarveFromSideToSide() {
    var body = Self.disc(radius: 60)
    for offset in body.values.indices where abs(body.place(offset).y) < 40 { body.values[offset] = 40 }
    var slice = body
    PhotonStarvation().add(to: &slice, of: body, seed: 2)
    let (across, beyond) = (Self.deviation(slice, 0, 0), Self.deviation(slice, 0, 100))
    #expect(across > 1 && beyond < across / 3)
  }

  @Test func theTableLiesUnderTheBackAndIsNoPartOfTheBody() throws {
    let body = BodyPhantom(Patient.random(seed: 4))
    let grid = body.grid(scores: 0.44...0.46, spacing: Vector3(x: 4, y: 4, z: 4))
    let with = try body.scan(Scan(noise: 0), grid: grid)
    let without = try body.scan(Scan(noise: 0, table: false), grid: grid)
    #expect(BodyPhantomTests.same(with.structures, without.structures))
    var (shell, changed) = (0, 0)
    for offset in 0..<with.ct.voxels.count {
      let isBody = with.structures.voxels[offset] > 0
      if with.ct.voxels[offset] > -900, without.ct.voxels[offset] < -980 { shell += 1 }
      if isBody, abs(with.ct.voxels[offset] - without.ct.voxels[offset]) > 60 { changed += 1 }
    }
    #expect(shell > 100 && changed == 0)
  }

  @Test(arguments: ["LPS", "LAS", "RPI", "SAR", "ILP"])
  func anyStorageHoldsTheSamePatient(code: String) throws {
    let body = BodyPhantom(Patient.random(seed: 4))
    let canonical = body.grid(scores: 0.5...0.53, spacing: Vector3(x: 6, y: 6, z: 5))
    let stored = canonical.stored(as: try #require(StoredOrientation(code)))
    let (one, other) = (try body.scan(grid: canonical), try body.scan(grid: stored))
    #expect(other.ct.orientation.code == code)
    #expect(other.ct.geometry.matches(canonical))
    var (differing, numbers) = (0, 0)
    for z in 0..<canonical.shape.z {
      for y in 0..<canonical.shape.y {
        for x in 0..<canonical.shape.x {
          let index = VoxelIndex(x: x, y: y, z: z)
          if abs(one.ct.value(at: index) - other.ct.value(at: index)) > 2 { differing += 1 }
          if one.structures.value(at: index) != other.structures.value(at: index) { numbers += 1 }
        }
      }
    }
    // Blocks are cut elsewhere, which may move a voxel on a border.
    #expect(differing <= canonical.shape.count / 1000 && numbers <= canonical.shape.count / 1000)
  }

  @Test func orientationsNameEveryAxisOnce() {
    #expect(StoredOrientation("LRS") == nil)
    #expect(StoredOrientation("LP") == nil)
    #expect(StoredOrientation("LPX") == nil)
    #expect(StoredOrientation("lps") == .lps)
  }

  @Test func aTiltedGridStaysWhereItIs() {
    let body = BodyPhantom(Patient.random(seed: 4))
    let grid = body.grid(scores: 0.5...0.53, spacing: Vector3(x: 6, y: 6, z: 5))
    let tilted = grid.tilted(by: 12)
    #expect(abs(tilted.spacing.y - 6) < 1e-6 && abs(tilted.spacing.z - 5) < 1e-6)
    #expect(abs(tilted.affine.columnY.z / 6 + 0.2079117) < 1e-5)
    let middle = Vector3(
      x: Double(grid.shape.x - 1) / 2, y: Double(grid.shape.y - 1) / 2, z: Double(grid.shape.z - 1) / 2)
    let shift =
      grid.affine.apply(x: middle.x, y: middle.y, z: middle.z)
      - tilted.affine.apply(x: middle.x, y: middle.y, z: middle.z)
    #expect(shift.length < 1e-6)
  }

  @Test func motionMovesTheDiaphragmAndNotTheSpine() throws {
    let body = BodyPhantom(Patient.random(seed: 4))
    let grid = body.grid(scores: 0.44...0.48, spacing: Vector3(x: 5, y: 5, z: 5))
    let still = try body.scan(Scan(noise: 0), grid: grid)
    let moved = try body.scan(
      Scan(noise: 0, artefacts: Artefacts(breathing: BreathingMotion(amplitude: 12))), grid: grid)
    let front = BodyPhantomTests.differing(still.ct, moved.ct) { $0.y > -20 }
    let back = BodyPhantomTests.differing(still.ct, moved.ct) { $0.y < -90 }
    #expect(front > 300)
    #expect(back < front / 20)
  }

  @Test func everyPatchIsAnotherPatient() throws {
    func patch(_ seed: UInt64, threads: Int) throws -> BodyScan {
      try BodyPhantom.patch(
        shape: GridShape(x: 24, y: 20, z: 16), spacing: Vector3(x: 5, y: 5, z: 5), scores: 0.3...0.5,
        seed: seed,
        threads: threads)
    }
    let (one, again, other) = (try patch(6, threads: 1), try patch(6, threads: 2), try patch(7, threads: 1))
    #expect(
      BodyPhantomTests.same(one.ct, again.ct) && BodyPhantomTests.same(one.structures, again.structures))
    #expect(!BodyPhantomTests.same(one.ct, other.ct))
    let filled = (0..<one.structures.voxels.count).filter { one.structures.voxels[$0] > 0 }.count
    #expect(filled > one.structures.voxels.count / 4)
  }

  @Test func variedTissuesKeepTheAnatomy() throws {
    let body = BodyPhantom(Patient.random(seed: 4))
    let grid = body.grid(scores: 0.4...0.42, spacing: Vector3(x: 6, y: 6, z: 6))
    let usual = try body.scan(Scan(noise: 0), grid: grid)
    let first = try body.scan(Scan(noise: 0, tissues: .randomized, seed: 1), grid: grid)
    let second = try body.scan(Scan(noise: 0, tissues: .randomized, seed: 2), grid: grid)
    #expect(BodyPhantomTests.same(usual.structures, first.structures))
    #expect(BodyPhantomTests.differing(usual.ct, first.ct) { _ in true } > 500)
    #expect(BodyPhantomTests.differing(first.ct, second.ct) { _ in true } > 500)
  }
}

extension BodyPhantomTests {
  /// Voxels at wanted places whose HU differ by more than 30.
  static func differing(_ a: Volume, _ b: Volume, where isWanted: (Vector3) -> Bool) -> Int {
    let shape = a.storedGeometry.shape
    var count = 0
    for offset in 0..<a.voxels.count where abs(a.voxels[offset] - b.voxels[offset]) > 30 {
      let index = VoxelIndex(
        x: offset % shape.x, y: offset / shape.x % shape.y, z: offset / (shape.x * shape.y))
      if isWanted(a.storedGeometry.affine.apply(index)) { count += 1 }
    }
    return count
  }
}
