import Foundation
import Imaging

/// The files of one synthetic patient in a folder of its own: CT, labels, and masks of diseases where it has any.
public enum PatientFiles {
  /// The CT.
  public static let ct = "ct.nii.gz"
  /// The label map; its `.ctbl` and `_itksnap.txt` lie beside it.
  public static let labels = "labels.nii.gz"
  /// Masks of diseases; only where the patient has one that leaves something to be seen.
  public static let lesions = "lesions.nii.gz"

  /// The names of the files a patient gets.
  public static func names(for patient: Patient) -> [String] {
    patient.pathologies.contains(where: \.hasMask) ? [ct, labels, lesions] : [ct, labels]
  }

  /// Writes a patient into a folder, which is made when it is not there.
  ///
  /// The same description gives the same voxels, names and colours on every machine; the compressed bytes are the same
  /// for the same version of the compressor.
  /// - Throws: `ImagingError` `.unwritable`, `.outOfMemory`.
  public static func write(
    _ made: DatasetCase, to folder: String, threads: Int, progress: @Sendable (Double) -> Void = { _ in }
  ) throws {
    try makeFolder(folder)
    let scan = try made.make(threads: threads, progress: progress)
    try VolumeWriter.write(scan.ct, to: folder + "/" + ct)
    try LabelMapWriter.write(try scan.labels(), to: folder + "/" + labels)
    if names(for: made.patient).contains(lesions) {
      try LabelMapWriter.write(try scan.lesions(), to: folder + "/" + lesions)
    }
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
