extension BodyPlan {
  /// How far breathing has moved a landmark, mm.
  func shift(_ landmark: Landmark) -> Point3 { at(landmark) - landmark.place }

  /// How much of the belly's swelling a height takes, mm; as the outlines of the trunk do.
  func swelling(_ z: Double) -> Double {
    TrunkOutlines.swelling(belly, z)
  }
}
