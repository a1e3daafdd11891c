import ArgumentParser
import Workstation

struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Volume, density and more of every organ of a label map.",
    discussion: """
      Without a scan there are no HU. An organ that touches the scan's border may be cut off; its volume is then a \
      lower bound and is not compared with what is usual.

      Examples:
        fabrica stats ct.nii.gz --labels organs.nii.gz
        fabrica stats --labels masks/ --csv > organs.csv
        fabrica stats ct.nii.gz --labels organs.nii.gz --names dataset.json --json
      """)

  @Argument(help: "The scan.", completion: .file())
  var scan: String?

  @Option(
    help: "A label map on the scan's grid, a file or a folder with one mask per organ.", completion: .file())
  var labels: String

  @Option(help: "A file that names the ids of the label map.", completion: .file())
  var names: String?

  @Flag(help: "Print comma-separated values with a heading line.")
  var csv = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if csv && output.json { throw ValidationError("--csv and --json exclude one another") }
  }

  func run() throws {
    let report = try StatsCommand.report(scan: scan, labels: labels, names: names)
    for warning in report.warnings { Console.say(warning) }
    try output.print(report, text: csv ? report.csv : report.text)
  }
}
