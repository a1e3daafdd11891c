import Anatomy
import Imaging
import TerminalKit

/// Everything the viewer shows, as one value: the scan, its label maps, where the reader is and how it is drawn.
///
/// Actions change it, the screen draws it, nothing else knows it. It does no file or terminal work: what must
/// happen outside is left in `effects` for the session.
public struct ViewerModel {
  /// What a session does on the model's behalf.
  public enum Effect: Sendable, Equatable {
    /// Leave the program.
    case quit
    /// Stop as a job of the shell (Ctrl-Z).
    case suspend
    /// Paint everything anew.
    case redraw
    /// Switch mouse reports on or off.
    case setMouse(Bool)
    /// Write the screen as SVG and ANSI text.
    case saveScreen
    /// Write the focused slice as PNG at native resolution.
    case saveImage
    /// Show the focused slice as a high-resolution still where the terminal can.
    case showStill
    /// Write the organ table as CSV and JSON beside each other.
    case saveStatistics
    /// Use the next theme of the list.
    case nextTheme
    /// Segment the open scan with the session's model.
    case segment
    /// End the segmentation.
    case cancelSegmenting
    /// Write the shown label map.
    case saveLabels
  }

  /// The parts of the program that fill the whole body of the screen.
  public enum Screen: String, Sendable, CaseIterable {
    /// Slices.
    case viewer
    /// The statistics table.
    case organs
    /// Agreement of two label maps.
    case compare
    /// What the terminal can do and why.
    case doctor
  }

  /// Which part of the viewer the arrow keys go to.
  public enum Focus: Equatable {
    /// A slice.
    case pane(Plane)
    /// The organ tree.
    case organs
  }

  /// What keys mean before the action table is asked.
  public enum Mode: Equatable {
    /// The action table alone.
    case normal
    /// Arrows move the crosshair.
    case crosshair
    /// Arrows change window and level.
    case window
    /// Arrows move the free end of a measurement; Return keeps it.
    case measuring(Measurement.Kind)
    /// Typing filters the organs.
    case filter
    /// The command palette is open.
    case palette
    /// The help overlay is open.
    case help
  }

  /// What is coloured over the CT.
  public enum Layer: Equatable {
    /// A label map, by its place in `labelMaps`.
    case labels(Int)
    /// Where the first two label maps differ.
    case difference
  }

  // The scan
  /// The scan, nil while none is open.
  public internal(set) var scan: OpenScan?
  /// Label maps on the scan's grid, in the order they were given.
  public internal(set) var labelMaps: [LabelLayer] = []
  /// Agreement of the first two label maps per organ, once computed.
  public internal(set) var agreement: [OrganAgreement]?
  /// The segmentation the reader asked for.
  public internal(set) var segmenting = ScanOpening.Segmenting.idle
  /// The model that segments, its folder's name; nil without one.
  public internal(set) var modelName: String?
  /// Work in the background, for the status line.
  public internal(set) var activity: [String] = []

  /// Warnings about the files, for the doctor screen.
  public internal(set) var warnings: [String] = []
  /// The place of the segmentation's label map, once it was shown.
  var segmentedLayer: Int?
  /// Failures that the reader has been told of.
  var seenFailures = 0

  // Where the reader is
  /// The crosshair, in canonical voxels; the three slices go through it.
  public internal(set) var cursor = VoxelIndex(x: 0, y: 0, z: 0)
  /// Whether the reader has moved since the scan was opened.
  var hasMoved = false
  /// What the arrow keys act on.
  public internal(set) var focus = Focus.pane(.axial)
  /// The slice that had the focus last.
  public internal(set) var activePlane = Plane.axial
  /// Whether one pane fills the image area, instead of three linked ones.
  public internal(set) var isMaximized = false
  /// The body of the screen.
  public internal(set) var screen = Screen.viewer

