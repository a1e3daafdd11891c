import ArgumentParser
import Learning
import Workstation

/// New organs for a model that keeps everything it knows.
struct TrainDecoder: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decoder", abstract: "Add a decoder for new organs to a model, without its earlier data.",
    discussion: """
      The model's encoder stays frozen and its earlier decoders are not touched; the new one becomes the next revision, with \
      a certificate that every earlier decoder's logits are the same bits as before (`fabrica model verify` computes them \
      again). Below the threshold, or where an organ of the model would lose voxels to the new ones, the model stays what it was \
      and the reasons are said; the run is kept, so that another threshold or --may-cover takes it in at once. `fabrica model rollback` takes an earlier revision.

      Examples:
        fabrica train decoder data/Dataset003_Liver -m total.fabrica --id liver --budget 15min
        fabrica train decoder data/Dataset804_PhantomEsophagus -m chest.fabrica --id esophagus --threshold 0.6
        fabrica train decoder data/Dataset005_Lens -m head.fabrica --id lens --support eyes
      """)

  @OptionGroup var training: TrainingOptions
  @Option(name: .shortAndLong, help: "The model that gets the decoder, NAME.fabrica.", completion: .directory)
  var model: String
  @Option(help: "The decoder's name in the model.")
  var id: String
  @Option(help: "The least mean Dice on validation scans with which it is taken into the model.")
  var threshold = 0.5
  @Option(help: "How wide the decoder is beside its encoder, above 0 to 1.")
  var width: Double?
  @Option(
    name: .customLong("support"),
    help:
      "A decoder of the model whose answers the new one may read, as eyes help to find lenses; repeatable. Neither of the two can be trimmed then, nor the new one exported."
  )
  var supports: [String] = []
  @Option(
    name: .customLong("may-cover"),
    help:
      "An organ of the model that may lose voxels to the new ones, such as the organ a tumour grows in; repeatable. The wholes of new parts always may."
  )
  var mayCover: [String] = []
  @Flag(name: .customLong("may-cover-all"), help: "Take it in whatever organ of the model it covers.")
  var mayCoverAll = false
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold takes 0 to 1") }
    if let width, !(width > 0 && width <= 1) {
      throw ValidationError("--width takes numbers above 0 up to 1")
    }
  }

  func run() throws {
    var recipe = training.recipe
    recipe.decoderWidth = width
    let job = try TrainingJob.decoder(
      training.dataset, recipe, of: model, id: id, threshold: threshold,
      mayCover: mayCoverAll ? .anything : .organs(mayCover), supports: supports,
      in: training.folder(beside: model, "-\(id)"),
      program: ProgramFacts.signature)
    try training.run(job, printing)
  }
}
