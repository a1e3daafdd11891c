import Foundation
import Tensors

/// Where the voxels of a patch lie in a case. Triples are z, y, x, in voxels.
struct PatchPlacement: Equatable, Sendable {
  let patch: Axes
  /// First voxel of the patch in the case, were it upright.
  let corner: Axes
  /// Place in the case about which the patch is turned: its middle, between voxels where its extent is even.
  let pivot: SIMD3<Double>
  /// How far one voxel along the patch's z, y, x leads in the case; nil where the patch is an upright crop.
  let steps: Steps?

  /// One voxel along each axis of a patch, in the case.
  struct Steps: Equatable, Sendable {
    let z: SIMD3<Double>
    let y: SIMD3<Double>
    let x: SIMD3<Double>

    static let upright = Steps(z: SIMD3(1, 0, 0), y: SIMD3(0, 1, 0), x: SIMD3(0, 0, 1))

    /// Turned about x, then y, then z.
    ///
    /// About an axis, the next one in the order z, y, x, z is turned towards the one after it.
    func turned(degrees: SIMD3<Double>) -> Steps {
      func turn(_ v: SIMD3<Double>) -> SIMD3<Double> {
        var v = v
        for axis in [2, 1, 0] where degrees[axis] != 0 {
          let angle = degrees[axis] * .pi / 180, (c, s) = (cos(angle), sin(angle))
          let (a, b) = ((axis + 1) % 3, (axis + 2) % 3)
          (v[a], v[b]) = (c * v[a] - s * v[b], s * v[a] + c * v[b])
        }
        return v
      }
      return Steps(z: turn(z), y: turn(y), x: turn(x))
    }
  }

  /// An upright patch whose voxel patch / 2 is the centre.
  init(patch: Axes, centre: Axes) { self.init(patch: patch, centre: centre, steps: nil) }

  /// The same patch turned about its middle, its axes scaled before.
  init(patch: Axes, centre: Axes, degrees: SIMD3<Double>, zoom: SIMD3<Double>) {
    let upright = Steps.upright
    let scaled = Steps(z: upright.z * zoom[0], y: upright.y * zoom[1], x: upright.x * zoom[2])
    self.init(patch: patch, centre: centre, steps: scaled.turned(degrees: degrees))
  }

  private init(patch: Axes, centre: Axes, steps: Steps?) {
    self.patch = patch
    self.steps = steps
    corner = centre.zip(patch) { $0 - $1 / 2 }
    pivot = corner.triple + PatchPlacement.middle(patch)
  }

  /// The middle of a patch, seen from its first voxel.
  private static func middle(_ patch: Axes) -> SIMD3<Double> { (patch.triple - 1) / 2 }

  /// The row of patch voxels (z, y, any x) in the case.
  func row(z: Int, y: Int, _ steps: Steps) -> PatchRow {
    let middle = PatchPlacement.middle(patch)
    let start = pivot + steps.z * (Double(z) - middle[0]) + steps.y * (Double(y) - middle[1])
    return PatchRow(start: start - steps.x * middle[2], step: steps.x, count: patch.width)
  }
}

extension Axes {
  /// The values as numbers to calculate with, z, y, x.
  var triple: SIMD3<Double> { SIMD3(Double(depth), Double(height), Double(width)) }
}
