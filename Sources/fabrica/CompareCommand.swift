import ArgumentParser
import Workstation

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "How well two label maps of one scan agree, organ by organ.",
    discussion: """
      Organs are matched by name, never by id. Dice and the normalised surface distance (NSD, the share of both \
      surfaces that lies within the tolerance) are 0 for an organ that only one map holds; the 95th percentile of \
      the Hausdorff distance (HD95) and the average surface distance (ASD) are then not defined.

      Examples:
        fabrica compare reference.nii.gz candidate.nii.gz
        fabrica compare manual/ model.nii.gz --tolerance 2 --json
      """)

  @Argument(help: "The label map to compare with, a file or a folder.", completion: .file())
  var reference: String

  @Argument(help: "The label map to judge.", completion: .file())
  var candidate: String

  @Option(help: "Millimetres within which surfaces agree.")
  var tolerance = CompareCommand.defaultTolerance

  @Option(help: "A file that names the ids of the reference.", completion: .file())
  var referenceNames: String?

  @Option(help: "A file that names the ids of the candidate.", completion: .file())
  var candidateNames: String?

  @Flag(help: "Print comma-separated values with a heading line.")
  var csv = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if csv && output.json { throw ValidationError("--csv and --json exclude one another") }
  }

  func run() throws {
    let report = try CompareCommand.report(
      reference: reference, candidate: candidate, referenceNames: referenceNames,
      candidateNames: candidateNames,
      tolerance: tolerance)
    try output.print(report, text: csv ? report.csv : report.text)
  }
}
