import ArgumentParser
import Foundation
import Imaging
import Phantoms
import Workstation

extension Phantom {
  /// One patient, whole or in part.
  struct Make: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a synthetic patient: CT, labels of every organ, masks of diseases.",
      discussion: """
        Examples:
          fabrica phantom make --out patient --seed 7
          fabrica phantom make --out chest --from 0.4 --to 0.75 --spacing 1.5 --sex female --height 165
          fabrica phantom make --out sick --pathology liver-metastases --pathology pleural-effusion
        """)

    @Option(help: "The folder to write into, made when it is not there.", completion: .directory)
    var out: String
    @Option(help: "Another number makes another patient; what is not given follows from it.")
    var seed: UInt64 = 1
    @Option(help: "female or male.")
    var sex: Patient.Sex?
    @Option(help: "Age, years, 18 to 95.")
    var age: Double?
    @Option(help: "Height, cm, 140 to 210.")
    var height: Double?
    @Option(help: "Weight, kg, 35 to 180.")
    var weight: Double?
    @Option(help: "raised or lowered.")
    var arms: Patient.Arms?
    @Option(help: "A disease or an operation; may be given again.")
    var pathology: [Pathology] = []
    @Option(help: "A normal variant; may be given again. Drawn from the seed when left out.")
    var variant: [Patient.Variant] = []
    @Option(help: "Voxel edge, mm, 0.5 to 12.")
    var spacing = 3.0
    @Option(help: "Slice thickness, mm, 0.5 to 12; the voxel edge when left out.")
    var thickness: Double?
    @Option(
      parsing: .unconditional,
      help: "Lower end on the body-part scale: 0 ischium, 1 vertex; the thighs reach to -0.6.")
    var from = -0.05
    @Option(parsing: .unconditional, help: "Upper end on the body-part scale.")
    var to = 1.02
    @Option(help: "none, arterial or portal-venous.")
    var phase: ContrastPhase = .portalVenous
    @Option(help: "Noise in the abdomen, HU, 0 to 100.")
    var noise = 12.0
    @Option(help: "Order and direction of the stored axes, such as RAS or LPS.")
    var orientation = "RAS"
    @Flag(name: .shortAndLong, help: "Write over files that exist.")
    var force = false

    func validate() throws {
      try PhantomOptions.check(spacing: spacing)
      if let thickness { try PhantomOptions.check(spacing: thickness) }
      guard from >= -1.1, to <= 1.3, from < to else {
        throw ValidationError("--from and --to lie between -1.1 and 1.3, the lower one first")
      }
      guard (0...100).contains(noise) else { throw ValidationError("--noise takes 0 to 100 HU") }
      guard StoredOrientation(orientation) != nil else {
        throw ValidationError("--orientation takes three letters such as RAS or LPS")
      }
      for (name, value, range) in [
        ("age", age, 18.0...95), ("height", height, 140...210), ("weight", weight, 35...180),
      ] {
        if let value, !range.contains(value) {
          throw ValidationError("--\(name) takes \(Int(range.lowerBound)) to \(Int(range.upperBound))")
        }
      }
    }

    private var patient: Patient {
      let drawn = Patient.random(seed: seed)
      return Patient(
        sex: sex ?? drawn.sex, age: age ?? drawn.age, height: height ?? drawn.height,
        weight: weight ?? drawn.weight, arms: arms ?? drawn.arms, inspiration: drawn.inspiration,
        scoliosis: drawn.scoliosis, kyphosis: drawn.kyphosis,
        variants: variant.isEmpty ? drawn.variants : Set(variant), pathologies: Set(pathology), seed: seed)
    }

    func run() throws {
      let patient = patient
      try OutputFiles.requireAbsent(
        PatientFiles.names(for: patient).map { "\(out)/\($0)" }, force: force)
      let step = Vector3(x: spacing, y: spacing, z: thickness ?? spacing)
      let made = DatasetCase(
        name: "patient", patient: patient,
        scan: Scan(phase: phase, noise: noise, artefacts: Artefacts(metal: MetalStreaks()), seed: seed),
        scores: from...to, spacing: step, width: nil,
        orientation: StoredOrientation(orientation) ?? .ras)
      let line = ProgressLine("drawing")
      try PatientFiles.write(
        made, to: out, threads: PhantomOptions.processors, progress: { line.update($0) })
      try Console.write(
        PatientFiles.names(for: patient).map { "\(out)/\($0)" }.joined(separator: "\n"))
    }
  }
}

extension Patient.Sex: ExpressibleByArgument {}
extension Patient.Arms: ExpressibleByArgument {}
extension Patient.Variant: ExpressibleByArgument {}
extension Pathology: ExpressibleByArgument {}
