import ArgumentParser
import Workstation

/// Models on disk.
struct Model: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Import, show, verify, export and roll back models.",
    discussion: """
      A model is a folder NAME.fabrica: its plans and labels, and the weights by their SHA-256.

      Examples:
        fabrica model import Dataset003_Liver -o liver.fabrica
        fabrica model show liver.fabrica
        fabrica model verify liver.fabrica
        fabrica model export liver.fabrica --onnx liver.onnx
        fabrica model rollback liver.fabrica
      """,
    subcommands: [
      ImportModel.self, ShowModel.self, VerifyModel.self, ExportModel.self, RollBackModel.self,
      CopyModel.self,
    ])
}

struct ImportModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make a model of folders that nnU-Net v2 or TotalSegmentator trained.",
    discussion: """
      A FOLDER is what nnU-Net trained into (plans.json, dataset.json, fold_*/checkpoint_*.pth), the data set's folder \
      above it, or TotalSegmentator's folder of weights. The parts of TotalSegmentator's 1.5 mm model, or several \
      folders, become one model with several members. Checkpoints are read as data; nothing in them is run. Every \
      weight is compared with the plans. CT models of one channel can be used, PlainConvUNet and ResidualEncoderUNet.

      Examples:
        fabrica model import nnUNet_results/Dataset003_Liver -o liver.fabrica
        fabrica model import Dataset003_Liver/nnUNetTrainer__nnUNetPlans__3d_fullres -o liver.fabrica --folds 0,1
        fabrica model import ~/.totalsegmentator/nnunet/results/Dataset29[1-5]* -o total.fabrica --name "total 1.5 mm"
      """)

  @Argument(help: "Folders with trained models.", completion: .directory)
  var folders: [String]

  @Option(name: .shortAndLong, help: "The model to make, a path that ends in .fabrica.", completion: .file())
  var output: String

  @Option(help: "The model's name; else that of the output.")
  var name: String?

  @Option(help: "Folds such as 0,1,2, or all for fold_all; else all numbered folds.")
  var folds: String?

  @Option(help: "Which checkpoint of a fold: final (default) or best.")
  var checkpoint: String?

  @Option(help: "The configuration of the plans; else the folder's, such as 3d_fullres.")
  var configuration: String?

  @Option(help: "How scans reach the network: nnunet or totalsegmentator; else by the data set's name.")
  var pipeline: String?

  @Option(help: "The grid the network reads: stored or canonical; else as the plans and the pipeline say.")
  var orientation: String?

  @Flag(name: .shortAndLong, help: "Replace a model that exists.")
  var force = false

  @OptionGroup var format: OutputOptions

  func run() throws {
    var options = ModelImportCommand.Options()
    options.name = name
    options.folds = folds
    options.checkpoint = checkpoint
    options.configuration = configuration
    options.pipeline = pipeline
    options.orientation = orientation
    options.isForced = force
    let report = try ModelImportCommand.run(folders, to: output, options)
    try format.print(report, text: report.summary)
  }
}

struct ShowModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "What a model is made of: members, plans, networks, labels with their Dice, history.",
    discussion: """
      Reads no weights; see fabrica model verify.

      Examples:
        fabrica model show liver.fabrica
        fabrica model show total.fabrica --json
      """)

  @Argument(help: "A model.", completion: .directory)
  var model: String

  @OptionGroup var format: OutputOptions

  func run() throws {
    let report = try ModelShowCommand.report(model)
    try format.print(report, text: report.text)
  }
}

struct VerifyModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Read every weight of a model, compare it with its SHA-256, and compute its certificates again.",
    discussion: """
      Exit code 3 when something is flawed.

      Examples:
        fabrica model verify liver.fabrica
        fabrica model verify liver.fabrica --json
      """)

  @Argument(help: "A model.", completion: .directory)
  var model: String

  @OptionGroup var format: OutputOptions

  func run() throws {
    let report = try ModelVerifyCommand.report(model)
    try format.print(report, text: report.text)
    if !report.isSound { throw ExitCode(ExitCodes.badInput) }
  }
}

struct ExportModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a network of a model for other tools.",
    discussion: """
      An ONNX file (opset 17) has the input `patch` (batch x 1 x z x y x x, normalised) and the output `logits`; batch \
      and extents are free, the extents multiples of the network's strides. Plan and labels stand in its metadata. A \
      safetensors file has the weights under nnU-Net's names. Files appear whole or not at all.

      Examples:
        fabrica model export liver.fabrica --onnx liver.onnx
        fabrica model export total.fabrica --member Dataset291_TotalSegmentator_part1_organs_1559subj --onnx organs.onnx
        fabrica model export liver.fabrica --fold 1 --safetensors liver.safetensors
      """)

  @Argument(help: "A model.", completion: .directory)
  var model: String

  @Option(help: "Write this ONNX file.", completion: .file())
  var onnx: String?

  @Option(help: "Write this safetensors file.", completion: .file())
  var safetensors: String?

  @Option(help: "The member, where there are several.")
  var member: String?

  @Option(help: "The decoder, where the member has several.")
  var decoder: String?

  @Option(help: "The fold, counted from 0.")
  var fold = 0

  @Flag(name: .shortAndLong, help: "Write over what exists.")
  var force = false

  @OptionGroup var format: OutputOptions

  func validate() throws {
    if onnx == nil && safetensors == nil { throw ValidationError("give --onnx or --safetensors, or both") }
    if fold < 0 { throw ValidationError("--fold counts from 0") }
  }

  func run() throws {
    var options = ModelExportCommand.Options()
    options.onnx = onnx
    options.safetensors = safetensors
    options.choice.member = member
    options.choice.decoder = decoder
    options.choice.fold = fold
    options.isForced = force
    let report = try ModelExportCommand.run(model, options)
    try format.print(report, text: report.text)
  }
}
