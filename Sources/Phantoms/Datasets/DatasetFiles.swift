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

  init(_ task: OrganTask, training: Int) {
    name = task.datasetName
    description =
      "Synthetic patients of Fabrica with the organs of the task \(task.rawValue). Research use only."
    licence = "Apache-2.0"
    channelNames = ["0": "CT"]
    numTraining = training
    fileEnding = ".nii.gz"
    var labels = ["background": 0]
    for (position, organ) in task.organs.enumerated() { labels[organ] = position + 1 }
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

  let task: OrganTask
  let seed: UInt64
  let spacing: Double?
  let cases: [Case]
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
