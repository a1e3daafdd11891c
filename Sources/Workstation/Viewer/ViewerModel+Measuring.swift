import Imaging
import TerminalKit

extension ViewerModel {
  /// Starts a measurement at the crosshair.
  mutating func beginMeasuring(_ kind: Measurement.Kind) {
    anchor = cursor
    mode = .measuring(kind)
    showsCrosshair = true
    if case .organs = focus { focusPane(activePlane) }
  }

  /// The measurement under way with its result so far.
  var liveMeasurement: Measurement? {
    guard case .measuring(let kind) = mode, let anchor else { return nil }
    return measurement(kind, from: anchor, to: cursor)
  }

  /// Keeps the measurement under way.
  mutating func finishMeasuring() {
    if let live = liveMeasurement, live.start != live.end {
      measurements.append(live)
      say(live.text)
    }
    anchor = nil
    mode = .normal
  }

  /// Forgets the measurement made last.
  mutating func removeLastMeasurement() {
    if measurements.popLast() != nil { say("last measurement removed") }
  }

  /// The measurements drawn on the slice a plane shows now.
  func measurements(on plane: Plane) -> [Measurement] {
    (measurements + [liveMeasurement].compactMap { $0 }).filter {
      $0.plane == plane && $0.start[plane.normalAxis] == sliceIndex(plane)
    }
  }

  private func measurement(_ kind: Measurement.Kind, from start: VoxelIndex, to end: VoxelIndex)
    -> Measurement?
  {
    guard let scan else { return nil }
    var flat = end
    flat[activePlane.normalAxis] = start[activePlane.normalAxis]
    let text: String
    switch kind {
    case .distance:
      let distance = DistanceMeasure(from: VoxelPoint(start), to: VoxelPoint(flat), in: scan.volume.geometry)
      text = "\(Format.decimal(distance.millimetres, 1)) mm"
    case .ellipse:
      func corner(_ index: VoxelIndex) -> (horizontal: Double, vertical: Double) {
        (Double(index[activePlane.horizontalAxis]), Double(index[activePlane.verticalAxis]))
      }
      let ellipse = EllipseMeasure(
        plane: activePlane, index: start[activePlane.normalAxis], corner: corner(start),
        opposite: corner(flat))
      let area = "\(Format.decimal(ellipse.area(in: scan.volume.geometry) / 100, 1)) cm²"
      text =
        ellipse.read(scan.volume).map {
          "\(Format.decimal($0.mean, 0)) ± \(Format.decimal($0.standardDeviation, 0)) HU, \(area)"
        } ?? area
    }
    return Measurement(kind: kind, plane: activePlane, start: start, end: flat, text: text)
  }
}