  // How it is drawn
  /// Display window.
  public internal(set) var window = WindowLevel(width: 400, level: 40)
  /// Whether bright and dark are exchanged.
  public internal(set) var isInverted = false
  /// Which side is left.
  public internal(set) var convention = DisplayConvention.radiological
  /// 1 fits the slice into its pane.
  public internal(set) var zoom = 1.0
  /// The point of the body that panes centre on when zoomed, canonical voxels; nil fits.
  public internal(set) var center: Vector3?
  /// Slices on either side in a maximum-intensity projection; 0 shows one slice.
  public internal(set) var slab = 0
  /// Whether the crosshair is drawn.
  public internal(set) var showsCrosshair = true
  /// Whether the histogram is shown in the organ panel.
  public internal(set) var showsHistogram = false
  /// Whether the organ panel is shown.
  public internal(set) var showsOrgans = true
  /// What is coloured.
  public internal(set) var layer = Layer.labels(0)
  /// Whether labels are drawn at all.
  public internal(set) var overlayIsOn = true
  /// Fill, outline or both.
  public internal(set) var overlayMode = OverlayStyle.Mode.both
  /// 0...1 strength of the fill.
  public internal(set) var overlayOpacity = 0.45
  /// Names of organs that are hidden.
  public internal(set) var hidden: Set<String> = []
  /// The organ shown alone, nil for all.
  public internal(set) var solo: String?

  // The organ panel and tables
  /// Rows of the organ panel.
  public internal(set) var tree = OrganTree()
  /// Rows and order of the statistics and comparison tables.
  public internal(set) var table = TableState()

  // Input
  /// What keys mean.
  public internal(set) var mode = Mode.normal
  /// The command palette while it is open.
  public internal(set) var palette: CommandPalette?
  /// The help overlay while it is open.
  public internal(set) var help: HelpOverlay?
  /// The line that filters the organs.
  public internal(set) var filterField = TextField()
  /// Finished measurements.
  public internal(set) var measurements: [Measurement] = []
  /// The fixed end of the measurement under way.
  public internal(set) var anchor: VoxelIndex?
  /// Whether slices run by themselves.
  public internal(set) var cine = CineState()
  /// Whether the mouse reports.
  public internal(set) var mouseIsOn = false
  /// The last message to the reader.
  public internal(set) var message: Message?
  /// For the session to do.
  public internal(set) var effects: [Effect] = []
  /// What the terminal can do.
  public internal(set) var capabilities: Capabilities
  /// Columns and rows of the terminal.
  public internal(set) var terminalSize = Size(width: 0, height: 0)
  /// The theme's name, for the status of `doctor`.
  public internal(set) var themeName: String

  /// An empty viewer for a terminal.
  public init(capabilities: Capabilities = Capabilities(), themeName: String = "fabrica-dark") {
    self.capabilities = capabilities
    self.themeName = themeName
  }

  /// Selection and order of a table.
  public struct TableState: Equatable {
    /// The selected row, from 0.
    public var selection = 0
    /// The column rows are ordered by, from 0; -1 leaves them in the order of the organ panel.
    public var sortColumn = -1
    /// Whether the largest comes first.
    public var isDescending = false
  }

  /// Slices running by themselves.
  public struct CineState: Equatable {
    /// Whether they run.
    public var isPlaying = false
    /// Slices a second.
    public var speed = 12
  }
}

extension ViewerModel {
  /// Tells the reader something.
  mutating func say(_ text: String, _ kind: Message.Kind = .info) { message = Message(text, kind) }

  /// Whether a segmentation runs.
  public var isSegmenting: Bool {
    if case .running = segmenting { return true }
    return false
  }

  /// The canonical geometry of the scan, nil while none is open.
  public var geometry: Geometry? { scan?.volume.geometry }

  /// The label map that is shown, nil when there is none; the first one under the difference.
  public var shownLabels: LabelLayer? {
    guard case .labels(let position) = layer else { return labelMaps.first }
    return labelMaps.indices.contains(position) ? labelMaps[position] : nil
  }
}
