import Glibc
import Imaging

/// Draws crosshair and measurements into the picture of a slice.
struct MarkPainter {
  private(set) var image: PixelImage
  let view: SliceView
  let geometry: Geometry
  let colors: MarkColors

  /// A painter over a finished picture.
  init(image: PixelImage, view: SliceView, geometry: Geometry, colors: MarkColors) {
    self.image = image
    self.view = view
    self.geometry = geometry
    self.colors = colors
  }

  /// Two lines through the crosshair with a gap where the eye must see the voxel itself.
  mutating func crosshair(at cursor: VoxelIndex, isActive: Bool) {
    guard let (x, y) = pixel(of: cursor) else { return }
    let strength: UInt32 = isActive ? 84 : 56
    let gap = max(2, min(image.width, image.height) / 16)
    for column in 0..<image.width where abs(column - x) > gap {
      blend(column, y, colors.crosshair, strength)
    }
    for row in 0..<image.height where abs(row - y) > gap { blend(x, row, colors.crosshair, strength) }
  }

  /// A distance as a line with ends, an ellipse as its outline.
  mutating func draw(_ measurement: Measurement) {
    guard let start = pixel(of: measurement.start), let end = pixel(of: measurement.end) else { return }
    switch measurement.kind {
    case .distance:
      line(start, end)
      for point in [start, end] {
        for d in -1...1 {
          blend(point.x + d, point.y, colors.measurement, 255)
          blend(point.x, point.y + d, colors.measurement, 255)
        }
      }
    case .ellipse: ellipse(start, end)
    }
  }

  private func pixel(of index: VoxelIndex) -> (x: Int, y: Int)? {
    let point = view.pixel(
      horizontal: Double(index[view.plane.horizontalAxis]), vertical: Double(index[view.plane.verticalAxis]),
      in: geometry)
    guard abs(point.x) < 1e6, abs(point.y) < 1e6 else { return nil }
    return (Int(point.x.rounded(.down)), Int(point.y.rounded(.down)))
  }

  private mutating func line(_ a: (x: Int, y: Int), _ b: (x: Int, y: Int)) {
    let steps = max(abs(b.x - a.x), abs(b.y - a.y), 1)
    for step in 0...steps {
      let t = Double(step) / Double(steps)
      let x = Double(a.x) + t * Double(b.x - a.x)
      let y = Double(a.y) + t * Double(b.y - a.y)
      blend(Int(x.rounded()), Int(y.rounded()), colors.measurement, 255)
    }
  }

  private mutating func ellipse(_ a: (x: Int, y: Int), _ b: (x: Int, y: Int)) {
    let (cx, cy) = (Double(a.x + b.x) / 2, Double(a.y + b.y) / 2)
    let (rx, ry) = (abs(Double(b.x - a.x)) / 2, abs(Double(b.y - a.y)) / 2)
    let steps = max(16, Int(8 * max(rx, ry)))
    guard steps < 100_000 else { return }
    var previous: (x: Int, y: Int)?
    for step in 0...steps {
      let angle = Double(step) / Double(steps) * 2 * Double.pi
      let point = (x: Int((cx + rx * cos(angle)).rounded()), y: Int((cy + ry * sin(angle)).rounded()))
      if let previous, previous != point { blend(point.x, point.y, colors.measurement, 255) }
      previous = point
    }
  }

  /// Mixes a colour into a pixel, 0...255 strong; outside the picture nothing happens.
  private mutating func blend(_ x: Int, _ y: Int, _ color: UInt32, _ strength: UInt32) {
    guard x >= 0, y >= 0, x < image.width, y < image.height else { return }
    let under = image[x, y]
    func mixed(_ shift: UInt32) -> UInt32 {
      let a = (under >> shift) & 255
      let b = (color >> shift) & 255
      return ((a * (255 - strength) + b * strength) / 255) << shift
    }
    image[x, y] = mixed(16) | mixed(8) | mixed(0)
  }
}
