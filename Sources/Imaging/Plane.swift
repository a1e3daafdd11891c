/// An orthogonal plane through the body, in canonical axes.
public enum Plane: String, Sendable, CaseIterable, Codable {
  /// Across the body: fixed z; screen x is the patient's left-right, screen up is anterior.
  case axial
  /// Along the body, seen from the front: fixed y; screen x is left-right, screen up is superior.
  case coronal
  /// Along the body, seen from the side: fixed x; anterior on the screen's left, screen up is superior.
  case sagittal

  /// The canonical axis the plane's slices are counted along.
  public var normalAxis: Int {
    switch self {
    case .axial: 2
    case .coronal: 1
    case .sagittal: 0
    }
  }

  /// The canonical axis that runs across the screen.
  public var horizontalAxis: Int { self == .sagittal ? 1 : 0 }

  /// The canonical axis that runs up the screen.
  public var verticalAxis: Int { self == .axial ? 1 : 2 }
}

/// Which side of the patient the left of the screen shows on axial and coronal slices.
public enum DisplayConvention: String, Sendable, Codable {
  /// Patient's right on the screen's left: the reader faces the patient. The default.
  case radiological = "RAD"
  /// Patient's left on the screen's left.
  case neurological = "NEURO"
}
