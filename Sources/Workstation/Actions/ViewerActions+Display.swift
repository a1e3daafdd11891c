import Imaging
import TerminalKit

extension ViewerActions {
  /// How the CT is drawn.
  static var display: [Command] {
    presets + [
      Command(
        id: "window.automatic", section: "Display", title: "Automatic window",
        help: "Window and level from the middle 99.8 % of the scan's values.", keys: [.character("0")],
        unavailable: needsScan
      ) { $0.setAutomaticWindow() },
      Command(
        id: "window.adjust", section: "Display", title: "Adjust window",
        help: "Left and right move the level, up and down the width, with Shift five times as far; Esc ends.",
        keys: [.character("w")], unavailable: needsScan
      ) { $0.mode = $0.mode == .window ? .normal : .window },
      Command(
        id: "window.invert", section: "Display", title: "Invert", help: "Exchanges bright and dark.",
        keys: [.character("i")], unavailable: needsScan
      ) { $0.isInverted.toggle() },
      Command(
        id: "zoom.in", section: "Display", title: "Zoom in", help: "Zooms in about the crosshair.",
        keys: [.character("+")], unavailable: needsScan
      ) { $0.zoom(by: 1.25) },
      Command(
        id: "zoom.out", section: "Display", title: "Zoom out", help: "Zooms out, at most to the whole slice.",
        keys: [.character("-")], unavailable: needsScan
      ) { $0.zoom(by: 1 / 1.25) },
      Command(
        id: "zoom.fit", section: "Display", title: "Fit", help: "Fits the slices into their panes.",
        keys: [.character("=")], unavailable: needsScan
      ) { $0.fit() },
      pan("pan.left", "Pan left", "H", -1, 0), pan("pan.down", "Pan down", "J", 0, -1),
      pan("pan.up", "Pan up", "K", 0, 1), pan("pan.right", "Pan right", "L", 1, 0),
      Command(
        id: "projection.next", section: "Display", title: "Maximum-intensity projection",
        help: "One slice, a slab of about 20 mm, the whole scan, and round again.", keys: [.character("m")],
        unavailable: needsScan
      ) { $0.nextProjection() },
      Command(
        id: "histogram.toggle", section: "Display", title: "Histogram",
        help: "Shows how often each HU occurs, in the scan or in the selected organ.",
        keys: [.character("h")],
        unavailable: needsScan
      ) {
        $0.showsHistogram.toggle()
        if $0.showsHistogram { $0.showsOrgans = true }
      },
      Command(
        id: "convention.toggle", section: "Display", title: "Radiological or neurological",
        help: "Patient's right on the screen's left (RAD) or on its right (NEURO).", keys: [.character("N")],
        unavailable: needsScan
      ) { $0.convention = $0.convention == .radiological ? .neurological : .radiological },
      Command(
        id: "display.reset", section: "Display", title: "Reset display",
        help: "Window, zoom, overlay and visibility back to how they started.", keys: [.character("r")],
        unavailable: needsScan
      ) { $0.resetDisplay() },
      Command(
        id: "still.show", section: "Display", title: "High-resolution still",
        help: "The focused slice as a picture by kitty or sixel graphics; any key ends it.",
        keys: [.character("V")],
        unavailable: {
          needsScan($0)
            ?? ($0.capabilities.graphics == nil ? "the terminal did not answer to kitty or sixel" : nil)
        }
      ) { $0.effects.append(.showStill) },
    ]
  }

  private static var presets: [Command] {
    WindowPreset.all.map { preset in
      Command(
        id: "window.\(preset.id)", section: "Display", title: "\(preset.name) window",
        help: "Width \(Int(preset.window.width)) HU, level \(Int(preset.window.level)) HU.",
        keys: [.character(preset.key)], unavailable: needsScan
      ) { $0.setWindow(preset) }
    }
  }

  private static func pan(_ id: String, _ title: String, _ key: Character, _ right: Double, _ up: Double)
    -> Command
  {
    Command(
      id: id, section: "Display", title: title, help: "Moves the view; the picture goes the other way.",
      keys: [.character(key)], unavailable: needsScan
    ) { $0.pan(right: right, up: up) }
  }
}
