import ArgumentParser
import Imaging
import Phantoms
import TerminalKit
import Workstation

/// The workstation itself, on a terminal or as one frame in a file.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a CT and look at it.",
    discussion: """
      Without a scan the workstation opens on a synthetic patient of SampleData. Press ? for every key.

      Examples:
        fabrica open ct.nii.gz --labels labels.nii.gz
        fabrica open ct.nii.gz --labels reference.nii.gz --labels prediction.nii.gz
        fabrica open ct.nii.gz -m total.fabrica
        fabrica open --sample head-neck
        fabrica open ct.nii.gz --labels organs/ --color 256 --theme nord
        fabrica open ct.nii.gz --size 200x60 --keys "3 s z g <down> / 'liver' <enter>" --dump frame.svg

      Keys are separated by spaces; special ones stand in angle brackets (<down>, <enter>, <esc>, <c-p>), text that is
      typed in quotes. --dump writes the last frame without a terminal: .txt, .ansi or .svg.
      """)

  @Argument(help: "The CT: .nii, .nii.gz, .hdr or .img.")
  var scan: String?
  @Option(
    name: .long, help: "A label map on its grid, or a folder with a file per organ; may be given twice.")
  var labels: [String] = []
  @Option(
    name: .long,
    help:
      "A file that names the ids: dataset.json, .ctbl, ITK-SNAP text or JSON; one for each --labels, - for none."
  )
  var names: [String] = []
  @Option(
    name: .shortAndLong,
    help:
      "The model that S segments the scan with; SampleData/phantom-143.fabrica, where it is, when left out.",
    completion: .directory)
  var model: String?
  @Option(name: .long, help: "Without a scan: trunk, head-neck or chest-tumour.")
  var sample: SamplePatient = .trunk
  @OptionGroup var look: LookOptions
  @Option(name: .long, help: "Size in cells for --dump.")
  var size: String?
  @Option(name: .long, help: "Keys to press before --dump.")
  var keys: String = ""
  @Option(
    name: .long, help: "Write the last frame to a .txt, .ansi or .svg file instead of using a terminal.")
  var dump: String?
  @Option(name: .long, help: "Where pictures and tables saved from the screen go.")
  var output: String = "."

  func run() throws {
    let request = try OpenRequest(
      scan: scan, labels: labels, names: names, model: model, sample: sample.rawValue
    )
    .resolved()
    let model = model ?? ProgramPlaces.current.model
    if let dump {
      try FrameRecorder(look: look.preferences, size: size, keys: keys).record(
        request, model: model, to: dump)
    } else {
      let code = try WorkstationLauncher(look: look.preferences, exportFolder: output).launch(
        request, model: model)
      if code != 0 { throw ExitCode(code) }
    }
  }
}

/// How things look; the same options for every command that draws.
struct LookOptions: ParsableArguments {
  @Option(name: .long, help: "Colours: auto, truecolor, 256, 16 or mono.")
  var color: String?
  @Flag(name: .long, help: "ASCII only, no block or box glyphs.")
  var ascii = false
  @Option(name: .long, help: "How a cell shows pixels: half, quadrant or sextant.")
  var glyphs: BlockMode = .half
  @Option(name: .long, help: "A theme's name, or a .toml file.")
  var theme: String?
  @Flag(name: .long, help: "Start with the mouse on (M toggles it).")
  var mouse = false

  var preferences: LookPreferences {
    LookPreferences(color: color, ascii: ascii, blockMode: glyphs, theme: theme, mouse: mouse)
  }
}

extension BlockMode: ExpressibleByArgument {}
