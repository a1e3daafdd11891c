import ArgumentParser
import Workstation

struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What files say of themselves and what is in them.",
    discussion: """
      Reads everything, so that a damaged file is found out; --header is quicker and knows nothing of the values. \
      A file that cannot be used is named with its field on standard error, the others follow, and the exit code \
      is 3.

      Examples:
        fabrica info ct.nii.gz
        fabrica info organs.nii.gz --names dataset.json
        fabrica info */ct.nii.gz --header --json
      """)

  @Argument(help: "NIfTI files, or folders with one mask per organ.", completion: .file())
  var files: [String]

  @Flag(help: "Read headers only.")
  var header = false

  @Flag(help: "Take the files for label maps.")
  var labels = false

  @Option(help: "A file that names the ids of a label map.", completion: .file())
  var names: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if header && (labels || names != nil) {
      throw ValidationError("--header reads no voxels, so neither --labels nor --names can be given with it")
    }
  }

  func run() throws {
    var options = InfoCommand.Options()
    options.headerOnly = header
    options.asLabels = labels
    options.names = names
    var code = ExitCode.success
    let list = InfoCommand.reports(files, options) { error in
      Console.say("\(error)")
      if code == .success { code = ExitCode(ExitCodes.code(of: error)) }
    }
    if output.json || !list.files.isEmpty { try output.print(list, text: list.text) }
    throw code
  }
}
