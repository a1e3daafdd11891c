import Foundation
import Tensors
import Testing

@testable import Learning

/// Patches are cut, turned and scaled where they say, and no voxel is lost or invented.
@Suite struct SpatialAugmentationTests {
  let scan = AugmentationFixtures.scan(Axes(14, 17, 19), channels: 2)

  @Test(
    arguments: [Axes(7, 8, 9), Axes(0), Axes(13, 16, 18), Axes(-2, 5, 20), Axes(40, 0, 0)],
    [Axes(6, 8, 4), Axes(5, 7, 9), Axes(30, 3, 24), Axes(1)])
  func anUprightPatchIsACropAndSoIsOneTurnedByNothing(centre: Axes, patch: Axes) {
    let crop = PatchPlacement(patch: patch, centre: centre).sample(of: scan)
    let turned = PatchPlacement(patch: patch, centre: centre, degrees: SIMD3(), zoom: SIMD3(1, 1, 1))
    #expect(turned.steps != nil && turned.sample(of: scan) == crop)
    for (offset, v) in patch.voxels.enumerated() {
      let z = centre.depth - patch.depth / 2 + v.depth, y = centre.height - patch.height / 2 + v.height
      let x = centre.width - patch.width / 2 + v.width
      guard
        crop.image[offset] == AugmentationFixtures.value(scan, z, y, x),
        crop.labels[offset] == AugmentationFixtures.label(scan, z, y, x)
      else {
        Issue.record("voxel \(v) differs")
        return
      }
    }
  }

  @Test(arguments: [8, 9]) func aQuarterTurnMovesWholeVoxels(size: Int) {
    let patch = Axes(size), centre = Axes(7, 8, 9), last = size - 1
    let crop = PatchPlacement(patch: patch, centre: centre).sample(of: scan)
    // Which voxel of the crop comes to (z, y, x) by a quarter turn about z, y, x.
    let origins: [(SIMD3<Double>, (Axes) -> Axes)] = [
      (SIMD3(90, 0, 0), { Axes($0.depth, last - $0.width, $0.height) }),
      (SIMD3(0, 90, 0), { Axes($0.width, $0.height, last - $0.depth) }),
      (SIMD3(0, 0, 90), { Axes(last - $0.height, $0.depth, $0.width) }),
    ]
    for (degrees, origin) in origins {
      let turned = PatchPlacement(patch: patch, centre: centre, degrees: degrees, zoom: SIMD3(1, 1, 1))
        .sample(of: scan)
      for (offset, voxel) in patch.voxels.enumerated() {
        let from = origin(voxel)
        let there = (from.depth * size + from.height) * size + from.width
        for first in [0, patch.product] {
          let (a, b) = (turned.image[first + offset], crop.image[first + there])
          #expect(abs(a - b) < 1e-5)
        }
        #expect(turned.labels[offset] == crop.labels[there])
      }
    }
  }

