import Anatomy
import Imaging
import Testing

@testable import Phantoms

/// The torso as a reader would judge it: is everything there, where it belongs, as bright and as large as it should be?
@Suite struct TorsoPhantomTests {
  /// Made once at SampleData's own spacing.
  static let torso = TorsoPhantom(seed: 1).make()

  /// What a label map and its CT say of one organ.
  struct Measured {
    var voxels = 0
    var sum = 0.0
    var x = 0.0
    var y = 0.0
    var z = 0.0
    var touchesBorder = false

    var mean: Double { sum / Double(voxels) }
  }

  /// Every organ by its name; positions are means in RAS+ mm.
  static let organs: [String: Measured] = {
    let (ct, labels) = torso
    let shape = ct.geometry.shape
    var byID = [Measured](repeating: Measured(), count: 256)
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let index = VoxelIndex(x: x, y: y, z: z)
          let id = labels.id(at: index)
          if id == 0 { continue }
          let place = ct.geometry.position(of: index)
          byID[id].voxels += 1
          byID[id].sum += Double(ct.value(at: index))
          byID[id].x += place.x
          byID[id].y += place.y
          byID[id].z += place.z
          if x == 0 || y == 0 || z == 0 || x == shape.x - 1 || y == shape.y - 1 || z == shape.z - 1 {
            byID[id].touchesBorder = true
          }
        }
      }
    }
    var named: [String: Measured] = [:]
    for entry in labels.table.entries where byID[entry.id].voxels > 0 {
      var organ = byID[entry.id]
      let count = Double(organ.voxels)
      organ.x /= count
      organ.y /= count
      organ.z /= count
      named[entry.name] = organ
    }
    return named
  }()

  func organ(_ name: String) throws -> Measured { try #require(Self.organs[name], "\(name) is missing") }

  func millilitres(_ name: String) throws -> Double {
    Double(try organ(name).voxels) * Self.torso.ct.geometry.voxelMillilitres
  }

  @Test func everyNamedStructureHasVoxels() {
    #expect(TorsoPhantom.organNames.count > 60)
    #expect(Set(TorsoPhantom.organNames) == Set(Self.organs.keys))
    #expect(Set(TorsoPhantom.organNames).count == TorsoPhantom.organNames.count)
  }

  @Test func idsAndNamesAreTotalSegmentatorsAndTheCatalogueKnowsThem() {
    for entry in Self.torso.labels.table.entries {
      #expect(LabelTable.totalSegmentatorV2[entry.id] == entry, "\(entry.name)")
      #expect(entry.organ == entry.name)
    }
  }

  @Test func gridIsTheOnePromised() {
    let geometry = Self.torso.ct.geometry
    #expect(geometry.shape == GridShape(x: 128, y: 96, z: 120))
    #expect(geometry.spacing == Vector3(x: 3, y: 3, z: 3))
    #expect(Self.torso.labels.volume.geometry == geometry)
    #expect(Self.torso.ct.orientation == .ras)
    #expect(Self.torso.ct.voxels.scalar == .int16 && Self.torso.labels.volume.voxels.scalar == .uint8)
  }

  /// mL: wide enough for other seeds, narrow enough to notice an organ that was painted over.
  @Test(arguments: [
    ("liver", 1000.0...1800), ("spleen", 90...350), ("kidney_left", 110...220), ("kidney_right", 110...220),
    ("pancreas", 45...120), ("gallbladder", 20...60), ("stomach", 200...600), ("adrenal_gland_left", 2...8),
    ("adrenal_gland_right", 2...8), ("vertebrae_L3", 40...90), ("vertebrae_T9", 20...50),
    ("duodenum", 40...130),
    ("rib_left_10", 8...30), ("aorta", 70...180), ("inferior_vena_cava", 60...180), ("colon", 300...1200),
    ("small_bowel", 350...1200), ("autochthon_right", 120...400), ("iliopsoas_left", 120...400),
  ])
  func volumesArePlausible(name: String, range: ClosedRange<Double>) throws {
    #expect(range.contains(try millilitres(name)))
  }

  @Test(arguments: [
    ("liver", 50.0...75), ("aorta", 100...160), ("kidney_left", 90...150),
    ("lung_lower_lobe_right", -870 ... -720),
    ("gallbladder", -5...25), ("vertebrae_L2", 150...300), ("hip_left", 180...400),
    ("autochthon_left", 30...70),
    ("stomach", -400...0), ("heart", 90...150), ("spleen", 60...110), ("rib_right_9", 180...450),
  ])
  func brightnessIsPlausible(name: String, range: ClosedRange<Double>) throws {
    #expect(range.contains(try organ(name).mean))
  }

  @Test func organsLieOnTheirSides() throws {
    // x grows to the patient's right.
    for stem in [
      "kidney", "adrenal_gland", "iliopsoas", "hip", "autochthon", "gluteus_medius", "iliac_artery",
    ] {
      #expect(try organ("\(stem)_right").x > 15 && organ("\(stem)_left").x < -15, "\(stem)")
    }
    #expect(try organ("liver").x > 20)
    #expect(try organ("gallbladder").x > 20)
    #expect(try organ("spleen").x < -60)
    #expect(try organ("stomach").x < -20)
    #expect(try organ("inferior_vena_cava").x > organ("aorta").x + 15)
    #expect(try abs(organ("vertebrae_L3").x) < 2)
  }

  @Test func bodyIsTheRightWayUpAndRound() throws {
    let spine = (0..<10).map { TorsoStructure.vertebra(fromL5: $0).name }
    #expect(spine.first == "vertebrae_L5" && spine.last == "vertebrae_T8")
    for (lower, upper) in zip(spine, spine.dropFirst()) {
      #expect(try organ(lower).z + 18 < organ(upper).z)
    }
    #expect(try organ("heart").z > organ("liver").z + 50)
    #expect(try organ("liver").z > organ("colon").z)
    #expect(try organ("sternum").y > organ("heart").y)
    #expect(try organ("aorta").y > organ("vertebrae_L1").y)
    #expect(try organ("spinal_cord").y < organ("vertebrae_L1").y + 10)
    #expect(try organ("autochthon_left").y < organ("spinal_cord").y)
  }

  @Test func organsEndInsideTheBlockOrReachItsBorderAsTheyShould() throws {
    for name in ["liver", "spleen", "kidney_left", "pancreas", "gallbladder", "stomach", "vertebrae_L4"] {
      #expect(try !organ(name).touchesBorder, "\(name)")
    }
    for name in ["heart", "lung_lower_lobe_left", "hip_right", "sacrum", "aorta"] {
      #expect(try organ(name).touchesBorder, "\(name)")
    }
  }

  @Test func airOutsideIsClearAndFatIsFat() {
    let ct = Self.torso.ct
    #expect(ct.value(at: VoxelIndex(x: 0, y: 95, z: 60)) == -1000)
    var histogram: [Int: Int] = [:]
    for offset in 0..<ct.voxels.count { histogram[Int((ct.voxels[offset] / 10).rounded()), default: 0] += 1 }
    // Two peaks as in every CT of a trunk: fat and soft tissue.
    let fat = (-14...(-7)).map { histogram[$0] ?? 0 }.reduce(0, +)
    let between = (-5...(-2)).map { histogram[$0] ?? 0 }.reduce(0, +)
    let soft = (2...9).map { histogram[$0] ?? 0 }.reduce(0, +)
    #expect(fat > between * 2 && soft > between * 2)
  }

  @Test func sameSeedSameBytesOtherSeedOtherPatient() {
    func bytes(_ seed: UInt64) -> (ct: [Float], labels: [Float]) {
      let (ct, labels) = TorsoPhantom(seed: seed, spacing: 8).make()
      return (
        (0..<ct.voxels.count).map { ct.voxels[$0] }, (0..<ct.voxels.count).map { labels.volume.voxels[$0] }
      )
    }
    let first = bytes(5)
    let again = bytes(5)
    let other = bytes(6)
    #expect(first.ct == again.ct && first.labels == again.labels)
    #expect(first.ct != other.ct && first.labels != other.labels)
  }

  @Test(arguments: [2, 3, 4] as [UInt64])
  func otherSeedsHaveEveryOrganToo(seed: UInt64) {
    let (_, labels) = TorsoPhantom(seed: seed, spacing: 4).make()
    var seen: Set<Int> = []
    for offset in 0..<labels.volume.voxels.count { seen.insert(Int(labels.volume.voxels[offset])) }
    #expect(seen.subtracting([0]) == Set(labels.table.entries.map(\.id)))
  }
}

