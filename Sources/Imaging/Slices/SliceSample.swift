/// A slice resampled to the pixels of a view: what a compositor colours and a probe may read.
public struct SliceSample: Sendable, Hashable {
  /// Pixels across.
  public let width: Int
  /// Pixels down.
  public let height: Int
  /// `width * height` values in the volume's unit, row after row from the top; `.nan` outside the grid.
  public var values: [Float]
  /// `width * height` ids; 0 outside the grid and where nothing is labelled.
  public var labels: [UInt16]

  /// A sample over given pixels.
  public init(width: Int, height: Int, values: [Float], labels: [UInt16]) {
    precondition(width >= 0 && height >= 0)
    precondition(values.count == width * height && labels.count == width * height)
    self.width = width
    self.height = height
    self.values = values
    self.labels = labels
  }
}