  /// Held to the plain formula at every voxel, well inside, at the border and beyond.
  @Test(arguments: [Axes(7, 8, 9), Axes(1, 15, 3), Axes(13, 0, 18)])
  func everyVoxelIsInterpolatedWhereTheTurnPutsIt(centre: Axes) {
    let patch = Axes(10, 12, 9), zoom = 1.3
    let degrees = SIMD3(20.0, -13, 28)
    let sample = PatchPlacement(
      patch: patch, centre: centre, degrees: degrees, zoom: SIMD3(repeating: zoom)
    ).sample(of: scan)
    var inside = 0
    for (offset, v) in patch.voxels.enumerated() {
      // About x, then y, then z, each as in the quarter turns above.
      var p = (v.triple - (patch.triple - 1) / 2) * zoom
      AugmentationFixtures.turn(&p, 0, 1, degrees[2])
      AugmentationFixtures.turn(&p, 2, 0, degrees[1])
      AugmentationFixtures.turn(&p, 1, 2, degrees[0])
      p += Axes(centre.depth - 5, centre.height - 6, centre.width - 4).triple + (patch.triple - 1) / 2
      let low = p.rounded(.down)
      let (z, y, x) = (Int(low[0]), Int(low[1]), Int(low[2]))
      var expected = 0.0
      for (from, weight) in AugmentationFixtures.parts(p - low) {
        let value = AugmentationFixtures.value(scan, z + from.depth, y + from.height, x + from.width)
        expected += weight * Double(value)
      }
      #expect(abs(Double(sample.image[offset]) - expected) < 1e-5, "voxel \(v)")
      let nearest = p.rounded(.toNearestOrAwayFromZero)
      #expect(
        sample.labels[offset]
          == AugmentationFixtures.label(scan, Int(nearest[0]), Int(nearest[1]), Int(nearest[2])))
      if sample.labels[offset] != 0 { inside += 1 }
    }
    #expect(inside > patch.product / 8 && inside < patch.product)
  }

  @Test func noLabelIsInventedAndLeftStaysLeft() {
    let scan = AugmentationFixtures.scan(Axes(24)), known: Set<UInt16> = [0, 1, 2, 3, 65_535]
    var options = AugmentationOptions.none
    options.rotation.probability = 1
    options.scaling.probability = 1
    let augmentation = Augmentation(patch: Axes(18), options: options)
    for index in 0..<40 {
      let sample = augmentation.sample(from: scan, centre: Axes(12), seed: 5, index: index)
      #expect(Set(sample.labels).isSubset(of: known))
      func middle(_ label: UInt16) -> Double {
        let places = sample.labels.indices.filter { sample.labels[$0] == label }.map { $0 % 18 }
        return Double(places.reduce(0, +)) / Double(places.count)
      }
      #expect(middle(1) < middle(3) && middle(3) < middle(2), "sample \(index)")
    }
  }

  /// Positive where nothing is mirrored.
  private func determinant(_ steps: PatchPlacement.Steps) -> Double {
    func minor(_ a: Int, _ b: Int) -> Double { steps.z[a] * steps.y[b] - steps.z[b] * steps.y[a] }
    return minor(1, 2) * steps.x[0] + minor(2, 0) * steps.x[1] + minor(0, 1) * steps.x[2]
  }

  @Test func angleAndScaleStayInTheirRangesAndKeepHandedness() throws {
    let spatial = SpatialAugmentation(
      patch: Axes(16), rotation: .init(probability: 1, range: -30...30),
      scaling: .init(probability: 1, range: 0.7...1.4), keepsSlicesApart: false)
    var zooms: [Double] = []
    for index in 0..<300 {
      let steps = try #require(spatial.placement(centre: Axes(8), seed: 1, index: index).steps)
      let volume = determinant(steps)
      zooms.append(pow(volume, 1.0 / 3))
      // Alike along all axes, and turned a little only.
      for step in [steps.z, steps.y, steps.x] {
        #expect(abs((step * step).sum().squareRoot() - pow(volume, 1.0 / 3)) < 1e-9)
      }
      #expect(steps.z[0] > 0 && steps.y[1] > 0 && steps.x[2] > 0)
    }
    #expect(zooms.allSatisfy { (0.699...1.401).contains($0) })
    #expect((zooms.min() ?? 1) < 0.73 && (zooms.max() ?? 1) > 1.37)
  }

  @Test func slicesThatLieFarApartAreNotMixed() throws {
    var options = AugmentationOptions.none
    options.rotation.probability = 1
    options.scaling.probability = 1
    let patch = Axes(4, 16, 16)
    #expect(options.keepsSlicesApart(patch) && !options.keepsSlicesApart(Axes(6, 16, 18)))
    // Every slice of the case is even, so it must be even in the sample.
    let extent = Axes(8, 40, 40)
    let slices = TrainingCase(
      name: "slices", channels: 1, extent: extent,
      image: (0..<extent.product).map { Float($0 / 1_600 + 1) },
      labels: [UInt16](repeating: 1, count: extent.product),
      foreground: [])
    for index in 0..<10 {
      let sample = Augmentation(patch: patch, options: options)
        .sample(from: slices, centre: Axes(4, 20, 20), seed: 2, index: index)
      #expect(sample.image.indices.allSatisfy { sample.image[$0] == Float(3 + $0 / 256) })
    }
    let placement = SpatialAugmentation(
      patch: patch, rotation: options.rotation, scaling: options.scaling, keepsSlicesApart: true
    ).placement(centre: Axes(4, 20, 20), seed: 2, index: 0)
    let steps = try #require(placement.steps)
    #expect(steps.z == SIMD3(1, 0, 0) && abs(steps.y[2]) > 1e-3)
  }

  @Test func beyondTheCaseLiesBackground() {
    var options = AugmentationOptions.none
    options.rotation.probability = 1
    for options in [AugmentationOptions.none, options] {
      let augmentation = Augmentation(patch: Axes(8), options: options)
      let far = augmentation.sample(from: scan, centre: Axes(7, 8, 60), seed: 0, index: 0)
      #expect(far.channels == 2 && far.image == [Float](repeating: 0, count: 1_024))
      #expect(far.labels == [UInt16](repeating: 0, count: 512))
      let edge = augmentation.sample(from: scan, centre: Axes(7, 8, 19), seed: 0, index: 0)
      let empty = edge.labels.filter { $0 == 0 }.count
      #expect(empty > 150 && empty < 362)
      // A turned voxel that has no label may still have half of an intensity.
      guard options == .none else { continue }
      #expect(zip(edge.labels, edge.image).allSatisfy { ($0 == 0) == ($1 == 0) })
    }
  }
}
