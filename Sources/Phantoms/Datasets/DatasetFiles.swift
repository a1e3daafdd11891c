import Anatomy
import Foundation

/// `dataset.json` as nnU-Net v2 reads it.
///
/// Source: nnU-Net's documentation/dataset_format.md, version 2.8.
struct DatasetDescription: Codable, Hashable {
  let name: String
  let description: String
  let licence: String
  let channelNames: [String: String]
  let labels: [String: Int]
  let numTraining: Int
  let fileEnding: String

  enum CodingKeys: String, CodingKey {
    case name, description, licence, labels, numTraining
    case channelNames = "channel_names"
    case fileEnding = "file_ending"
  }

  init(_ task: OrganTask, training: Int, hasPaintings: Bool = false) {
    name = task.datasetName
    let painted = hasPaintings ? ", and CTs painted over label maps of others" : ""
    description =
      "Synthetic patients of Fabrica with the organs of the task \(task.rawValue)\(painted). Research use only."
    licence = "Apache-2.0"
    channelNames = ["0": "CT"]
    numTraining = training
    fileEnding = ".nii.gz"
    var labels = ["background": 0]
    for (position, organ) in task.organs.enumerated() { labels[organ] = position + 1 }
    if hasPaintings { labels["ignore"] = TaskLabels.ignored(task) }
    self.labels = labels
  }
}

/// What a data set was made with, `cases.json`: enough to make every case again.
struct DatasetProvenance: Codable, Hashable {
  struct Case: Codable, Hashable {
    let name: String
    let patientSeed: UInt64
    let sex: String
    let age: Double
    let heightCentimetres: Double
    let weightKilograms: Double
    let phase: String
    let scores: [Double]
    let spacingMillimetres: [Double]
    let variants: [String]
    let pathologies: [String]

    init(_ item: DatasetCase) {
      let patient = item.patient
      name = item.name
      patientSeed = patient.seed
      sex = patient.sex.rawValue
      age = patient.age
      heightCentimetres = patient.height
      weightKilograms = patient.weight
      phase = item.scan.phase.rawValue
      scores = [item.scores.lowerBound, item.scores.upperBound]
      spacingMillimetres = [item.spacing.x, item.spacing.y, item.spacing.z]
      variants = Patient.Variant.allCases.filter(patient.variants.contains).map(\.rawValue)
      pathologies = Pathology.allCases.filter(patient.pathologies.contains).map(\.rawValue)
    }
  }

  /// A CT that was painted; of the label map its digest, not its place.
  struct Painted: Codable, Hashable {
    let name: String
    let labelsSHA256: String
    let brightness: String
    let seed: UInt64

    init(_ item: Painting, digest: String) {
      name = item.name
      labelsSHA256 = digest
      brightness = item.isRandom ? "random" : "catalogue"
      seed = item.seed
    }
  }

  let task: OrganTask
  let seed: UInt64
  let spacing: Double?
  let cases: [Case]
  /// Nil where nothing was painted.
  let paintings: [Painted]?

  /// Whether a folder that holds `found` can become this: what both have is the same.
  func continues(_ found: DatasetProvenance) -> Bool {
    task == found.task && seed == found.seed && spacing == found.spacing
      && cases.allSatisfy { mine in found.cases.allSatisfy { $0.name != mine.name || $0 == mine } }
      && (paintings ?? []).allSatisfy { mine in
        (found.paintings ?? []).allSatisfy { $0.name != mine.name || $0 == mine }
      }
  }
}

extension OrganTask {
  /// `Dataset801_PhantomTotal`; the numbers lie where nnU-Net's own data sets end.
  public var datasetName: String {
    switch self {
    case .total: "Dataset801_PhantomTotal"
    case .chest: "Dataset802_PhantomChest"
    case .headNeck: "Dataset803_PhantomHeadNeck"
    case .esophagus: "Dataset804_PhantomEsophagus"
    }
  }
}
