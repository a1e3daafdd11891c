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
      again). Below the threshold the model stays what it was. `fabrica model rollback` takes an earlier revision.

      Examples:
        fabrica train decoder data/Dataset003_Liver -m total.fabrica --id liver --budget 15min
        fabrica train decoder data/Dataset804_PhantomEsophagus -m chest.fabrica --id esophagus --threshold 0.6
      """)

  @OptionGroup var training: TrainingOptions
  @Option(name: .shortAndLong, help: "The model that gets the decoder, NAME.fabrica.", completion: .directory)
  var model: String
  @Option(help: "The decoder's name in the model.")
  var id: String
  @Option(help: "The least mean Dice on validation scans with which it is taken into the model.")
  var threshold = 0.5
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold takes 0 to 1") }
  }

  func run() throws {
    let job = try TrainingJob.decoder(
      training.dataset, training.recipe, of: model, id: id, threshold: threshold,
      in: training.folder(beside: model, "-\(id)"), program: ProgramFacts.signature)
    try training.run(job, printing)
  }
}
