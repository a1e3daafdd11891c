import ArgumentParser
import Networks
import Workstation

/// A model as it was before a step.
struct RollBackModel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Make an earlier revision of a model the current one.",
    discussion: """
      Without --revision the one that the current revision grew from. Nothing is lost by it: the later revision stays on \
      disk and can be chosen again.

      Examples:
        fabrica model rollback total.fabrica
        fabrica model rollback total.fabrica --revision 3
      """)

  @Argument(help: "A model.", completion: .directory)
  var model: String
  @Option(help: "The revision to use; fabrica model show lists them.")
  var revision: Int?

  func run() throws {
    let bundle = try ModelBundle.open(model)
    let revisions = try bundle.revisions()
    let current = revisions.first(where: \.isCurrent)
    guard
      let number = revision ?? revisions.first(where: { $0.contentHash == current?.parent })?.number
    else { throw CommandError.missing("an earlier revision of \(model)") }
    let chosen = try bundle.select(revision: number)
    let decoders = chosen.manifest.members.flatMap(\.decoders).map(\.id).joined(separator: ", ")
    try Console.write("\(chosen.path): revision \(number) with the decoders \(decoders)")
  }
}
