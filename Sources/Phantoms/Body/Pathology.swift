/// What a synthetic patient may suffer from or may have been operated on for.
///
/// This list is the only one: help, documentation, mask ids and tests read it. A case's place in it, from 1, is its id in
/// the map of lesions, and bodies are changed in this order, so that what was taken out is no longer there to fall sick.
/// What is left to chance (side, level, number, size) follows from the patient's seed.
public enum Pathology: String, Sendable, CaseIterable {
  /// The spleen was taken out. Without a mask.
  case splenectomy
  /// One kidney was taken out with its fat; a patient who has only one keeps it. Without a mask.
  case nephrectomy
  /// A wall 8 to 18 mm thick over 35 to 75 mm of the oesophagus, its lumen narrow there and wide above.
  case oesophagealTumour = "oesophageal-tumour"
  /// A spiculated mass of 30 to 65 mm in one lung, with a necrotic core.
  case lungMass = "lung-mass"
  /// Three to twelve nodules of 4 to 15 mm in both lungs, between vessels and off the fissures.
  case lungNodules = "lung-nodules"
  /// Two to eight metastases of 8 to 45 mm in the liver, darker than it in the portal-venous phase.
  case liverMetastases = "liver-metastases"
  /// One to three cysts of 15 to 55 mm at the surface of one kidney.
  case renalCyst = "renal-cyst"
  /// An enhancing tumour of 28 to 75 mm of one kidney with a necrotic core.
  case renalTumour = "renal-tumour"
  /// The aorta below the renal arteries 45 to 65 mm wide, thrombus in it, chalk in its wall. The mask is the sac.
  case aorticAneurysm = "aortic-aneurysm"
  /// A flap from the end of the aortic arch to below the kidneys. The mask is the false lumen.
  case aorticDissection = "aortic-dissection"
  /// One of T11 to L2 has lost 40 % of its height in front. The mask is the vertebra.
  case compressionFracture = "compression-fracture"
  /// A hole of 18 to 38 mm in a vertebra or a hip bone that breaks the cortex.
  case lyticBoneLesion = "lytic-bone-lesion"
  /// Fluid behind one lung or both, lung collapsed along it. The patient lies on the back.
  case pleuralEffusion = "pleural-effusion"
  /// Fluid round liver and spleen, beside the bowel and in the pelvis; the bowel floats to the front.
  case ascites
  /// A spleen of 500 to 1200 mL that pushes its neighbours away. The mask is the spleen.
  case splenomegaly
  /// Stem, head and cup of metal in one hip, in place of the femoral head.
  case hipImplant = "hip-implant"
  /// Two to four teeth with metal fillings or crowns.
  case dentalMetal = "dental-metal"
  /// A mass of 40 to 90 mm in a thigh, a gluteal or a back muscle.
  case softTissueMass = "soft-tissue-mass"

  /// What readers call it.
  public var displayName: String {
    switch self {
    case .splenectomy: "Removed spleen"
    case .nephrectomy: "Removed kidney"
    case .oesophagealTumour: "Oesophageal tumour"
    case .lungMass: "Lung mass"
    case .lungNodules: "Lung nodules"
    case .liverMetastases: "Liver metastases"
    case .renalCyst: "Renal cyst"
    case .renalTumour: "Renal tumour"
    case .aorticAneurysm: "Abdominal aortic aneurysm"
    case .aorticDissection: "Aortic dissection"
    case .compressionFracture: "Compression fracture"
    case .lyticBoneLesion: "Lytic bone lesion"
    case .pleuralEffusion: "Pleural effusion"
    case .ascites: "Ascites"
    case .splenomegaly: "Splenomegaly"
    case .hipImplant: "Hip implant"
    case .dentalMetal: "Dental metal"
    case .softTissueMass: "Soft-tissue mass"
    }
  }

  /// Whether it leaves something to be seen: a removed organ does not.
  public var hasMask: Bool {
    switch self {
    case .splenectomy, .nephrectomy: false
    default: true
    }
  }

  /// Its id in the map of lesions.
  var id: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// What it does to a body.
  var change: any BodyChange.Type {
    switch self {
    case .splenectomy: Splenectomy.self
    case .nephrectomy: Nephrectomy.self
    case .oesophagealTumour: OesophagealTumour.self
    case .lungMass: LungMass.self
    case .lungNodules: LungNodules.self
    case .liverMetastases: LiverMetastases.self
    case .renalCyst: RenalCyst.self
    case .renalTumour: RenalTumour.self
    case .aorticAneurysm: AorticAneurysm.self
    case .aorticDissection: AorticDissection.self
    case .compressionFracture: CompressionFracture.self
    case .lyticBoneLesion: LyticBoneLesion.self
    case .pleuralEffusion: PleuralEffusion.self
    case .ascites: Ascites.self
    case .splenomegaly: Splenomegaly.self
    case .hipImplant: HipImplant.self
    case .dentalMetal: DentalMetal.self
    case .softTissueMass: SoftTissueMass.self
    }
  }
}
