import ArgumentParser
import Tensors
import Workstation

/// Scans in, label maps out.
struct Segment: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Segment CTs with a model.",
    discussion: """
      Each scan gets a folder OUT/<case> with labels.nii.gz (names inside, .ctbl and _itksnap.txt beside it),
      statistics.json and report.json. What is done already is not computed again. Ctrl-C leaves nothing half-written.

      Examples:
        fabrica segment ct.nii.gz -m total.fabrica -o results
        fabrica segment scans/ -m total.fabrica -o results --fast
        fabrica segment a.nii.gz b.nii.gz -m total.fabrica -o results --organs liver,spleen --masks
        fabrica segment ct.nii.gz -m liver.fabrica -o results --probabilities liver

      --fast computes tiles only where the body is; Documentation/Results.md says what that costs in Dice.
      """)

  @Argument(help: "CTs, or folders of them (.nii, .nii.gz).", completion: .file())
  var scans: [String]
  @Option(
    name: .shortAndLong,
    help: "The model, NAME.fabrica; SampleData/phantom-143.fabrica, where it is, when left out.",
    completion: .directory)
  var model: String?
  @Option(
    name: .shortAndLong, help: "The folder for the results, made when it is not there.",
    completion: .directory)
  var output: String
  @Option(name: .long, help: "Only these organs or labels, separated by commas.")
  var organs: String?
  @Flag(name: .long, help: "Leave out the air around the body.")
  var fast = false
  @Flag(name: .long, help: "Also a mask file for every organ that was found.")
  var masks = false
  @Option(name: .long, help: "Also the probabilities of these labels, separated by commas.")
  var probabilities: String?
  @Option(name: .long, help: "Threads; all processors when left out.")
  var threads: Int?
  @Option(name: .long, help: "portable, avx2 or avx512; the best this machine has when left out.")
  var instructions: InstructionSet?
  @Flag(name: .shortAndLong, help: "Compute what exists again and replace it.")
  var force = false
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    if scans.isEmpty { throw ValidationError("give at least one scan") }
    if let threads, threads < 1 || threads > 256 { throw ValidationError("--threads takes 1 to 256") }
    if let instructions, !InstructionSet.available.contains(instructions) {
      throw ValidationError("this machine does not have \(instructions)")
    }
    if let organs, Self.list(organs).isEmpty { throw ValidationError("--organs names none") }
    if let probabilities, Self.list(probabilities).isEmpty {
      throw ValidationError("--probabilities names none")
    }
  }

  func run() throws {
    var options = SegmentCommand.Options()
    options.organs = organs.map(Self.list)
    options.isFast = fast
    options.writesMasks = masks
    options.probabilities = probabilities.map(Self.list) ?? []
    options.threads = threads
    options.instructions = instructions
    options.isForced = force
    guard let model = model ?? ProgramPlaces.current.model else {
      throw ValidationError("no model is named, and the program's own is not in SampleData")
    }
    let interrupt = Interrupt()
    let report = try SegmentCommand.run(
      scans, model: model, output: output, options, isCancelled: { interrupt.hasCome })
    for warning in report.cases.flatMap(\.warnings) { Console.say(warning) }
    if !report.cases.isEmpty || printing.json { try printing.print(report, text: report.text) }
    if let error = report.firstError { throw error }
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
      .map { String($0.reversed().trimmingPrefix(while: \.isWhitespace).reversed()) }.filter { !$0.isEmpty }
  }
}
