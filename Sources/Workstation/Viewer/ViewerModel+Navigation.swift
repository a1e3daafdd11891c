import Imaging
import TerminalKit

extension ViewerModel {
  /// The slice a plane shows: where the crosshair is along the plane's normal.
  public func sliceIndex(_ plane: Plane) -> Int { cursor[plane.normalAxis] }

  /// How many slices a plane has.
  public func sliceCount(_ plane: Plane) -> Int { geometry?.shape[plane.normalAxis] ?? 0 }

  /// Moves a plane's slice, staying inside the scan.
  mutating func moveSlice(_ plane: Plane, by step: Int) {
    setSlice(plane, to: sliceIndex(plane) + step)
  }

  /// Shows a slice of a plane, the nearest one inside the scan.
  mutating func setSlice(_ plane: Plane, to index: Int) {
    var moved = cursor
    moved[plane.normalAxis] = index
    moveCursor(to: moved)
  }

  /// Puts the crosshair on a voxel, the nearest one inside the scan.
  mutating func moveCursor(to index: VoxelIndex) {
    guard let shape = geometry?.shape else { return }
    cursor = shape.clamp(index)
  }

  /// Moves the crosshair by voxels as seen on the screen of the active plane.
  /// - Parameters:
  ///   - right: columns to the screen's right.
  ///   - up: rows up the screen.
  mutating func moveCursor(right: Int, up: Int) {
    var moved = cursor
    moved[activePlane.horizontalAxis] += right * screenDirection(activePlane)
    moved[activePlane.verticalAxis] += up
    moveCursor(to: moved)
  }

  /// +1 when the plane's canonical horizontal axis grows to the screen's right, -1 when to its left.
  func screenDirection(_ plane: Plane) -> Int {
    plane == .sagittal || convention == .radiological ? -1 : 1
  }

  /// Gives the focus to a plane.
  mutating func focusPane(_ plane: Plane) {
    focus = .pane(plane)
    activePlane = plane
  }

  /// Focus goes round the slices and the organ panel.
  mutating func focusNext(by step: Int) {
    let planes: [Plane] = [.axial, .sagittal, .coronal]
    var stops: [Focus] = planes.map { Focus.pane($0) }
    if showsOrgans { stops.append(.organs) }
    let now = stops.firstIndex(of: focus) ?? 0
    let next = stops[(now + step + stops.count) % stops.count]
    if case .pane(let plane) = next { activePlane = plane }
    focus = next
  }

  /// Zooms by a factor about the crosshair, 1x to 32x.
  mutating func zoom(by factor: Double) {
    let wanted = min(max(zoom * factor, 1), 32)
    if center == nil, wanted > 1 {
      center = Vector3(x: Double(cursor.x), y: Double(cursor.y), z: Double(cursor.z))
    }
    zoom = wanted
    if zoom == 1 { center = nil }
  }

  /// Moves the picture by a fraction of what is visible.
  /// - Parameters:
  ///   - right: towards the screen's right, in eighths of the visible extent.
  ///   - up: up the screen, in eighths of the visible extent.
  mutating func pan(right: Double, up: Double) {
    guard let shape = geometry?.shape else { return }
    var point =
      center
      ?? Vector3(x: Double(shape.x - 1) / 2, y: Double(shape.y - 1) / 2, z: Double(shape.z - 1) / 2)
    func moved(_ axis: Int, _ amount: Double) -> Double {
      let step = amount * Double(shape[axis]) / zoom / 8
      return min(max(point[axis] + step, 0), Double(shape[axis] - 1))
    }
    let h = moved(activePlane.horizontalAxis, right * Double(screenDirection(activePlane)))
    let v = moved(activePlane.verticalAxis, up)
    point.set(activePlane.horizontalAxis, h)
    point.set(activePlane.verticalAxis, v)
    center = point
  }

  /// Fits the slices into their panes.
  mutating func fit() {
    zoom = 1
    center = nil
  }

  /// One step of the running slices, back to the first after the last.
  mutating func advanceCine() {
    guard cine.isPlaying, sliceCount(activePlane) > 0 else { return }
    setSlice(activePlane, to: (sliceIndex(activePlane) + 1) % sliceCount(activePlane))
  }
}

extension Vector3 {
  /// Replaces the coordinate along axis 0, 1 or 2.
  mutating func set(_ axis: Int, _ value: Double) {
    switch axis {
    case 0: x = value
    case 1: y = value
    default: z = value
    }
  }
}
