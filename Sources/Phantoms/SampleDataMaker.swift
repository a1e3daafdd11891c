import Foundation
import Imaging

/// Makes the sample patient of the repository: `SampleData/torso`.
public enum SampleDataMaker {
  /// The patient that lies in `SampleData/torso`.
  public static let phantom = TorsoPhantom(seed: 1)

  /// The file of the CT in the folder.
  public static let ctName = "ct.nii.gz"
  /// The file of the label map in the folder; its `.ctbl` and `_itksnap.txt` lie beside it.
  public static let labelsName = "labels.nii.gz"

  /// Writes CT and labels of a patient into a folder, which is made when it is not there; four files.
  ///
  /// The same patient gives the same voxels, names and colours on every machine; the compressed bytes are the same
  /// for the same version of the compressor. Throws `ImagingError` `.unwritable`.
  public static func write(_ phantom: TorsoPhantom = phantom, to folder: String) throws {
    try makeFolder(folder)
    let (ct, labels) = phantom.make()
    try VolumeWriter.write(ct, to: folder + "/" + ctName)
    try LabelMapWriter.write(labels, to: folder + "/" + labelsName)
  }

  /// Makes a folder that is not there. Throws `ImagingError` `.unwritable`.
  public static func makeFolder(_ folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw ImagingError(
        file: folder, field: "folder", problem: .unwritable(error.localizedDescription))
    }
  }
}
