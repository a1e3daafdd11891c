import ArgumentParser
import Foundation
import Imaging
import Phantoms
import Workstation

extension Phantom {
  /// One patient, whole or in part.
  struct Make: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a synthetic patient: CT and the labels of every organ drawn so far.",
      discussion: """
        Examples:
          fabrica phantom make --out patient --seed 7
          fabrica phantom make --out spine --from 0.2 --to 0.7 --spacing 1.5 --sex female --height 165
        """)

    @Option(help: "The folder to write into, made when it is not there.", completion: .directory)
    var out: String

    @Option(help: "Another number makes another patient; what is not given follows from it.")
    var seed: UInt64 = 1

    @Option(help: "female or male.")
    var sex: Patient.Sex?

    @Option(help: "Height, cm.")
    var height: Double?

    @Option(help: "Weight, kg.")
    var weight: Double?

    @Option(help: "raised or lowered.")
    var arms: Patient.Arms?

    @Option(help: "Voxel edge, mm, 0.5 to 12.")
    var spacing = 3.0

    @Option(help: "Lower end on the body-part scale: 0 ischium, 1 vertex.")
    var from = -0.05

    @Option(help: "Upper end on the body-part scale.")
    var to = 1.02

    @Flag(name: .shortAndLong, help: "Write over files that exist.")
    var force = false

    func validate() throws {
      try PhantomOptions.check(spacing: spacing)
      guard from >= -0.4, to <= 1.3, from < to else {
        throw ValidationError("--from and --to lie between -0.4 and 1.3, the lower one first")
      }
    }

    func run() throws {
      let files = (ct: "\(out)/ct.nii.gz", labels: "\(out)/labels.nii.gz")
      try OutputFiles.requireAbsent([files.ct, files.labels], force: force)
      let drawn = Patient.random(seed: seed)
      let patient = Patient(
        sex: sex ?? drawn.sex, age: drawn.age, height: height ?? drawn.height, weight: weight ?? drawn.weight,
        arms: arms ?? drawn.arms, inspiration: drawn.inspiration, scoliosis: drawn.scoliosis,
        kyphosis: drawn.kyphosis, variants: drawn.variants, seed: seed)
      let body = BodyPhantom(patient)
      let grid = body.grid(scores: from...to, spacing: Vector3(x: spacing, y: spacing, z: spacing))
      let scan = try body.scan(
        Scan(seed: seed), grid: grid, threads: PhantomOptions.processors)
      try PatientFiles.makeFolder(out)
      try VolumeWriter.write(scan.ct, to: files.ct)
      try LabelMapWriter.write(try scan.labels(), to: files.labels)
      try Console.write("\(files.ct)\n\(files.labels)")
    }
  }
}

extension Patient.Sex: ExpressibleByArgument {}
extension Patient.Arms: ExpressibleByArgument {}
