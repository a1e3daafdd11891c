import ArgumentParser
import Networks
import Workstation

/// A model without its past.
struct CopyModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy", abstract: "Write a model's current revision alone as a new model.",
    discussion: """
      Earlier revisions and the weights that only they use stay behind, so the copy is as small as it can be. Its encoders, \
      decoders and certificates are the same; it begins at revision 1.

      Examples:
        fabrica model copy chest.fabrica -o chest-to-share.fabrica
        fabrica model copy standard/models/trimmed-total.fabrica -o total.fabrica --name total
      """)

  @Argument(help: "A model.", completion: .directory)
  var model: String
  @Option(name: .shortAndLong, help: "The model to write, NAME.fabrica.", completion: .directory)
  var output: String
  @Option(help: "Its name; the model's own when left out.")
  var name: String?

  func run() throws {
    let copy = try ModelBundle.open(model).copy(to: output, named: name)
    let decoders = copy.manifest.members.flatMap(\.decoders).map(\.id).joined(separator: ", ")
    try Console.write("\(copy.path): the decoders \(decoders)")
  }
}
