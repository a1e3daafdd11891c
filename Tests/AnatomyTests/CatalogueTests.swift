import Testing

@testable import Anatomy

@Suite("The organ catalogue")
struct CatalogueTests {
  static let organs = OrganCatalogue.organs

  @Test("holds the 143 organs of the tasks and both versions' classes, each once")
  func union() {
    let tasks = Set(OrganTask.allCases.flatMap(\.organs))
    let all = tasks.union(TotalSegmentatorClasses.v1).union(TotalSegmentatorClasses.v2)
    #expect(tasks.count == 143)
    #expect(Self.organs.count == 154)
    #expect(Set(Self.organs.map(\.id)) == all)
  }

  @Test("ids and display names are unique and written alike")
  func names() {
    #expect(Set(Self.organs.map(\.id)).count == Self.organs.count)
    #expect(Set(Self.organs.map(\.displayName)).count == Self.organs.count)
    for organ in Self.organs {
      #expect(organ.id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }, "\(organ.id)")
      #expect(!organ.displayName.contains("_") && !organ.displayName.contains("{"), "\(organ.id)")
    }
  }

  @Test("is found by id, and only by a real one")
  func lookUp() {
    for organ in Self.organs { #expect(OrganCatalogue.organ(organ.id) == organ) }
    #expect(OrganCatalogue.organ("Liver") == nil)
    #expect(OrganCatalogue.organ("") == nil)
  }

  @Test(
    "display names read as a radiologist says them",
    arguments: [
      ("kidney_right", "right kidney"), ("vertebrae_L3", "L3 vertebra"), ("rib_left_4", "left 4th rib"),
      ("rib_right_2", "right 2nd rib"), ("heart_atrium_left", "left atrium"), ("hip_left", "left hip bone"),
    ])
  func displayNames(id: Organ.ID, expected: String) {
    #expect(OrganCatalogue.organ(id)?.displayName == expected)
  }

  @Test("groups part the organs without gap or overlap, in reading order")
  func groups() {
    #expect(OrganCatalogue.groups.count == 18)
    #expect(Set(OrganCatalogue.groups.map(\.id)).count == 18)
    #expect(Set(OrganCatalogue.groups.map(\.displayName)).count == 18)
    #expect(OrganCatalogue.groups.flatMap { OrganCatalogue.organs(in: $0.id) } == Self.organs)
    for group in OrganCatalogue.groups {
      #expect(!OrganCatalogue.organs(in: group.id).isEmpty)
      #expect(OrganCatalogue.group(group.id) == group)
      // A tree row has room for 20 columns.
      #expect(group.displayName.count <= 18, "\(group.displayName)")
    }
    #expect(OrganCatalogue.organs(in: "nowhere").isEmpty)
    #expect(OrganCatalogue.group("nowhere") == nil)
  }

  @Test("a part names an organ that exists, and no chain of parts ends where it began")
  func parts() {
    for organ in Self.organs {
      var seen: Set<Organ.ID> = [organ.id]
      var whole = organ.partOf
      while let id = whole {
        #expect(seen.insert(id).inserted, "\(organ.id) is part of itself")
        let next = OrganCatalogue.organ(id)
        #expect(next != nil, "\(organ.id) is part of \(id)")
        whole = next?.partOf
      }
    }
    #expect(
      OrganCatalogue.parts(of: "aorta").map(\.id) == ["aorta_ascending", "aortic_arch", "aorta_descending"])
    #expect(OrganCatalogue.parts(of: "heart").count == 6)
    #expect(OrganCatalogue.organ("lens_left")?.partOf == "eye_left")
    #expect(OrganCatalogue.organ("vertebrae_S1")?.partOf == "sacrum")
  }

