import ArgumentParser
import Phantoms
import Workstation

extension Phantom {
  /// The patients of SampleData.
  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the patients of SampleData.",
      discussion: """
        Examples:
          fabrica phantom sample --out SampleData --force
          fabrica phantom sample --out there --patient head-neck
        """, shouldDisplay: false)

    @Option(help: "The folder in which each patient gets a folder.", completion: .directory)
    var out: String
    @Option(help: "trunk, head-neck or chest-tumour; may be given again. All when left out.")
    var patient: [SamplePatient] = []
    @Flag(name: .shortAndLong, help: "Write over files that exist.")
    var force = false

    func run() throws {
      for sample in patient.isEmpty ? SamplePatient.allCases : patient {
        let folder = "\(out)/\(sample.rawValue)"
        try OutputFiles.requireAbsent(
          PatientFiles.names(for: sample.made.patient).map { "\(folder)/\($0)" }, force: force)
        let line = ProgressLine("drawing \(sample.rawValue)")
        try PatientFiles.write(
          sample.made, to: folder, threads: PhantomOptions.processors, progress: { line.update($0) })
        try Console.write(folder)
      }
    }
  }
}

extension SamplePatient: ExpressibleByArgument {}
