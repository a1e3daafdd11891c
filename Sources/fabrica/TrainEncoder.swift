import ArgumentParser
import Learning
import Workstation

/// The first network of a model.
struct TrainEncoder: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encoder",
    abstract: "Train an encoder with its first decoder, or with one a data set, from nothing.",
    discussion: """
      DATASET is a folder in nnU-Net's layout: dataset.json, imagesTr/CASE_0000.nii.gz, labelsTr/CASE.nii.gz. Every case is \
      checked before the run begins; spacing, patch and network follow from the data, the memory allowed and the budget. The \
      run's folder keeps prepared cases, checkpoint.safetensors and progress.jsonl: stopped by Ctrl-C or killed, the same \
      command goes on with the same bits.

      With --then the encoder learns several data sets in turn and is kept as the average over the steps of all; then it is \
      frozen and each data set's decoder is learned again behind it. --steps are those of a data set, the budget is for all.

      Examples:
        fabrica train encoder data/Dataset804_PhantomEsophagus -o esophagus.fabrica --budget 20min
        fabrica train encoder data/Dataset801_PhantomTotal -o total.fabrica --spacing 4 --steps 2000 --memory 6
        fabrica train encoder data/Dataset801_PhantomTotal --then data/Dataset803_PhantomHeadNeck -o general.fabrica
      """)

  @OptionGroup var training: TrainingOptions
  @Option(
    name: .customLong("then"),
    help: "A further data set that the encoder learns in turn; may be given several times.",
    completion: .directory)
  var further: [String] = []
  @Option(name: .shortAndLong, help: "The model to write, NAME.fabrica.", completion: .directory)
  var output: String
  @Option(help: "Voxel edge the network sees, mm; as nnU-Net chooses when left out.")
  var spacing: Double?
  @Option(help: "small (16 to 160 channels) or standard (32 to 320).")
  var size: Size = .small
  @OptionGroup var printing: OutputOptions

  enum Size: String, CaseIterable, ExpressibleByArgument {
    case small, standard
  }

  func validate() throws {
    if let spacing, !(0.1...20).contains(spacing) { throw ValidationError("--spacing takes 0.1 to 20 mm") }
  }

  func run() throws {
    var recipe = training.recipe
    recipe.spacing = spacing.map { [$0, $0, $0] }
    recipe.size = size == .small ? .small : .standard
    let folder = training.folder(beside: output)
    guard further.isEmpty else {
      let sequence = EncoderSequence(
        [training.dataset] + further, recipe, to: output, in: folder, program: ProgramFacts.signature)
      return try training.run(sequence, printing)
    }
    let job = try TrainingJob.encoder(
      training.dataset, recipe, to: output, in: folder, program: ProgramFacts.signature)
    try training.run(job, printing)
  }
}
