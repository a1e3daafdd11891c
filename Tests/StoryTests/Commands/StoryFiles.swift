import Anatomy
import Imaging
import Phantoms

/// A small patient on disk for stories about commands.
struct StoryFiles {
  let folder: TemporaryFolder
  let scan: String
  let labels: String

  init() throws {
    folder = try TemporaryFolder()
    scan = folder.path("patient.nii.gz")
    labels = folder.path("organs.nii.gz")
    let made = SpherePhantom().make(orientation: "LPS")
    let liver = LabelTable([
      LabelTable.Entry(id: 1, name: "liver", organ: nil, color: OrganColor(red: 200, green: 90, blue: 60))
    ])
    try VolumeWriter.write(made.ct, to: scan)
    try LabelMapWriter.write(LabelMap(volume: made.labels.volume, table: liver), to: labels)
  }
}
