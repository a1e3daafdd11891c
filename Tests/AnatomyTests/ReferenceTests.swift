import Testing

@testable import Anatomy

@Suite("Reference ranges")
struct ReferenceTests {
  @Test("are ordered, possible and say where they come from")
  func sane() {
    for organ in OrganCatalogue.organs {
      if let volume = organ.volume {
        #expect(volume.low > 0 && volume.low < volume.high && volume.high < 5000, "\(organ.id)")
        #expect(volume.source.count > 20, "\(organ.id)")
      }
      if let hounsfield = organ.hounsfield {
        #expect(hounsfield.low >= -1024 && hounsfield.low < hounsfield.high, "\(organ.id)")
        #expect(hounsfield.high <= 1500 && hounsfield.source.count > 20, "\(organ.id)")
      }
    }
  }

  @Test("leave out only what has no usual size or attenuation")
  func coverage() {
    let organs = OrganCatalogue.organs
    #expect(
      Set(organs.filter { $0.volume == nil }.map(\.id)) == [
        "skull", "face", "temporomandibular_joint_left", "temporomandibular_joint_right",
        "sternocleidomastoid", "scalenus", "scalenus_anterior", "anterior_cervical_muscles",
        "kidney_cyst_left", "kidney_cyst_right",
      ])
    #expect(organs.filter { $0.hounsfield == nil }.map(\.id) == ["face"])
  }

  @Test(
    "hold the means that are published for adults",
    arguments: [
      ("liver", 1411.0), ("liver", 1710), ("spleen", 179.8), ("spleen", 238.4), ("pancreas", 64.4),
      ("pancreas", 87.4), ("kidney_left", 156.5), ("kidney_right", 193.1), ("adrenal_gland_left", 4.4),
      ("brain", 1300), ("brain", 1450), ("heart", 620), ("heart", 840), ("thyroid_gland", 17.5),
      ("thyroid_lobe_left", 7.6), ("thyroid_lobe_right", 8.8), ("eye_left", 6.3), ("eye_right", 7.5),
      ("heart_ventricle_left", 135), ("heart_ventricle_right", 190), ("heart_atrium_left", 103),
      ("gluteus_maximus_left", 849), ("prostate", 17),
    ])
  func publishedMeans(id: Organ.ID, milliliters: Double) throws {
    #expect(try #require(OrganCatalogue.organ(id)?.volume).contains(milliliters))
  }

  @Test("parts are no larger than their wholes")
  func parts() {
    for organ in OrganCatalogue.organs {
      guard let whole = organ.partOf.flatMap({ OrganCatalogue.organ($0) })?.volume, let part = organ.volume
      else { continue }
      #expect(part.low < whole.low && part.high < whole.high, "\(organ.id)")
    }
  }

  @Test("vertebrae grow from the neck to the loin")
  func vertebrae() throws {
    func volume(_ level: String) throws -> ReferenceRange {
      try #require(OrganCatalogue.organ("vertebrae_\(level)")?.volume)
    }
    let levels = ["C4", "C7", "T1", "T6", "T12", "L1", "L4"]
    for (above, below) in zip(levels, levels.dropFirst()) {
      #expect(try volume(above).high < volume(below).high)
    }
  }

  @Test("attenuation tells air, soft tissue and bone apart")
  func attenuation() throws {
    func hounsfield(_ id: Organ.ID) throws -> ReferenceRange {
      try #require(OrganCatalogue.organ(id)?.hounsfield)
    }
    #expect(try hounsfield("trachea").high < hounsfield("liver").low)
    #expect(try hounsfield("lung_upper_lobe_left").high < hounsfield("stomach").low)
    #expect(try hounsfield("liver").contains(55) && hounsfield("liver").contains(110))
    #expect(try hounsfield("vertebrae_L1").contains(215))
    #expect(try !hounsfield("liver").contains(215))
  }
}
