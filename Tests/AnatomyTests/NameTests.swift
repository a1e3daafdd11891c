import Testing

@testable import Anatomy

@Suite("Names of organs")
struct NameTests {
  @Test(
    "spelling, separators, case and word order do not matter",
    arguments: [
      ("kidney_left", "kidney_left"), ("Kidney-Left", "kidney_left"), ("kidney left", "kidney_left"),
      ("left kidney", "kidney_left"), ("LEFT KIDNEY", "kidney_left"), ("Kidney_L", "kidney_left"),
      ("KidneyLeft", "kidney_left"), ("  left   kidney ", "kidney_left"), ("kidney.left", "kidney_left"),
      ("heart_atrium_left", "heart_atrium_left"), ("left atrium", "heart_atrium_left"),
      ("Left atrium of heart", "heart_atrium_left"), ("pulmonary_vein", "pulmonary_vein"),
      ("pulmonary veins", "pulmonary_vein"), ("clavicula_left", "clavicula_left"),
      ("clavicle left", "clavicula_left"), ("Left collarbone", "clavicula_left"), ("hip_left", "hip_left"),
      ("Left hip bone", "hip_left"), ("inferior_vena_cava", "inferior_vena_cava"),
      ("IVC", "inferior_vena_cava"), ("vertebra L5", "vertebrae_L5"), ("L5 vertebra", "vertebrae_L5"),
      ("VertebraL5", "vertebrae_L5"), ("rib_left_04", "rib_left_4"), ("left fourth rib", "rib_left_4"),
      ("Left 4th rib", "rib_left_4"), ("right twelfth rib", "rib_right_12"), ("oesophagus", "esophagus"),
      ("upper lobe of left lung", "lung_upper_lobe_left"), ("left upper lobe", "lung_upper_lobe_left"),
      ("OpticChiasm", "optic_chiasm"), ("BrainStem", "brainstem"), ("Lens_R", "lens_right"),
      ("descending aorta", "aorta_descending"), ("arch of the aorta", "aortic_arch"),
      ("deep muscle of back left", "autochthon_left"), ("small intestine", "small_bowel"),
      ("Urinary bladder", "urinary_bladder"), ("bladder", "urinary_bladder"),
      ("Portal vein and splenic vein", "portal_vein_and_splenic_vein"), ("thyroid", "thyroid_gland"),
      ("left common iliac artery", "iliac_artery_left"), ("right lung middle lobe", "lung_middle_lobe_right"),
    ])
  func resolved(name: String, id: Organ.ID) {
    #expect(OrganCatalogue.organ(named: name)?.id == id)
  }

  @Test(
    "wider, narrower and other anatomy stays unknown",
    arguments: [
      "lung_trachea_bronchia", "lung_left", "left lung", "lung", "kidney", "rib", "rib_left", "rib_left_13",
      "vertebrae", "vertebrae_L6", "vertebrae_body", "L5", "iliopsoas", "psoas left", "heart ventricle",
      "lateral ventricle left", "atrial_appendage_right", "lung_middle_lobe_left", "thyroid cartilage",
      "kidney tumor left", "liver vessels", "background", "", " ", "___", "left", "12", "aorta abdominal",
    ])
  func unknown(name: String) {
    #expect(OrganCatalogue.organ(named: name) == nil)
  }

  @Test("every class of both versions means itself")
  func classes() {
    for name in TotalSegmentatorClasses.v1 + TotalSegmentatorClasses.v2 {
      #expect(OrganCatalogue.organ(named: name)?.id == name)
      #expect(OrganCatalogue.organ(named: name.uppercased())?.id == name)
    }
  }

  @Test("no two organs claim one spelling, and no alias is idle")
  func noCollisions() {
    var owners: [NameKey: Organ.ID] = [:]
    for organ in OrganCatalogue.organs {
      for name in [organ.id, organ.displayName] {
        guard let key = NameKey(name) else { continue }
        #expect(owners[key] == nil || owners[key] == organ.id, "\(name)")
        owners[key] = organ.id
      }
    }
    for (name, id) in OrganCatalogue.aliases {
      #expect(OrganCatalogue.organ(id) != nil, "\(id)")
      guard let key = NameKey(name) else {
        Issue.record("\(name) has no words")
        continue
      }
      #expect(owners.updateValue(id, forKey: key) == nil, "\(name) is already known")
    }
  }

  @Test(
    "odd names are refused without harm",
    arguments: [
      String(repeating: "left kidney ", count: 100), String(repeating: "9", count: 100), "\u{1B}[31mliver",
      "kidney\u{0}_left_", "е́ль", "肝臓", "🫀", "left \u{200B}",
    ])
  func oddNames(name: String) {
    let organ = OrganCatalogue.organ(named: name)
    #expect(organ == nil || organ?.id == "kidney_left")
  }
}