  @Test("a part lies within its whole along the body")
  func partsLieInWholes() throws {
    for organ in Self.organs {
      guard let id = organ.partOf else { continue }
      let whole = try #require(OrganCatalogue.organ(id))
      #expect(
        whole.bodyRange.lowerBound - 0.03 <= organ.bodyRange.lowerBound
          && whole.bodyRange.upperBound + 0.03 >= organ.bodyRange.upperBound, "\(organ.id)")
    }
  }

  @Test("sides agree with ids")
  func sides() {
    for organ in Self.organs {
      let words = Set(organ.id.split(separator: "_"))
      let expected: Organ.Side =
        words.contains("left") ? .left : words.contains("right") ? .right : .midline
      #expect(organ.side == expected, "\(organ.id)")
    }
  }

  /// Heart chambers share words, not anatomy; every other left and right are twins.
  static let twins: [(left: Organ, right: Organ)] = organs.compactMap { left in
    guard left.side == .left, !left.id.hasPrefix("heart_") else { return nil }
    return OrganCatalogue.organ(left.id.replacing("left", with: "right")).map { (left, $0) }
  }

  @Test("left and right twins differ in side and colour only")
  func twinsAreSymmetric() {
    #expect(Self.twins.count == 42)
    for (left, right) in Self.twins {
      #expect(right.side == .right)
      #expect(left.group == right.group, "\(left.id)")
      #expect(left.bodyRange == right.bodyRange, "\(left.id)")
      #expect(left.volume == right.volume && left.hounsfield == right.hounsfield, "\(left.id)")
      #expect(left.partOf?.replacing("left", with: "right") == right.partOf, "\(left.id)")
      #expect(left.snomed?.type == right.snomed?.type && left.snomed?.category == right.snomed?.category)
      #expect(left.displayName.replacing("left", with: "right") == right.displayName)
      #expect(left.color != right.color, "\(left.id)")
    }
  }
}

@Suite("The body-part scale")
struct BodyScaleTests {
  @Test("landmarks rise from 0 to 1")
  func landmarks() {
    let scores = BodyLandmark.allCases.map(\.score)
    #expect(scores.first == 0 && scores.last == 1)
    for (below, above) in zip(scores, scores.dropFirst()) { #expect(below < above) }
  }

  @Test("ranges stay on the scale and are no wider than the whole trunk")
  func ranges() {
    for organ in OrganCatalogue.organs {
      #expect(organ.bodyRange.lowerBound >= 0 && organ.bodyRange.upperBound <= 1, "\(organ.id)")
      let extent = organ.bodyRange.upperBound - organ.bodyRange.lowerBound
      #expect(extent > 0.05 && extent < 0.8, "\(organ.id)")
    }
  }

  @Test(
    "organs lie at the landmarks they are known by",
    arguments: [
      ("femur_left", BodyLandmark.femoralHeads), ("vertebrae_L4", .iliacCrests), ("hip_left", .iliacCrests),
      ("vertebrae_L1", .firstLumbarVertebra), ("liver", .diaphragmDome), ("trachea", .carina),
      ("vertebrae_T5", .carina), ("sternum", .suprasternalNotch), ("vertebrae_C7", .cervicothoracicJunction),
      ("vertebrae_T1", .cervicothoracicJunction), ("vertebrae_C1", .skullBase), ("eye_left", .orbits),
      ("brain", .vertex), ("hip_right", .ischialTuberosities),
    ])
  func organsAtLandmarks(id: Organ.ID, landmark: BodyLandmark) throws {
    #expect(try #require(OrganCatalogue.organ(id)).bodyRange.contains(landmark.score))
  }

  @Test("vertebrae and ribs go down level by level")
  func levels() {
    let vertebrae = OrganCatalogue.organs.filter { $0.id.hasPrefix("vertebrae_") }
    #expect(vertebrae.count == 25)
    for (above, below) in zip(vertebrae, vertebrae.dropFirst()) {
      #expect(above.bodyRange.upperBound > below.bodyRange.upperBound, "\(above.id)")
    }
    let ribs = (1...12).compactMap { OrganCatalogue.organ("rib_left_\($0)") }
    for (above, below) in zip(ribs, ribs.dropFirst()) {
      #expect(above.bodyRange.upperBound > below.bodyRange.upperBound, "\(above.id)")
    }
  }
}