@Suite struct ArithmeticTests {
  @Test func sineIsTheSine() {
    for (degrees, value) in [
      (0.0, 0.0), (30, 0.5), (90, 1), (150, 0.5), (210, -0.5), (270, -1), (390, 0.5), (-30, -0.5),
    ] {
      #expect(abs(Exact.sine(degrees) - value) < 1e-6)
    }
    #expect(abs(Exact.cosine(60) - 0.5) < 1e-6)
  }

  @Test func randomNumbersAreTheGeneratorsOwn() {
    // The first outputs of SplitMix64 for seed 0, as published with the algorithm.
    var generator = SeededGenerator(seed: 0)
    #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
    #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
  }

  @Test func distancesAreTrueAtTheSurface() {
    let ball = TorsoEllipsoid(Point3(1, 2, 3), radii: Point3(10, 20, 5), pitch: 0, roll: 0, yaw: 90)
    #expect(abs(ball.distance(to: Point3(1, 12, 3))) < 1e-5)
    #expect(abs(ball.distance(to: Point3(21, 2, 3))) < 1e-5)
    #expect(ball.distance(to: Point3(1, 2, 3)) < 0)
    let piece = TorsoTubePiece(start: Point3(0, 0, 0), end: Point3(10, 0, 0), startRadius: 2, endRadius: 4)
    #expect(abs(piece.distance(to: Point3(0, 2, 0))) < 1e-9)
    #expect(abs(piece.distance(to: Point3(14, 0, 0))) < 1e-9)
  }
}
