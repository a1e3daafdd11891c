/// A straight distance between two points of the patient.
public struct DistanceMeasure: Sendable, Hashable {
  /// One end, RAS+ mm.
  public let start: Vector3
  /// The other end, RAS+ mm.
  public let end: Vector3

  /// A distance between two positions.
  public init(from start: Vector3, to end: Vector3) {
    self.start = start
    self.end = end
  }

  /// A distance between two places of a grid; `geometry` is the canonical one.
  public init(from start: VoxelPoint, to end: VoxelPoint, in geometry: Geometry) {
    self.init(from: start.position(in: geometry), to: end.position(in: geometry))
  }

  /// Its length in mm.
  public var millimetres: Double { (end - start).length }
}
