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
        scanned how; lesionsTr holds the masks of diseases. With --paint, CTs painted over label maps of real patients \
        join the cases to learn from: real shapes, half of them in the brightness of scans, half in brightness drawn \
        afresh. Where such a map knows the whole of what the task has in parts, its voxels are marked ignore.

        Examples:
          fabrica phantom dataset --task total --cases 40 --test 10 --out data --spacing 3
          fabrica phantom dataset --task head-neck --cases 20 --out data --seed 7
          fabrica phantom dataset --task total --cases 40 --out data --paint labels.nii.gz --names labels.json
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
    @Option(
      help: "A label map, a file or a folder with one mask per organ, to paint CTs over; repeatable.",
      completion: .file())
    var paint: [String] = []
    @Option(help: "A file that names the ids of these label maps.", completion: .file())
    var names: String?
    @Option(help: "How often each of them is painted, 1 to 1000.")
    var paintings = 4
    @Option(help: "Threads; all processors when left out.")
    var threads: Int?

    func validate() throws {
      guard (1..<DatasetMaker.firstTest).contains(cases) else {
        throw ValidationError("--cases takes 1 to 9000")
      }
      guard (0...9000).contains(test) else { throw ValidationError("--test takes 0 to 9000") }
      guard (1...1000).contains(paintings) else { throw ValidationError("--paintings takes 1 to 1000") }
      if names != nil, paint.isEmpty { throw ValidationError("--names goes with --paint") }
      if let spacing { try PhantomOptions.check(spacing: spacing) }
      if let threads { try PhantomOptions.check(threads: threads) }
    }

    func run() throws {
      let interrupt = Interrupt()
      let line = ProgressLine("making \(cases + test + paintings * paint.count) cases")
      var maker = DatasetMaker(
        task, training: cases, test: test, seed: seed, spacing: spacing,
        threads: threads ?? PhantomOptions.processors)
      maker.paintings = paint.map { Painting.Source(path: $0, names: names) }
      maker.copies = paintings
      try Console.write(
        try maker.make(
          in: out, progress: { line.update($0, detail: $1) }, isCancelled: { interrupt.hasCome }))
    }
  }
}

extension OrganTask: ExpressibleByArgument {}
