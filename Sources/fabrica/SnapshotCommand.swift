import ArgumentParser
import Imaging
import Workstation

extension Plane: ExpressibleByArgument {}

struct Snapshot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a slice as a PNG picture with a caption.",
    discussion: """
      The picture has the scan's own resolution; its caption and the file's text entries name the case, the slice, \
      the window, the convention and the label maps.

      Examples:
        fabrica snapshot ct.nii.gz -o middle.png
        fabrica snapshot ct.nii.gz --labels organs.nii.gz --organ liver -o liver.png
        fabrica snapshot ct.nii.gz --labels organs.nii.gz --show ribs -o ribs.png
        fabrica snapshot ct.nii.gz --window 1500,-600 --mip 20 --slice 40 -o lung.png
        fabrica snapshot ct.nii.gz --sheet 4x6 --window bone -o sheet.png
      """)

  @Argument(help: "The scan.", completion: .file())
  var scan: String

  @Option(name: [.short, .customLong("output")], help: "The picture to write, .png.", completion: .file())
  var output: String

  @Option(help: "A label map on the scan's grid, a file or a folder; repeat for more.", completion: .file())
  var labels: [String] = []

  @Option(help: "A file that names the ids of the label maps.", completion: .file())
  var names: String?

  @Option(help: "axial, coronal or sagittal.")
  var plane = Plane.axial

  @Option(help: "The slice, counted from 1; the middle one when left out.")
  var slice: Int?

  @Option(help: "The slice through the middle of an organ.")
  var organ: String?

  @Option(help: "An organ or group to colour; repeat for more, all when left out.")
  var show: [String] = []

  @Option(help: "A preset (soft_tissue, lung, liver, bone, ...), auto, or WIDTH,LEVEL in HU.")
  var window = "soft_tissue"

  @Option(help: "Maximum-intensity projection over so many mm, or 'all'.")
  var mip: String?

  @Flag(help: "Outline organs instead of filling them.")
  var outline = false

  @Option(help: "Strength of the organs' colours, 0 to 1.")
  var opacity = 0.45

  @Option(help: "Picture pixels for a voxel, 1 to 8.")
  var scale = 1

  @Flag(help: "Patient's left on the left (NEURO) instead of right (RAD).")
  var neuro = false

  @Flag(help: "Exchange bright and dark.")
  var invert = false

  @Flag(help: "Leave out the list of organs.")
  var noLegend = false

  @Option(help: "Many slices on one picture, ROWSxCOLUMNS.")
  var sheet: String?

  @Flag(name: .shortAndLong, help: "Write over a file that exists.")
  var force = false

  @OptionGroup var format: OutputOptions

  func run() throws {
    var options = SnapshotCommand.Options()
    options.labels = labels
    options.names = names
    options.plane = plane
    options.slice = slice
    options.organ = organ
    options.shown = show
    options.window = window
    options.projection = mip
    options.isOutline = outline
    options.opacity = opacity
    options.scale = scale
    options.isNeurological = neuro
    options.isInverted = invert
    options.hasLegend = !noLegend
    options.sheet = sheet
    options.isForced = force
    let report = try SnapshotCommand.run(scan, to: output, options)
    try format.print(report, text: report.text)
  }
}
