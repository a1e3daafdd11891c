@testable import Anatomy

/// Organs that touch, or are seen side by side in one slice: their colours must not be taken for each other.
enum Neighbors {
  /// An organ, and those beside it; `ribs` and `vertebrae` stand for all of them. Either order is enough.
  private static let list = """
    # head
    brain: brainstem skull optic_chiasm eye_left eye_right
    brainstem: spinal_cord optic_chiasm skull
    spinal_cord: vertebrae
    skull: face temporomandibular_joint_left temporomandibular_joint_right vertebrae_C1 eye_left eye_right
    skull: parotid_gland_left parotid_gland_right
    temporomandibular_joint_left: parotid_gland_left face
    temporomandibular_joint_right: parotid_gland_right face
    face: eye_left eye_right parotid_gland_left parotid_gland_right
    eye_left: lens_left optic_nerve_left
    eye_right: lens_right optic_nerve_right
    optic_chiasm: optic_nerve_left optic_nerve_right
    # neck
    parotid_gland_left: sternocleidomastoid internal_jugular_vein_left
    parotid_gland_right: sternocleidomastoid internal_jugular_vein_right
    thyroid_gland: trachea esophagus common_carotid_artery_left common_carotid_artery_right
    thyroid_gland: internal_jugular_vein_left internal_jugular_vein_right thyroid_lobe_left
    thyroid_gland: thyroid_lobe_right anterior_cervical_muscles sternocleidomastoid
    thyroid_lobe_left: trachea esophagus common_carotid_artery_left internal_jugular_vein_left
    thyroid_lobe_left: anterior_cervical_muscles sternocleidomastoid
    thyroid_lobe_right: trachea esophagus common_carotid_artery_right internal_jugular_vein_right
    thyroid_lobe_right: anterior_cervical_muscles sternocleidomastoid
    common_carotid_artery_left: internal_jugular_vein_left aortic_arch aorta subclavian_artery_left
    common_carotid_artery_left: brachiocephalic_trunk trachea vertebral_artery_left sternocleidomastoid
    common_carotid_artery_left: anterior_cervical_muscles esophagus brachiocephalic_vein_left
    common_carotid_artery_right: internal_jugular_vein_right brachiocephalic_trunk subclavian_artery_right
    common_carotid_artery_right: trachea vertebral_artery_right sternocleidomastoid
    common_carotid_artery_right: anterior_cervical_muscles brachiocephalic_vein_right
    vertebral_artery_left: subclavian_artery_left vertebrae scalenus
    vertebral_artery_right: subclavian_artery_right vertebrae scalenus
    subclavian_artery_left: aortic_arch aorta subclavian_vein_left scalenus scalenus_anterior rib_left_1
    subclavian_artery_left: lung_upper_lobe_left clavicula_left
    subclavian_artery_right: brachiocephalic_trunk subclavian_vein_right scalenus scalenus_anterior
    subclavian_artery_right: rib_right_1 lung_upper_lobe_right clavicula_right
    subclavian_vein_left: internal_jugular_vein_left brachiocephalic_vein_left scalenus_anterior
    subclavian_vein_left: rib_left_1 clavicula_left
    subclavian_vein_right: internal_jugular_vein_right brachiocephalic_vein_right scalenus_anterior
    subclavian_vein_right: rib_right_1 clavicula_right
    internal_jugular_vein_left: brachiocephalic_vein_left sternocleidomastoid scalenus scalenus_anterior
    internal_jugular_vein_right: brachiocephalic_vein_right sternocleidomastoid scalenus scalenus_anterior
    sternocleidomastoid: scalenus scalenus_anterior anterior_cervical_muscles clavicula_left
    sternocleidomastoid: clavicula_right sternum
    scalenus: scalenus_anterior vertebrae anterior_cervical_muscles autochthon_left autochthon_right
    # airways and lungs
    trachea: bronchus_left bronchus_right esophagus aortic_arch aorta brachiocephalic_trunk
    trachea: lung_upper_lobe_left lung_upper_lobe_right brachiocephalic_vein_left azygos_vein
    trachea: superior_vena_cava
    bronchus_left: bronchus_right lung_upper_lobe_left lung_lower_lobe_left pulmonary_artery
    bronchus_left: pulmonary_vein heart_atrium_left aorta aortic_arch aorta_descending esophagus
    bronchus_right: lung_upper_lobe_right lung_middle_lobe_right lung_lower_lobe_right pulmonary_artery
    bronchus_right: pulmonary_vein heart_atrium_left azygos_vein superior_vena_cava esophagus
    lung_upper_lobe_left: lung_lower_lobe_left heart pulmonary_artery pulmonary_vein aorta aortic_arch
    lung_upper_lobe_left: aorta_ascending lung_upper_lobe_right ribs
    lung_lower_lobe_left: lung_lower_lobe_right heart aorta aorta_descending pulmonary_artery
    lung_lower_lobe_left: pulmonary_vein spleen stomach liver vertebrae
    lung_upper_lobe_right: lung_middle_lobe_right lung_lower_lobe_right superior_vena_cava azygos_vein
    lung_upper_lobe_right: pulmonary_artery pulmonary_vein ribs
    lung_middle_lobe_right: lung_lower_lobe_right heart heart_atrium_right liver pulmonary_artery
    lung_middle_lobe_right: pulmonary_vein
    lung_lower_lobe_right: liver inferior_vena_cava heart esophagus azygos_vein vertebrae pulmonary_artery
    lung_lower_lobe_right: pulmonary_vein
    # heart
    heart: aorta aorta_ascending pulmonary_artery pulmonary_vein superior_vena_cava inferior_vena_cava
    heart: atrial_appendage_left liver esophagus sternum costal_cartilages heart_myocardium
    heart: heart_atrium_left heart_ventricle_left heart_atrium_right heart_ventricle_right stomach
    heart_myocardium: heart_ventricle_left heart_ventricle_right heart_atrium_left heart_atrium_right
    heart_myocardium: aorta
    heart_atrium_left: heart_ventricle_left heart_atrium_right pulmonary_vein pulmonary_artery aorta
    heart_atrium_left: aorta_ascending aorta_descending esophagus atrial_appendage_left
    heart_ventricle_left: heart_ventricle_right aorta
    heart_atrium_right: heart_ventricle_right superior_vena_cava inferior_vena_cava aorta aorta_ascending
    heart_ventricle_right: pulmonary_artery aorta_ascending sternum
    atrial_appendage_left: pulmonary_artery pulmonary_vein
    # great vessels
    aorta: aorta_ascending aortic_arch aorta_descending brachiocephalic_trunk pulmonary_artery
    aorta: pulmonary_vein superior_vena_cava inferior_vena_cava esophagus azygos_vein iliac_artery_left
    aorta: iliac_artery_right vertebrae portal_vein_and_splenic_vein pancreas duodenum
    aorta: brachiocephalic_vein_left
    aorta_ascending: aortic_arch pulmonary_artery superior_vena_cava
    aortic_arch: aorta_descending brachiocephalic_trunk pulmonary_artery brachiocephalic_vein_left
    aortic_arch: esophagus
    aorta_descending: esophagus azygos_vein pulmonary_artery pulmonary_vein vertebrae
    brachiocephalic_trunk: brachiocephalic_vein_left brachiocephalic_vein_right
    pulmonary_artery: pulmonary_vein superior_vena_cava
    pulmonary_vein: superior_vena_cava
    superior_vena_cava: brachiocephalic_vein_left brachiocephalic_vein_right azygos_vein
    azygos_vein: esophagus vertebrae
    inferior_vena_cava: iliac_vena_left iliac_vena_right liver duodenum pancreas
    inferior_vena_cava: portal_vein_and_splenic_vein adrenal_gland_right kidney_right vertebrae
    inferior_vena_cava: iliac_artery_right
    portal_vein_and_splenic_vein: liver pancreas spleen stomach duodenum
    iliac_artery_left: iliac_vena_left iliopsoas_left
    iliac_artery_right: iliac_vena_right iliac_vena_left iliopsoas_right
    iliac_vena_left: iliopsoas_left sacrum
    iliac_vena_right: iliopsoas_right sacrum
    # abdomen
    liver: gallbladder stomach duodenum colon kidney_right adrenal_gland_right pancreas esophagus spleen
    liver: ribs
    gallbladder: duodenum colon
    stomach: spleen pancreas colon small_bowel esophagus duodenum adrenal_gland_left
    pancreas: duodenum spleen kidney_left small_bowel colon adrenal_gland_left
    spleen: kidney_left colon adrenal_gland_left
    kidney_left: adrenal_gland_left colon kidney_cyst_left iliopsoas_left autochthon_left small_bowel
    kidney_right: adrenal_gland_right colon kidney_cyst_right iliopsoas_right autochthon_right duodenum
    kidney_cyst_left: spleen colon pancreas
    kidney_cyst_right: liver colon
    duodenum: small_bowel colon
    small_bowel: colon urinary_bladder
    colon: urinary_bladder prostate sacrum iliopsoas_left iliopsoas_right
    urinary_bladder: prostate
    # bones
    ribs: vertebrae costal_cartilages sternum
    sternum: costal_cartilages clavicula_left clavicula_right
    costal_cartilages: liver
    clavicula_left: scapula_left humerus_left
    clavicula_right: scapula_right humerus_right
    scapula_left: humerus_left ribs
    scapula_right: humerus_right ribs
    sacrum: vertebrae hip_left hip_right gluteus_maximus_left gluteus_maximus_right
    hip_left: femur_left gluteus_maximus_left gluteus_medius_left gluteus_minimus_left iliopsoas_left
    hip_right: femur_right gluteus_maximus_right gluteus_medius_right gluteus_minimus_right
    hip_right: iliopsoas_right
    femur_left: gluteus_maximus_left gluteus_minimus_left iliopsoas_left
    femur_right: gluteus_maximus_right gluteus_minimus_right iliopsoas_right
    # muscles
    gluteus_maximus_left: gluteus_medius_left
    gluteus_maximus_right: gluteus_medius_right
    gluteus_medius_left: gluteus_minimus_left
    gluteus_medius_right: gluteus_minimus_right
    autochthon_left: vertebrae ribs iliopsoas_left
    autochthon_right: vertebrae ribs iliopsoas_right
    iliopsoas_left: vertebrae
    iliopsoas_right: vertebrae
    """

