import Imaging
import TerminalKit

/// The focused slice over the whole window, in the terminal's own pixels, for kitty and sixel graphics.
enum StillPicture {
  /// Pixels of a cell when the terminal does not say; more than cells show, less than a slow line minds.
  private static let pixelsPerColumn = 8

  /// The bytes that show the still from the top left corner, nil while no scan is open.
  static func make(_ model: ViewerModel, screen: ViewerScreen, size: Size, graphics: Capabilities.Graphics)
    -> [UInt8]?
  {
    let columns = size.width
    let rows = max(1, size.height - 1)
    let pixelsPerRow = Int((Double(pixelsPerColumn) * model.capabilities.cellAspect).rounded())
    guard
      let picture = PaneRenderer().picture(
        model.activePlane, of: model, width: columns * pixelsPerColumn, height: rows * pixelsPerRow,
        pixelAspect: 1,
        quality: .still, marks: screen.marks)
    else { return nil }
    let pixmap = Pixmap(width: picture.width, height: picture.height, pixels: picture.pixels)
    switch graphics {
    case .kitty: return KittyImage.encode(pixmap, columns: columns, rows: rows)
    case .sixel: return SixelImage.encode(pixmap)
    }
  }
}
