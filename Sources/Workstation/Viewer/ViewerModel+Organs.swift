import Anatomy
import Imaging
import TerminalKit

/// How many organs of a group are shown.
enum Visibility {
  /// All of them: ◉.
  case all
  /// Some: ◎.
  case some
  /// None: ○.
  case none
}

extension ViewerModel {
  /// Whether an organ is drawn, by its label's name.
  func isVisible(_ name: String) -> Bool { solo.map { $0 == name } ?? !hidden.contains(name) }

  /// How many of these are drawn.
  func visibility(of leaves: [OrganTree.Leaf]) -> Visibility {
    let shown = leaves.count { isVisible($0.name) }
    return shown == 0 ? .none : shown == leaves.count ? .all : .some
  }

  /// The organ that the panel's selection or the reader's last jump is on.
  var activeLeaf: OrganTree.Leaf? { tree.selectedLeaf }

  /// Statistics of the selected organ, once computed.
  var activeStatistics: OrganStatistics? {
    activeLeaf.flatMap { leaf in shownLabels?.statistics?[leaf.id] }
  }

  /// Lists the organs of the shown label map anew, keeping the selection where it can.
  mutating func refreshTree() {
    guard let labels = shownLabels else {
      tree.list(LabelTable([]), present: nil)
      return
    }
    let selected = activeLeaf?.id
    let present = labels.statistics.map { statistics in
      Set(statistics.entries.filter { $0.voxels > 0 }.map(\.id))
    }
    tree.list(labels.map.table, present: present)
    if let selected { tree.select(id: selected) }
  }

  /// Shows or hides the selected organ, or all organs of the selected group.
  mutating func toggleSelectedVisibility() {
    switch tree.selectedRow {
    case .leaf(let leaf)?:
      solo = nil
      if hidden.remove(leaf.name) == nil { hidden.insert(leaf.name) }
    case .group(let group, _)?:
      solo = nil
      let members = tree.leaves.filter { $0.group == group }.map(\.name)
      if members.allSatisfy({ !hidden.contains($0) }) {
        hidden.formUnion(members)
      } else {
        hidden.subtract(members)
      }
    case nil: break
    }
  }

  /// Opens or closes the selected group; on an organ, its group closes and takes the selection.
  mutating func setExpanded(_ open: Bool) {
    switch tree.selectedRow {
    case .group(let group, _)?:
      if open { tree.expanded.insert(group.id) } else { tree.expanded.remove(group.id) }
    case .leaf(let leaf)? where !open:
      tree.expanded.remove(leaf.group.id)
      tree.selection =
        tree.rows.firstIndex { row in
          if case .group(leaf.group, _) = row { return true }
          return false
        } ?? 0
    default: break
    }
  }

  /// Selects the organ `step` places further in the panel's order and goes to its centre.
  mutating func selectOrgan(by step: Int) {
    let leaves = tree.leaves
    guard !leaves.isEmpty else { return }
    let now = activeLeaf.flatMap { leaves.firstIndex(of: $0) }
    let next = now.map { ($0 + step + leaves.count) % leaves.count } ?? (step > 0 ? 0 : leaves.count - 1)
    tree.select(id: leaves[next].id)
    goToCenter()
  }

  /// Puts the crosshair into the middle of the selected organ.
  mutating func goToCenter() {
    guard let leaf = activeLeaf else { return }
    guard let statistics = activeStatistics else {
      say("\(leaf.displayName): statistics are still being computed")
      return
    }
    moveCursor(to: statistics.centerVoxel)
  }

  /// Shows the next slice of the active plane, in one direction, that holds the selected organ.
  mutating func goToNextSlice(step: Int) {
    guard let statistics = activeStatistics, let leaf = activeLeaf else { return }
    let counts = statistics.counts(activePlane)
    var index = sliceIndex(activePlane) + step
    while counts.indices.contains(index) {
      if counts[index] > 0 {
        setSlice(activePlane, to: index)
        return
      }
      index += step
    }
    say("no further \(activePlane.rawValue) slice with \(leaf.displayName) in this direction")
  }

  /// The entry of the label under the crosshair, nil on background.
  public var labelAtCursor: LabelTable.Entry? {
    guard let labels = shownLabels, geometry?.shape.contains(cursor) == true else { return nil }
    let id = labels.map.id(at: cursor)
    return id == 0 ? nil : labels.map.table[id]
  }

  /// Selects the organ under the crosshair.
  mutating func pickAtCursor() {
    guard let entry = labelAtCursor else {
      say("no organ under the crosshair")
      return
    }
    tree.select(id: entry.id)
  }

  /// The overlay as the compositor wants it, nil when nothing is coloured.
  var overlayStyle: OverlayStyle? {
    guard overlayIsOn, let labels = shownLabels else { return nil }
    if layer == .difference {
      return DifferenceOverlay.style(mode: overlayMode, opacity: max(overlayOpacity, 0.6))
    }
    let count = labels.map.table.highestID + 1
    var colors = [UInt32](repeating: 0x80_8080, count: count)
    var visible = [Bool](repeating: false, count: count)
    for entry in labels.map.table.entries {
      colors[entry.id] = entry.color.packed
      visible[entry.id] = isVisible(entry.name)
    }
    return OverlayStyle(
      mode: overlayMode, opacity: overlayOpacity, colors: colors, visible: visible,
      emphasized: focus == .organs ? activeLeaf?.id : nil)
  }

  /// The next thing to colour: each label map in turn, then their difference.
  mutating func nextLayer() {
    switch layer {
    case .labels(let position) where position + 1 < labelMaps.count: layer = .labels(position + 1)
    case .labels where labelMaps.count > 1: layer = .difference
    default: layer = .labels(0)
    }
    refreshTree()
    switch layer {
    case .difference: say("difference of \(labelMaps[0].name) and \(labelMaps[1].name)")
    case .labels(let position): say("labels \(labelMaps[position].name)")
    }
  }
}
