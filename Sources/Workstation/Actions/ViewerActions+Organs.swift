import Imaging
import TerminalKit

extension ViewerActions {
  /// Labels: what is coloured and which organ is looked at.
  static var organs: [Command] {
    overlay + segmenting + [
      Command(
        id: "organ.previous", section: "Organs", title: "Previous organ",
        help: "Selects the previous organ and goes to its centre.", keys: [.character(",")],
        unavailable: needsLabels
      ) { $0.selectOrgan(by: -1) },
      Command(
        id: "organ.next", section: "Organs", title: "Next organ",
        help: "Selects the next organ and goes to its centre.", keys: [.character(".")],
        unavailable: needsLabels
      ) { $0.selectOrgan(by: 1) },
      Command(
        id: "organ.center", section: "Organs", title: "Organ's centre",
        help: "Puts the crosshair into the middle of the selected organ.", keys: [.character("z")],
        unavailable: { needsOrgan($0) ?? needsStatistics($0) }
      ) { $0.goToCenter() },
      Command(
        id: "organ.sliceBack", section: "Organs", title: "Previous slice with organ",
        help: "The previous slice that holds the selected organ.", keys: [.character("<")],
        unavailable: { needsOrgan($0) ?? needsStatistics($0) }
      ) { $0.goToNextSlice(step: -1) },
      Command(
        id: "organ.sliceOn", section: "Organs", title: "Next slice with organ",
        help: "The next slice that holds the selected organ.", keys: [.character(">")],
        unavailable: { needsOrgan($0) ?? needsStatistics($0) }
      ) { $0.goToNextSlice(step: 1) },
      Command(
        id: "organ.pick", section: "Organs", title: "Pick organ",
        help: "Selects the organ under the crosshair.", keys: [.character("l")], unavailable: needsLabels
      ) { $0.pickAtCursor() },
      Command(
        id: "organ.toggle", section: "Organs", title: "Show or hide",
        help: "Shows or hides the selected organ or group.", keys: [.character(" ")], unavailable: needsLabels
      ) { $0.toggleSelectedVisibility() },
      Command(
        id: "organ.solo", section: "Organs", title: "Solo",
        help: "Shows the selected organ alone, or all as before.", keys: [.character("I")],
        unavailable: needsOrgan
      ) { model in
        let name = model.activeLeaf?.name
        model.solo = model.solo == name ? nil : name
      },
      Command(
        id: "organ.all", section: "Organs", title: "Show all", help: "Shows every organ.",
        keys: [.character("A")], unavailable: needsLabels
      ) {
        $0.hidden = []
        $0.solo = nil
      },
      Command(
        id: "organ.filter", section: "Organs", title: "Filter organs",
        help: "Type a part of a name or group; Return keeps the filter, Esc clears it.",
        keys: [.character("/")],
        unavailable: needsLabels
      ) {
        $0.showsOrgans = true
        $0.screen = .viewer
        $0.focus = .organs
        $0.mode = .filter
        $0.tree.filter = ""
        $0.filterField = TextField()
      },
      Command(
        id: "panel.toggle", section: "Organs", title: "Organ panel", help: "Shows or hides the organ panel.",
        keys: [.character("b")]
      ) {
        $0.showsOrgans.toggle()
        if !$0.showsOrgans, $0.focus == .organs { $0.focusPane($0.activePlane) }
      },
    ]
  }

  private static var segmenting: [Command] {
    [
      Command(
        id: "segment", section: "Organs", title: "Segment",
        help: "Segments the scan with the model in the background; pressed while it runs, it ends that.",
        keys: [.character("S")], unavailable: needsModel
      ) { model in
        if case .running = model.segmenting {
          model.effects.append(.cancelSegmenting)
          model.say("the segmentation ends after this tile")
        } else {
          model.effects.append(.segment)
        }
      }
    ]
  }

  static func needsModel(_ model: ViewerModel) -> String? {
    if let reason = needsScan(model) { return reason }
    if model.modelName == nil { return "no model is chosen (fabrica open CT -m NAME.fabrica)" }
    return model.scan?.loading == .complete ? nil : "the scan is still loading"
  }

  private static var overlay: [Command] {
    [
      Command(
        id: "overlay.toggle", section: "Organs", title: "Overlay", help: "Colours the organs, or not.",
        keys: [.character("g")], unavailable: needsLabels
      ) { $0.overlayIsOn.toggle() },
      Command(
        id: "overlay.mode", section: "Organs", title: "Fill or outline",
        help: "Fill, outline, fill and outline, and round again.", keys: [.character("o")],
        unavailable: needsLabels
      ) { $0.nextOverlayMode() },
      Command(
        id: "overlay.fainter", section: "Organs", title: "Overlay fainter", help: "Ten per cent less colour.",
        keys: [.character("[")], unavailable: needsLabels
      ) { $0.adjustOpacity(by: -0.1) },
      Command(
        id: "overlay.stronger", section: "Organs", title: "Overlay stronger",
        help: "Ten per cent more colour.",
        keys: [.character("]")], unavailable: needsLabels
      ) { $0.adjustOpacity(by: 0.1) },
      Command(
        id: "overlay.layer", section: "Organs", title: "Next layer",
        help: "The next label map, then the difference of the first two.", keys: [.character("v")],
        unavailable: { needsLabels($0) ?? ($0.labelMaps.count < 2 ? "only one label map is open" : nil) }
      ) { $0.nextLayer() },
    ]
  }
}
