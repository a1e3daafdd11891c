import Networks

extension WeightTensor {
  /// Some rows along an axis (0 or 1), in the order given.
  func taking(_ places: [Int], along axis: Int) -> WeightTensor {
    let outer = shape[..<axis].reduce(1, *), inner = shape[(axis + 1)...].reduce(1, *), rows = shape[axis]
    var taken: [Float] = []
    taken.reserveCapacity(outer * places.count * inner)
    for o in 0..<outer {
      for place in places {
        let from = (o * rows + place) * inner
        taken += values[from..<(from + inner)]
      }
    }
    var extents = shape
    extents[axis] = places.count
    return WeightTensor(shape: extents, values: taken)
  }

  /// The length of the values of each row along an axis (0 or 1).
  func norms(along axis: Int) -> [Double] {
    let inner = shape[(axis + 1)...].reduce(1, *), rows = shape[axis]
    var squares = [Double](repeating: 0, count: rows)
    for (index, value) in values.enumerated() {
      squares[index / inner % rows] += Double(value) * Double(value)
    }
    return squares.map { $0.squareRoot() }
  }
}
