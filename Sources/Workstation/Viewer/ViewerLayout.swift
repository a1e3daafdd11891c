import Imaging
import TerminalKit

/// Where everything stands on the viewer's screen, from the terminal's size and the model alone.
public struct ViewerLayout: Equatable {
  /// A slice's frame on the screen; the picture fills it less its border.
  public struct Pane: Equatable {
    /// Which plane.
    public let plane: Plane
    /// The frame, border included.
    public let frame: Rect
    /// The picture.
    public var image: Rect { frame.inset(by: 1) }
  }

  /// The least size at which slices are drawn.
  public static let smallest = Size(width: 40, height: 12)

  /// Columns and rows of the terminal.
  public let size: Size
  /// The organ panel's frame, nil when hidden or when there is no room.
  public let organs: Rect?
  /// Slices, the large one first.
  public let panes: [Pane]
  /// Everything between the top line and the lines at the bottom.
  public let body: Rect
  /// The line with window, zoom and overlay, -1 when there is no room for it.
  public let statusRow: Int
  /// The line with the values under the crosshair.
  public let probeRow: Int
  /// The line with keys.
  public let hintRow: Int

  /// The layout of a model at a size.
  public init(size: Size, model: ViewerModel) {
    self.size = size
    let isShort = size.height < 18
    hintRow = size.height - 1
    probeRow = size.height - 2
    statusRow = isShort ? -1 : size.height - 3
    body = Rect(x: 0, y: 1, width: size.width, height: size.height - (isShort ? 3 : 4))

    let wantsOrgans = model.showsOrgans && !model.labelMaps.isEmpty || model.showsHistogram
    let panelWidth = size.width >= 150 ? 32 : size.width >= 110 ? 28 : 25
    let hasPanel = wantsOrgans && size.width >= 64
    organs = hasPanel ? Rect(x: 0, y: body.y, width: panelWidth, height: body.height) : nil
    let left = hasPanel ? panelWidth : 0
    let area = Rect(x: left, y: body.y, width: size.width - left, height: body.height)
    panes = Self.panes(in: area, model: model)
  }

  /// Whether slices can be drawn at all.
  public var isUsable: Bool {
    size.width >= Self.smallest.width && size.height >= Self.smallest.height
  }

  private static func panes(in area: Rect, model: ViewerModel) -> [Pane] {
    guard !model.isMaximized, area.width >= 64, area.height >= 18 else {
      return [Pane(plane: model.activePlane, frame: area)]
    }
    // The axial slice gets what a square body needs at this height, the others share the rest.
    let square = Int((Double(area.height - 2) * model.capabilities.cellAspect * 1.15).rounded()) + 2
    let large = min(max(square, area.width / 2), area.width * 64 / 100)
    let upper = (area.height + 1) / 2
    let right = Rect(x: area.x + large, y: area.y, width: area.width - large, height: area.height)
    return [
      Pane(plane: .axial, frame: Rect(x: area.x, y: area.y, width: large, height: area.height)),
      Pane(plane: .sagittal, frame: Rect(x: right.x, y: right.y, width: right.width, height: upper)),
      Pane(
        plane: .coronal,
        frame: Rect(x: right.x, y: right.y + upper, width: right.width, height: area.height - upper)),
    ]
  }

  /// The pane under a position, nil outside the slices.
  public func pane(at point: Point) -> Pane? { panes.first { $0.image.contains(point) } }
}
