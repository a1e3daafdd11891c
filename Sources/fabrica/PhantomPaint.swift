import ArgumentParser
import Imaging
import Phantoms
import Workstation

extension Phantom {
  /// A CT for labels that came without one.
  struct Paint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Paint a CT from any label map.",
      discussion: """
        Every label gets the stuff of its organ (bone with cortex and marrow, blood by contrast phase, gas and stool, lungs \
        with vessels); skin, fat and muscle that nobody labelled are inferred. With --intensities random every label's \
        brightness is drawn afresh: training data that teaches shapes instead of numbers.

        Examples:
          fabrica phantom paint labels.nii.gz --out ct.nii.gz
          fabrica phantom paint labels.nii.gz --out ct.nii.gz --phase arterial --noise 20 --seed 3
          fabrica phantom paint labels.nii.gz --out ct.nii.gz --intensities random --seed 8
        """)

    /// Where brightness comes from.
    enum Intensities: String, CaseIterable, ExpressibleByArgument {
      case catalogue, random
    }

    @Argument(help: "A label map, a file or a folder with one mask per organ.", completion: .file())
    var labels: String
    @Option(help: "The CT to write: .nii or .nii.gz.", completion: .file())
    var out: String
    @Option(help: "A file that names the ids of the label map.", completion: .file())
    var names: String?
    @Option(help: "catalogue or random.")
    var intensities: Intensities = .catalogue
    @Option(help: "none, arterial or portal-venous.")
    var phase: ContrastPhase = .portalVenous
    @Option(help: "Noise in the abdomen, HU, 0 to 100.")
    var noise = 12.0
    @Option(help: "Another number paints another scan.")
    var seed: UInt64 = 1
    @Option(help: "Threads; all processors when left out.")
    var threads: Int?
    @Flag(name: .shortAndLong, help: "Write over a file that exists.")
    var force = false

    func validate() throws {
      guard (0...100).contains(noise) else { throw ValidationError("--noise takes 0 to 100 HU") }
      if let threads { try PhantomOptions.check(threads: threads) }
    }

    func run() throws {
      try OutputFiles.requireAbsent([out], force: force)
      let map = try LabelMapReader.read(path: labels, names: names)
      let painter =
        switch intensities {
        case .catalogue:
          LabelPainter(CatalogueIntensities(scan: Scan(phase: phase, noise: noise, seed: seed)))
        case .random: LabelPainter(RandomizedIntensities(seed: seed))
        }
      let line = ProgressLine("painting")
      let ct = try painter.paint(
        map, threads: threads ?? PhantomOptions.processors, progress: { line.update($0) })
      try VolumeWriter.write(ct, to: out)
      try Console.write(out)
    }
  }
}

extension ContrastPhase: ExpressibleByArgument {}
