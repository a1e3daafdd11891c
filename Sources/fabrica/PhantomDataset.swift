import Anatomy
import ArgumentParser
import Foundation
import Phantoms
import Workstation

extension Phantom {
  /// Many patients in nnU-Net's folders.
  struct Dataset: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a data set of synthetic patients in nnU-Net's folders.",
      discussion: """
        Each task has its own organs, field of view, contrast phases and diseases. Cases that are there already are not \
        made again; Ctrl-C stops after the case under way, and the same command goes on. cases.json says who was \
        scanned how; lesionsTr holds the masks of diseases.

        Examples:
          fabrica phantom dataset --task total --cases 40 --test 10 --out data --spacing 3
          fabrica phantom dataset --task head-neck --cases 20 --out data --seed 7
        """)

    @Option(help: "total, chest, head-neck or esophagus.")
    var task: OrganTask
    @Option(help: "How many cases to learn from, 1 to 9000.")
    var cases: Int
    @Option(help: "How many cases to hold out, in imagesTs and labelsTs.")
    var test = 0
    @Option(help: "The folder in which the data set's folder is made.", completion: .directory)
    var out: String
    @Option(help: "Another number makes other patients.")
    var seed: UInt64 = 1
    @Option(help: "Voxel edge, mm, 0.5 to 12; the task's own when left out.")
    var spacing: Double?
    @Option(help: "Threads; all processors when left out.")
    var threads: Int?

    func validate() throws {
      guard (1..<DatasetMaker.firstTest).contains(cases) else {
        throw ValidationError("--cases takes 1 to 9000")
      }
      guard (0...9000).contains(test) else { throw ValidationError("--test takes 0 to 9000") }
      if let spacing { try PhantomOptions.check(spacing: spacing) }
      if let threads { try PhantomOptions.check(threads: threads) }
    }

    func run() throws {
      let interrupt = Interrupt()
      let line = ProgressLine("making \(cases + test) cases")
      let maker = DatasetMaker(
        task, training: cases, test: test, seed: seed, spacing: spacing,
        threads: threads ?? PhantomOptions.processors)
      try Console.write(
        try maker.make(
          in: out, progress: { line.update($0, detail: $1) }, isCancelled: { interrupt.hasCome }))
    }
  }
}

extension OrganTask: ExpressibleByArgument {}
