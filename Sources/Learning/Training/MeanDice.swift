extension [Double?] {
  /// The mean of the values that are there, as of the Dice of classes that some voxel has; nil without any.
  var meanOfKnown: Double? {
    let known = compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
