import Anatomy
import Foundation
import Imaging
import Testing

@testable import Phantoms

/// What every body promises, whatever its regions hold.
@Suite struct BodyPhantomTests {
  static let chest = 0.44...0.60
  static let patient = Patient.random(seed: 4)

  static func scan(_ patient: Patient, _ scores: ClosedRange<Double>, spacing: Double, threads: Int = 2)
    throws
    -> BodyScan
  {
    let body = BodyPhantom(patient)
    let grid = body.grid(scores: scores, spacing: Vector3(x: spacing, y: spacing, z: spacing))
    return try body.scan(grid: grid, threads: threads)
  }

  static func same(_ a: Volume, _ b: Volume) -> Bool {
    a.voxels.count == b.voxels.count && a.voxels.scalar == b.voxels.scalar
      && memcmp(a.voxels.base, b.voxels.base, a.voxels.count * a.voxels.scalar.size) == 0
  }

  @Test func anyNumberOfThreadsGivesTheSameVoxels() throws {
    let one = try Self.scan(Self.patient, Self.chest, spacing: 4, threads: 1)
    let three = try Self.scan(Self.patient, Self.chest, spacing: 4, threads: 3)
    #expect(Self.same(one.ct, three.ct))
    #expect(Self.same(one.structures, three.structures))
  }

  @Test func anotherSeedGivesAnotherBody() throws {
    var other = Self.patient
    other.seed += 1
    let first = try Self.scan(Self.patient, Self.chest, spacing: 6)
    let second = try Self.scan(other, Self.chest, spacing: 6)
    #expect(!Self.same(first.structures, second.structures))
  }

  @Test func aPatchIsThatPartOfTheWhole() throws {
    let body = BodyPhantom(Self.patient)
    let whole = body.grid(scores: Self.chest, spacing: Vector3(x: 4, y: 4, z: 4))
    let corner = VoxelIndex(x: 13, y: 9, z: 7)
    let affine = whole.affine
    let patch = Geometry(
      shape: GridShape(x: 40, y: 30, z: 19),
      affine: Affine(
        columnX: affine.columnX, columnY: affine.columnY, columnZ: affine.columnZ,
        origin: affine.apply(corner)))
    let all = try body.scan(Scan(noise: 0, blur: 0), grid: whole)
    let part = try body.scan(Scan(noise: 0, blur: 0), grid: patch)
    var differing = 0
    for z in 0..<19 {
      for y in 0..<30 {
        for x in 0..<40 {
          let there = VoxelIndex(x: x + corner.x, y: y + corner.y, z: z + corner.z)
          let here = VoxelIndex(x: x, y: y, z: z)
          if all.structures.value(at: there) != part.structures.value(at: here) { differing += 1 }
          if abs(all.ct.value(at: there) - part.ct.value(at: here)) > 1 { differing += 1 }
        }
      }
    }
    #expect(differing == 0)
  }

  @Test func theWarpComesBack() {
    let warp = Warp(Patient.random(seed: 9))
    for landmark in Landmark.allCases {
      let q = landmark.place
      #expect((warp.reference(warp.patient(q)) - q).length < 0.01, "\(landmark)")
    }
  }

  @Test func theWarpNeverStretchesMoreThanItSays() {
    for seed: UInt64 in 1...6 {
      let warp = Warp(Patient.random(seed: seed))
      var random = SeededGenerator(seed: seed)
      for _ in 0..<2000 {
        let p = Point3(random.between(-180, 180), random.between(-130, 110), random.between(-50, 860))
        let step = Point3(random.signed(), random.signed(), random.signed()).unit
        let moved = (warp.reference(p + step) - warp.reference(p)).length
        #expect(moved <= warp.stretch, "seed \(seed) at \(p)")
      }
    }
  }

  @Test func landmarksLieWhereTheScaleSays() {
    let plan = BodyPlan(Patient())
    func score(_ z: Double) -> Double { z / 870 }
    #expect(abs(score(plan.at(.ischium).z) - BodyLandmark.ischialTuberosities.score) < 0.01)
    #expect(abs(score(plan.at(.hipAxis).z) - BodyLandmark.femoralHeads.score) < 0.01)
    #expect(abs(score(plan.at(.iliacCrest).z) - BodyLandmark.iliacCrests.score) < 0.01)
    #expect(abs(score(plan.spine[.l1].frame.origin.z) - BodyLandmark.firstLumbarVertebra.score) < 0.02)
    #expect(abs(score(plan.at(.rightDome).z) - BodyLandmark.diaphragmDome.score) < 0.01)
    #expect(abs(score(plan.at(.carina).z) - BodyLandmark.carina.score) < 0.01)
    #expect(abs(score(plan.at(.sternalNotch).z) - BodyLandmark.suprasternalNotch.score) < 0.01)
    #expect(abs(score(Spine.discs[17]) - BodyLandmark.cervicothoracicJunction.score) < 0.01)
    #expect(abs(score(plan.at(.eye).z) - BodyLandmark.orbits.score) < 0.01)
    #expect(score(plan.at(.vertex).z) == BodyLandmark.vertex.score)
  }

  @Test func aTasksLabelsAreItsOwn() throws {
    let scan = try Self.scan(Self.patient, Self.chest, spacing: 5)
    let labels = try scan.labels(for: .chest)
    #expect(labels.table == LabelTable.task(.chest))
    let sternum = try #require(labels.table.entries.first { $0.name == "sternum" }).id
    let present = Set((0..<labels.volume.voxels.count).map { Int(labels.volume.voxels[$0]) })
    #expect(present.contains(sternum) && present.isSubset(of: Set(0...31)))
  }

  @Test func thickSlicesAreMeans() throws {
    let body = BodyPhantom(Self.patient)
    let thin = body.grid(scores: 0.5...0.53, spacing: Vector3(x: 3, y: 3, z: 1))
    let thick = body.grid(scores: 0.5...0.53, spacing: Vector3(x: 3, y: 3, z: 5))
    func mean(_ grid: Geometry) throws -> Double {
      let ct = try body.scan(Scan(noise: 0), grid: grid).ct.voxels
      return (0..<ct.count).reduce(0) { $0 + Double(ct[$1]) } / Double(ct.count)
    }
    #expect(abs(try mean(thin) - mean(thick)) < 12)
  }
}
