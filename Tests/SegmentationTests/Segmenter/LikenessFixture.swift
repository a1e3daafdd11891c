import Foundation
import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// Tiny models that nnU-Net wrote, a scan, and what nnU-Net makes of it: Scripts/make-segmentation-fixtures.
struct LikenessFixture: CustomTestStringConvertible, Sendable {
  let name: String
  var testDescription: String { name }

  static let all = ["tiny-plain", "tiny-residual", "tiny-anisotropic"].map(LikenessFixture.init)

  static func path(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures/likeness", withExtension: nil))
    return folder.appending(path: name).path(percentEncoded: false)
  }

  /// The scan, loaded.
  static func scan() throws -> Volume {
    let loader = try VolumeLoader(path: path("scan.nii.gz"))
    try loader.load()
    return loader.volume
  }

  /// Models imported into a folder of their own.
  static func model(_ names: [String], in folder: TemporaryModels) throws -> ModelBundle {
    try NNUNetImporter(
      names.map(path), NNUNetImporter.Options(name: "fixture"), program: "fabrica tests"
    ).write(to: folder.path("\(names.joined(separator: "-"))-\(UUID().uuidString).fabrica"))
  }

  /// The labels nnU-Net gives the scan.
  func labels() throws -> LabelMap { try LabelMapReader.read(path: Self.path("\(name).nii.gz")) }

  /// nnU-Net's logits of the first fold on the first tile: class, z, y, x.
  func logits() throws -> [Float] {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.path("\(name).logits"))))
    return stride(from: 0, to: bytes.count, by: 4).map { at in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * UInt32($1)) })
    }
  }
}

/// A folder that goes with its last user.
final class TemporaryModels: Sendable {
  private let folder = NSTemporaryDirectory() + "fabrica-models-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  func path(_ name: String) -> String { folder + "/" + name }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}
