import Foundation
import Imaging
import Networks
import Tensors
import Testing

@testable import Segmentation

/// A small scan and what nnU-Net or TotalSegmentator make of it, from Scripts/make-preparation-fixtures.
struct PreparationCase: CustomTestStringConvertible, Sendable {
  /// What the fixture says about itself.
  struct About: Codable, Sendable {
    var name: String
    /// Stored axes z, y, x.
    var shape: [Int]
    /// Three rows of four.
    var affine: [Double]
    var target: [Double]
    var pipeline: Plan.Pipeline
    var orientation: Plan.Orientation
    var transpose: [Int]
    var order: Int
    var across: Int
    var separate: Bool?
    /// The crop, network axes, ends excluded: of the scan, or of the zoomed grid.
    var box: [[Int]]
    /// The whole zoomed grid, network axes.
    var zoomed: [Int]?
    var prepared: [Int]
  }

  var about: About
  var voxels: [Int16]
  var prepared: [Float]

  var testDescription: String { about.name }

  /// The scan as stored.
  func volume() throws -> Volume {
    let shape = GridShape(x: about.shape[2], y: about.shape[1], z: about.shape[0])
    let buffer = try #require(VoxelBuffer(scalar: .int16, count: shape.count))
    for (offset, value) in voxels.enumerated() {
      buffer.base.storeBytes(of: value, toByteOffset: offset * 2, as: Int16.self)
    }
    buffer.publish(shape.count)
    func column(_ c: Int) -> Vector3 {
      Vector3(x: about.affine[c], y: about.affine[4 + c], z: about.affine[8 + c])
    }
    let affine = Affine(columnX: column(0), columnY: column(1), columnZ: column(2), origin: column(3))
    return Volume(storedGeometry: Geometry(shape: shape, affine: affine), voxels: buffer)
  }

  /// The plan the scan is prepared for.
  var plan: Plan {
    .forPreparation(
      spacing: about.target, pipeline: about.pipeline, orientation: about.orientation,
      transpose: about.transpose,
      interpolation: Plan.Interpolation(
        order: about.order, orderAcross: about.across, separateAcross: about.separate))
  }

  /// All cases of the fixture.
  static let all: [PreparationCase] = (try? load()) ?? []

  /// A case by its name.
  static func named(_ name: String) throws -> PreparationCase {
    try #require(all.first { $0.about.name == name })
  }

  private static func load() throws -> [PreparationCase] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/preparation", withExtension: "bin"))
    var reader = FixtureReader(bytes: [UInt8](try Data(contentsOf: url)))
    try #require(try reader.text(8) == "FABPRE01")
    return try (0..<(try reader.count())).map { _ in
      let text = try reader.text(try reader.count())
      return PreparationCase(
        about: try JSONDecoder().decode(About.self, from: Data(text.utf8)),
        voxels: try reader.values(), prepared: try reader.values())
    }
  }
}

/// Little-endian 32-bit counts, texts and arrays one after the other.
private struct FixtureReader {
  let bytes: [UInt8]
  var at = 0

  mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    try #require(count >= 0 && at + count <= bytes.count, "the fixture ends early")
    defer { at += count }
    return bytes[at..<(at + count)]
  }

  mutating func count() throws -> Int { try take(4).reversed().reduce(0) { $0 << 8 | Int($1) } }

  mutating func text(_ count: Int) throws -> String { String(decoding: try take(count), as: UTF8.self) }

  mutating func values<T: BitwiseCopyable>() throws -> [T] {
    let count = try count()
    let size = MemoryLayout<T>.stride
    let raw = Array(try take(count * size))
    return raw.withUnsafeBytes { buffer in
      (0..<count).map { buffer.loadUnaligned(fromByteOffset: $0 * size, as: T.self) }
    }
  }
}

extension Plan {
  /// A plan whose network does not matter, with the intensities of the fixtures.
  static func forPreparation(
    spacing: [Double], pipeline: Pipeline = .nnUNet, orientation: Orientation = .canonical,
    transpose: [Int] = [0, 1, 2],
    interpolation: Interpolation = Interpolation(order: 3, orderAcross: 0, separateAcross: nil)
  ) -> Plan {
    Plan(
      configuration: "3d_fullres", spacing: spacing, patch: Axes(16), transpose: transpose,
      orientation: orientation, pipeline: pipeline,
      intensities: Intensities(low: -960, high: 890.5, mean: 37.25, deviation: 311.5),
      scanInterpolation: interpolation,
      logitInterpolation: Interpolation(order: 1, orderAcross: 0, separateAcross: nil), tileStep: 0.5,
      architecture: UNetArchitecture(
        family: .plain, inputChannels: 1, stages: [], decoderConvolutions: [], classes: 2))
  }
}

extension FloatGrid {
  /// The values, x fastest.
  var values: [Float] {
    withExtendedLifetime(self) { Array(UnsafeBufferPointer(start: base, count: shape.product)) }
  }
}
