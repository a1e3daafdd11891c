import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// Scans arrive at the network as nnU-Net and TotalSegmentator bring them there.
@Suite struct ScanPreparationTests {
  private func prepare(
    _ volume: Volume, _ plan: Plan, threads: Int = 2, instructions: InstructionSet = .best
  ) throws -> PreparedScan {
    try ScanPreparation(plan: plan, pool: ThreadPool(threads: threads), instructions: instructions)
      .prepare(volume, file: "scan.nii")
  }

  @Test func fixtureIsThere() { #expect(PreparationCase.all.count == 40) }

  @Test("Values are those of the reference, on every instruction set", arguments: PreparationCase.all)
  func valuesAreThoseOfTheReference(_ example: PreparationCase) throws {
    let volume = try example.volume()
    for instructions in InstructionSet.available {
      let scan = try prepare(volume, example.plan, instructions: instructions)
      #expect(scan.grid.shape.values == example.about.prepared)
      let differences = zip(scan.grid.values, example.prepared).map { abs($0 - $1) }
      let largest = try #require(differences.max())
      // The zoom and a scan that is only normalised are the same to the bit.
      let isExact = example.about.pipeline == .totalSegmentator || example.about.name == "nothing to resample"
      #expect(largest <= (isExact ? 0 : 5e-6), "\(instructions.rawValue): \(largest)")
    }
  }

  @Test("The way back is known", arguments: PreparationCase.all)
  func theWayBackIsKnown(_ example: PreparationCase) throws {
    let volume = try example.volume()
    let placement = try prepare(volume, example.plan).placement
    let axes = try #require(ScanAxes(volume, plan: example.plan))
    let origin = example.about.box.map { $0[0] }
    let kept = example.about.box.map { $0[1] - $0[0] }
    #expect(placement.preparedShape.values == example.about.prepared)
    #expect(placement.scanShape.values == axes.shape)
    #expect(placement.zoomed?.shape.values == example.about.zoomed)
    if let zoomed = placement.zoomed {
      #expect(zoomed.origin.values == origin && placement.preparedShape.values == kept)
      #expect(placement.cropOrigin == Axes(0) && placement.cropShape == placement.scanShape)
    } else {
      #expect(placement.cropOrigin.values == origin && placement.cropShape.values == kept)
    }
    let last = placement.cropShape.values.map { $0 - 1 }
    let corner = (0..<3).map { placement.cropOrigin.values[$0] + last[$0] }
    #expect(placement.storageOffset(last[0], last[1], last[2]) == axes.offset(corner))
  }

  @Test(
    "Any number of threads gives the same bits",
    arguments: ["cubic, cropped", "separate z, linear across", "separate x", "zoom, stored as LPS, cropped"])
  func threadsDoNotMatter(_ name: String) throws {
    let example = try PreparationCase.named(name)
    let volume = try example.volume()
    let alone = try prepare(volume, example.plan, threads: 1).grid.values
    for threads in [2, 3, 5] {
      #expect(try prepare(volume, example.plan, threads: threads).grid.values == alone)
    }
  }

  @Test(
    "The 48 ways to store a scan give the same bits",
    arguments: ["cubic, cropped", "separate z, nearest across", "separate x", "zoom, fewer voxels"])
  func storageDoesNotMatter(_ name: String) throws {
    let example = try PreparationCase.named(name)
    let volume = try example.volume()
    var plan = example.plan
    plan.orientation = .canonical
    let expected = try prepare(volume, plan).grid.values
    var ways = 0
    for first in "RLAPSI" {
      for second in "RLAPSI" {
        for third in "RLAPSI" {
          guard let orientation = StorageOrder.orientation(named: "\(first)\(second)\(third)") else {
            continue
          }
          let stored = try StorageOrder.reordered(volume, to: orientation, file: "scan.nii")
          #expect(try prepare(stored, plan).grid.values == expected, "\(orientation.code)")
          ways += 1
        }
      }
    }
    #expect(ways == 48)
  }

  @Test(
    "Values may be stored as any scalar",
    arguments: [VoxelBuffer.Scalar.uint8, .uint16, .float32], [Plan.Pipeline.nnUNet, .totalSegmentator])
  func scalarsDoNotMatter(_ scalar: VoxelBuffer.Scalar, _ pipeline: Plan.Pipeline) throws {
    let shape = GridShape(x: 19, y: 18, z: 5)
    let narrow = try volume(shape, spacing: [1, 1, 2]) { Float(($0 * 37 + $0 / 7) % 251) }
    let wide = try Voxels.stored(narrow, as: scalar, file: "scan.nii")
    let plan = Plan.forPreparation(spacing: [1.5, 1.6, 1.7], pipeline: pipeline)
    #expect(try prepare(wide, plan).grid.values == (try prepare(narrow, plan).grid.values))
  }

  @Test func progressRisesToOneAndCancellingStops() throws {
    let volume = try volume(GridShape(x: 20, y: 20, z: 20), spacing: [1, 1, 1]) { Float($0 % 1000 - 500) }
    for pipeline in [Plan.Pipeline.nnUNet, .totalSegmentator] {
      let plan = Plan.forPreparation(spacing: [2, 2, 2], pipeline: pipeline)
      let preparation = try ScanPreparation(plan: plan, pool: ThreadPool(threads: 2))
      var steps: [Double] = []
      _ = try preparation.prepare(volume, file: "scan.nii", progress: { steps.append($0) })
      #expect(steps == steps.sorted() && steps.last == 1 && steps.count > 4)
      for patience in [0, 1, steps.count - 1] {
        var asked = 0
        #expect(throws: CancellationError.self) {
          try preparation.prepare(
            volume, file: "scan.nii",
            isCancelled: {
              asked += 1
              return asked > patience
            })
        }
      }
    }
  }

  /// A scan whose values follow from the storage offset; spacing x, y, z.
  private func volume(_ shape: GridShape, spacing: [Double], _ value: (Int) -> Float) throws -> Volume {
    try PreparationCase.volume(shape, spacing: spacing, scalar: .int16, value)
  }
}

extension PreparationCase {
  /// A scan stored as RAS whose values follow from the storage offset; spacing x, y, z.
  static func volume(
    _ shape: GridShape, spacing: [Double], scalar: VoxelBuffer.Scalar, _ value: (Int) -> Float
  ) throws -> Volume {
    let buffer = try #require(VoxelBuffer(scalar: scalar, count: shape.count))
    for offset in 0..<shape.count {
      if scalar == .float32 {
        buffer.base.storeBytes(of: value(offset), toByteOffset: offset * 4, as: Float.self)
      } else {
        buffer.base.storeBytes(of: Int16(value(offset)), toByteOffset: offset * 2, as: Int16.self)
      }
    }
    buffer.publish(shape.count)
    let affine = Affine(
      columnX: Vector3(x: spacing[0], y: 0, z: 0), columnY: Vector3(x: 0, y: spacing[1], z: 0),
      columnZ: Vector3(x: 0, y: 0, z: spacing[2]), origin: Vector3(x: 0, y: 0, z: 0))
    return Volume(storedGeometry: Geometry(shape: shape, affine: affine), voxels: buffer)
  }
}
