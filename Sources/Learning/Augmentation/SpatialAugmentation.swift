import Tensors

/// Turns and scales at random where a patch lies in its case.
struct SpatialAugmentation: Sendable {
  let patch: Axes
  /// Degrees about each axis.
  let rotation: AugmentationOptions.Change
  /// Voxels of the case to a voxel of the patch.
  let scaling: AugmentationOptions.Change
  /// Turn about z only and scale y and x only.
  let keepsSlicesApart: Bool

  /// Where the patch of a sample lies; an upright one where nothing is drawn.
  func placement(centre: Axes, seed: UInt64, index: Int) -> PatchPlacement {
    var turning = SampleRandom(seed: seed, index: index, purpose: "rotation")
    var sizing = SampleRandom(seed: seed, index: index, purpose: "scaling")
    var angles = SIMD3<Double>(), zoom = SIMD3(repeating: 1.0)
    if turning.bernoulli(rotation.probability) {
      for axis in 0..<(keepsSlicesApart ? 1 : 3) { angles[axis] = turning.uniform(rotation.range) }
    }
    if sizing.bernoulli(scaling.probability) {
      let drawn = sizing.uniform(scaling.range)
      zoom = SIMD3(keepsSlicesApart ? 1 : drawn, drawn, drawn)
    }
    if angles == SIMD3() && zoom == SIMD3(repeating: 1) {
      return PatchPlacement(patch: patch, centre: centre)
    }
    return PatchPlacement(patch: patch, centre: centre, degrees: angles, zoom: zoom)
  }
}
