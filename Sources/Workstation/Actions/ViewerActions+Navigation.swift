import Imaging
import TerminalKit

extension ViewerActions {
  /// Moving through the scan.
  static var navigation: [Command] {
    [
      slice(
        "slice.previous", "Previous slice", "One slice back on the focused plane.", [.up, .character("k")], -1
      ),
      slice("slice.next", "Next slice", "One slice on, on the focused plane.", [.down, .character("j")], 1),
      slice("slice.back10", "Ten slices back", "Ten slices back on the focused plane.", [.pageUp], -10),
      slice("slice.forward10", "Ten slices on", "Ten slices on, on the focused plane.", [.pageDown], 10),
      Command(
        id: "slice.first", section: "Navigate", title: "First slice",
        help: "The first slice of the focused plane.", keys: [.home], unavailable: needsScan
      ) { $0.setSlice($0.activePlane, to: 0) },
      Command(
        id: "slice.last", section: "Navigate", title: "Last slice",
        help: "The last slice of the focused plane.", keys: [.end], unavailable: needsScan
      ) { $0.setSlice($0.activePlane, to: $0.sliceCount($0.activePlane) - 1) },
      plane(.axial, "a"), plane(.sagittal, "s"), plane(.coronal, "c"),
      Command(
        id: "focus.next", section: "Navigate", title: "Next pane",
        help: "Gives the focus to the next slice or the organ panel.", keys: [.tab, .right]
      ) { $0.focusNext(by: 1) },
      Command(
        id: "focus.previous", section: "Navigate", title: "Previous pane",
        help: "Gives the focus to the previous slice or the organ panel.", keys: [.backTab, .left]
      ) { $0.focusNext(by: -1) },
      Command(
        id: "pane.maximize", section: "Navigate", title: "Maximise pane",
        help: "The focused slice alone, or the three linked slices again.", keys: [.enter],
        unavailable: needsScan
      ) { $0.isMaximized.toggle() },
      Command(
        id: "crosshair.mode", section: "Navigate", title: "Move crosshair",
        help: "Arrows or hjkl move the crosshair by a voxel, with Shift by five; Esc ends.",
        keys: [.character("x")], unavailable: needsScan
      ) {
        $0.mode = $0.mode == .crosshair ? .normal : .crosshair
        $0.showsCrosshair = true
        if case .organs = $0.focus { $0.focusPane($0.activePlane) }
      },
      Command(
        id: "crosshair.show", section: "Navigate", title: "Show crosshair",
        help: "Draws the crosshair on the slices, or not.", keys: [.character("X")], unavailable: needsScan
      ) { $0.showsCrosshair.toggle() },
      Command(
        id: "cine.toggle", section: "Navigate", title: "Cine",
        help: "Lets the slices of the focused plane run; ( and ) change the speed.", keys: [.character("p")],
        unavailable: needsScan
      ) { $0.cine.isPlaying.toggle() },
      Command(
        id: "cine.slower", section: "Navigate", title: "Cine slower", help: "Fewer slices a second.",
        keys: [.character("(")], unavailable: needsScan
      ) {
        $0.cine.speed = max(1, $0.cine.speed * 2 / 3)
        $0.say("cine \($0.cine.speed) slices/s")
      },
      Command(
        id: "cine.faster", section: "Navigate", title: "Cine faster", help: "More slices a second.",
        keys: [.character(")")], unavailable: needsScan
      ) {
        $0.cine.speed = min(30, $0.cine.speed * 3 / 2 + 1)
        $0.say("cine \($0.cine.speed) slices/s")
      },
    ]
  }

  private static func slice(_ id: String, _ title: String, _ help: String, _ keys: [Key], _ step: Int)
    -> Command
  {
    Command(
      id: id, section: "Navigate", title: title, help: help, keys: keys, unavailable: needsScan
    ) { $0.moveSlice($0.activePlane, by: step) }
  }

  private static func plane(_ plane: Plane, _ key: Character) -> Command {
    Command(
      id: "plane.\(plane.rawValue)", section: "Navigate",
      title: plane.rawValue.prefix(1).uppercased() + plane.rawValue.dropFirst() + " plane",
      help: "Gives the focus to the \(plane.rawValue) slice.", keys: [.character(key)], unavailable: needsScan
    ) { $0.focusPane(plane) }
  }
}
