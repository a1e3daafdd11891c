import ArgumentParser
import Workstation

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a scan or a label map anew.",
    discussion: """
      A label map is written with its names in the header and, beside it, as a 3D Slicer colour table and as \
      ITK-SNAP label descriptions. A folder with one mask per organ becomes one file; --split makes such a folder. \
      Files appear whole or not at all, and nothing that exists is written over without --force.

      Examples:
        fabrica convert ct.hdr ct.nii.gz
        fabrica convert ct.nii.gz ct_lps.nii.gz --orientation LPS
        fabrica convert masks/ organs.nii.gz
        fabrica convert organs.nii.gz masks --split
      """)

  @Argument(help: "A NIfTI file, or a folder with one mask per organ.", completion: .file())
  var input: String

  @Argument(help: "What to write: .nii or .nii.gz, with --split a folder.", completion: .file())
  var output: String

  @Flag(help: "The input is a label map.")
  var labels = false

  @Option(help: "A file that names the ids of a label map.", completion: .file())
  var names: String?

  @Option(help: "Order and direction of the stored axes, such as RAS or LPS.")
  var orientation: String?

  @Option(help: "How values are stored: uint8, int16, uint16 or float32.")
  var dtype: String?

  @Flag(help: "Write a folder with one mask per organ.")
  var split = false

  @Flag(name: .shortAndLong, help: "Write over what exists.")
  var force = false

  @OptionGroup var format: OutputOptions

  func run() throws {
    var options = ConvertCommand.Options()
    options.asLabels = labels
    options.names = names
    options.orientation = orientation
    options.datatype = dtype
    options.isSplit = split
    options.isForced = force
    let report = try ConvertCommand.run(input, to: output, options)
    for warning in report.warnings { Console.say("\(report.input): \(warning)") }
    try format.print(report, text: report.text)
  }
}
