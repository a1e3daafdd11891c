/// Probabilities wanted of a segmentation.
public struct ProbabilityWish {
  /// Names of labels as the model has them.
  public var names: Set<String>
  /// Receives a plane of the cropped scan: names in the order of the plane's values, the plane, its place.
  public var receive: (_ names: [String], _ plane: ProbabilityPlane, _ placement: Placement) -> Void

  /// A wish; see the properties.
  public init(
    names: Set<String>,
    receive: @escaping (_ names: [String], _ plane: ProbabilityPlane, _ placement: Placement) -> Void
  ) {
    self.names = names
    self.receive = receive
  }
}
