import Foundation
import Networks
import Testing

/// The tiny models that Scripts/make-import-fixtures made with the real nnunetv2.
enum TinyModels {
  static let names = ["Dataset901_Plain", "Dataset902_Residual"]
  static let trainer = "nnUNetTrainer__nnUNetPlans__3d_fullres"

  static func folder(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures/models/\(name)", withExtension: nil)).path
  }

  static func imported(_ name: String, in scratch: Scratch) throws -> ModelBundle {
    try NNUNetImporter([folder(name)], .init(name: "tiny"), program: "fabrica test")
      .write(to: scratch.path + "/\(name).fabrica")
  }

  /// Copies a tiny model's files to a trainer's folder of another place.
  @discardableResult
  static func copy(_ name: String, to place: String, folds: [Int] = [0, 1]) throws -> String {
    let files = FileManager.default
    try files.createDirectory(atPath: place, withIntermediateDirectories: true)
    let source = try folder(name) + "/" + trainer
    for file in ["plans.json", "dataset.json"] + folds.map({ "fold_\($0)" }) {
      try files.copyItem(atPath: source + "/" + file, toPath: place + "/" + file)
    }
    return place
  }
}
