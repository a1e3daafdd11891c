import Imaging
import TerminalKit

extension ViewerActions {
  /// Distances and regions.
  static var measuring: [Command] {
    [
      Command(
        id: "measure.distance", section: "Measure", title: "Distance",
        help: "From the crosshair to where the arrows take it; Return keeps it, Esc drops it.",
        keys: [.character("d")], unavailable: needsScan
      ) { $0.beginMeasuring(.distance) },
      Command(
        id: "measure.ellipse", section: "Measure", title: "Ellipse",
        help: "Mean and SD in an ellipse from the crosshair to where the arrows take it; Return keeps it.",
        keys: [.character("e")], unavailable: needsScan
      ) { $0.beginMeasuring(.ellipse) },
      Command(
        id: "measure.remove", section: "Measure", title: "Remove measurement",
        help: "Removes the measurement made last.", keys: [.backspace],
        unavailable: { $0.measurements.isEmpty ? "nothing has been measured" : nil }
      ) { $0.removeLastMeasurement() },
    ]
  }

  /// Screens, files, the program itself.
  static var general: [Command] {
    screens + files + [
      Command(
        id: "help", section: "General", title: "All keys",
        help: "Every action with its keys; type to search.",
        keys: [.character("?"), .function(1)]
      ) { $0.mode = .help },
      Command(
        id: "palette", section: "General", title: "Command palette",
        help: "Finds any action by a few letters of its name.", keys: [.character(":"), .control("p")]
      ) { $0.mode = .palette },
      Command(
        id: "theme.next", section: "General", title: "Next theme",
        help: "Changes the colours of the program.",
        keys: [.character("T")]
      ) { $0.effects.append(.nextTheme) },
      Command(
        id: "mouse.toggle", section: "General", title: "Mouse",
        help: "Mouse reports on or off; off leaves selecting text to the terminal (or hold Shift).",
        keys: [.character("M")]
      ) {
        $0.mouseIsOn.toggle()
        $0.effects.append(.setMouse($0.mouseIsOn))
        $0.say($0.mouseIsOn ? "mouse on" : "mouse off")
      },
      Command(
        id: "screen.redraw", section: "General", title: "Redraw", help: "Paints the whole screen anew.",
        keys: [.control("l")]
      ) { $0.effects.append(.redraw) },
      Command(
        id: "suspend", section: "General", title: "Suspend", help: "Back to the shell; `fg` returns.",
        keys: [.control("z")]
      ) { $0.effects.append(.suspend) },
      Command(
        id: "quit", section: "General", title: "Quit", help: "Leaves the program.",
        keys: [.character("q"), .control("c")]
      ) { $0.effects.append(.quit) },
    ]
  }

  private static var screens: [Command] {
    [
      screen(.viewer, "Slices", "The linked slices with the organ panel.", .function(3), "G"),
      Command(
        id: "screen.organs", section: "Screens", title: "Organ table",
        help: "Volume, HU, components and more of every organ; Return goes to one, s sorts.",
        keys: [.character("t"), .function(4)], unavailable: needsLabels
      ) { $0.show(.organs) },
      Command(
        id: "screen.compare", section: "Screens", title: "Compare label maps",
        help: "Dice and surface distances of the first two label maps per organ.",
        keys: [.character("C"), .function(8)],
        unavailable: {
          needsLabels($0) ?? ($0.labelMaps.count < 2 ? "give a second label map with --labels" : nil)
        }
      ) { $0.show(.compare) },
      screen(.doctor, "Doctor", "What the terminal can do, and how that is known.", .function(9), "D"),
    ]
  }

  private static func screen(
    _ screen: ViewerModel.Screen, _ title: String, _ help: String, _ key: Key, _ letter: Character
  ) -> Command {
    Command(
      id: "screen.\(screen.rawValue)", section: "Screens", title: title, help: help,
      keys: [.character(letter), key]
    ) { $0.show(screen) }
  }

  private static var files: [Command] {
    [
      Command(
        id: "save.screen", section: "Files", title: "Save screen",
        help: "Writes what is on the screen as SVG and as ANSI text.", keys: [.character("P")]
      ) { $0.effects.append(.saveScreen) },
      Command(
        id: "save.image", section: "Files", title: "Save image",
        help: "Writes the focused slice as PNG at the scan's own resolution, with a caption.",
        keys: [.character("E")], unavailable: needsScan
      ) { $0.effects.append(.saveImage) },
      Command(
        id: "save.labels", section: "Files", title: "Save label map",
        help: "Writes the shown label map as .nii.gz with its names and colours.", keys: [.character("W")],
        unavailable: { needsLabels($0) ?? ($0.isSegmenting ? "labels are still appearing" : nil) }
      ) { $0.effects.append(.saveLabels) },
      Command(
        id: "save.statistics", section: "Files", title: "Save statistics",
        help: "Writes the organ table as JSON and CSV.", keys: [.character("O")], unavailable: needsStatistics
      ) { $0.effects.append(.saveStatistics) },
    ]
  }
}

extension ViewerModel {
  /// Goes to a screen; its table starts at the top.
  mutating func show(_ wanted: Screen) {
    screen = screen == wanted ? .viewer : wanted
    table = TableState()
    mode = .normal
  }
}