  /// Every pair once: the list above, ribs and vertebrae above and below each other, left and right twins.
  static let pairs: Set<Pair> = listed.union(stacked).union(twins)

  struct Pair: Hashable, Sendable {
    let first: Organ.ID
    let second: Organ.ID

    init(_ one: Organ.ID, _ other: Organ.ID) {
      first = min(one, other)
      second = max(one, other)
    }
  }

  private static let listed: Set<Pair> = {
    var pairs: Set<Pair> = []
    for line in list.split(separator: "\n") where !line.hasPrefix("#") {
      let sides = line.split(separator: ":")
      for organ in expanded(sides[0]) {
        for neighbor in sides[1].split(separator: " ").flatMap(expanded) where neighbor != organ {
          pairs.insert(Pair(organ, neighbor))
        }
      }
    }
    return pairs
  }()

  private static let stacked: Set<Pair> = {
    let vertebrae = expanded("vertebrae")
    let ribs = ["left", "right"].flatMap { side in
      (1...11).map { Pair("rib_\(side)_\($0)", "rib_\(side)_\($0 + 1)") }
    }
    return Set(zip(vertebrae, vertebrae.dropFirst()).map { Pair($0, $1) } + ribs)
  }()

  private static let twins: Set<Pair> = Set(
    OrganCatalogue.organs.filter { $0.side == .left }.compactMap { left in
      OrganCatalogue.organ(left.id.replacing("left", with: "right")).map { Pair(left.id, $0.id) }
    })

  private static func expanded(_ word: some StringProtocol) -> [Organ.ID] {
    switch word {
    case "ribs": OrganCatalogue.organs.map(\.id).filter { $0.hasPrefix("rib_") }
    case "vertebrae": OrganCatalogue.organs.map(\.id).filter { $0.hasPrefix("vertebrae_") }
    default: [String(word)]
    }
  }
}
