import ArgumentParser
import Glibc
import Workstation

/// The program: parses, calls, prints, and ends with a code that scripts can rely on (`ExitCodes`).
@main
struct Fabrica: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ProgramFacts.name,
    abstract: "A terminal workstation for whole-body CT.",
    discussion: """
      Without a command the workstation opens on SampleData.

      Examples:
        fabrica open ct.nii.gz --labels organs.nii.gz
        fabrica segment ct.nii.gz -m total.fabrica -o results
        fabrica info ct.nii.gz
        fabrica stats ct.nii.gz --labels organs.nii.gz --csv > organs.csv
        fabrica snapshot ct.nii.gz --labels organs.nii.gz --organ liver -o liver.png
        fabrica model import Dataset003_Liver -o liver.fabrica
        fabrica compare reference.nii.gz candidate.nii.gz --json
        fabrica phantom make --out patient --seed 7
        fabrica train encoder data/Dataset804_PhantomEsophagus -o esophagus.fabrica

      Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input (file and field named), 4 refused for lack of \
      memory, disk or a missing part, 130 cancelled.

      \(ProgramFacts.disclaimer)
      """,
    version: "\(ProgramFacts.signature)\n\(ProgramFacts.disclaimer)",
    subcommands: [
      OpenCommand.self, Segment.self, Info.self, Stats.self, Compare.self, Convert.self, Snapshot.self,
      Model.self, Themes.self, Actions.self, Doctor.self, Train.self, TrimCommand.self,
      Phantom.self, Experiment.self, Bench.self,
    ])

  /// Without a command: the workstation on SampleData.
  func run() throws { try OpenCommand.parse([]).run() }

  static func main() {
    // A reader that has seen enough (`| head`) ends us silently, also when our parent ignored the signal.
    signal(SIGPIPE, SIG_DFL)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      ExitCodes.end(with: error)
    }
  }
}
