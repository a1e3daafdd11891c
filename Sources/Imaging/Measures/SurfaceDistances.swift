/// How far apart the surfaces of two masks are.
///
/// The definitions are those of Nikolov et al. 2018 (arXiv:1809.04430) and of their published library
/// surface-distance 0.1, whose values the tests compare with: a surface element lies at a corner between eight voxels
/// that are not all inside or all outside, weighs as much as the area that marching cubes draws there
/// (`SurfaceAreas`), and its distance is the exact Euclidean one to the nearest element of the other surface. A mask that
/// reaches the edge of its grid has a surface there.
///
/// Where one mask is empty there is no distance: every measure of distance is nil, and the share within a tolerance
/// is 0. Where both are empty that is nil too.
///
/// Cost: some 20 ns and 8 bytes a voxel; give it masks cropped to the organ.
public struct SurfaceDistances: Sendable {
  /// The elements of one surface, sorted by their distance to the other.
  private struct Elements: Sendable {
    /// Squared distance and area, as bit patterns in one word each so that sorting is quick.
    var packed: [UInt64] = []
    var area = 0.0

    func distance(_ element: Int) -> Double {
      Double(Float(bitPattern: UInt32(packed[element] >> 32))).squareRoot()
    }

    func area(_ element: Int) -> Double {
      Double(Float(bitPattern: UInt32(truncatingIfNeeded: packed[element])))
    }
  }

  /// Distances up to this much above a tolerance count as within: they are equal but for rounding.
  private static let slack = 1e-6

  private let reference: Elements
  private let candidate: Elements

  /// Measures two masks of one shape; spacing in mm, every axis above 0.
  public init(reference: BinaryMask, candidate: BinaryMask, spacing: Vector3) {
    precondition(reference.shape == candidate.shape)
    let areas = SurfaceAreas.table(spacing: spacing)
    let ours = SurfaceCodes(reference)
    let theirs = SurfaceCodes(candidate)
    self.reference = Self.elements(of: ours, to: theirs, areas: areas, spacing: spacing)
    self.candidate = Self.elements(of: theirs, to: ours, areas: areas, spacing: spacing)
  }

  private static func elements(
    of surface: SurfaceCodes, to other: SurfaceCodes, areas: [Double], spacing: Vector3
  ) -> Elements {
    let squares = DistanceTransform.squared(shape: other.shape, spacing: spacing) { other.isSurface($0) }
    var elements = Elements()
    for place in surface.codes.indices where surface.isSurface(place) {
      let area = Float(areas[Int(surface.codes[place])])
      elements.packed.append(UInt64(squares[place].bitPattern) << 32 | UInt64(area.bitPattern))
    }
    elements.packed.sort()
    for element in elements.packed.indices { elements.area += elements.area(element) }
    return elements
  }

  /// The area of the reference's surface in mm^2.
  public var referenceArea: Double { reference.area }

  /// The area of the candidate's surface in mm^2.
  public var candidateArea: Double { candidate.area }

  /// The share of both surfaces that lies within a tolerance (mm) of the other: the normalised surface distance, or
  /// surface Dice. Nil when both are empty.
  public func normalisedSurfaceDistance(tolerance: Double) -> Double? {
    let total = reference.area + candidate.area
    guard total > 0 else { return nil }
    return (Self.area(of: reference, within: tolerance) + Self.area(of: candidate, within: tolerance)) / total
  }

  /// The mean distance in mm from the reference's surface to the candidate's, by area.
  public var meanFromReference: Double? { hasBoth ? Self.moment(of: reference) / reference.area : nil }

  /// The mean distance in mm from the candidate's surface to the reference's, by area.
  public var meanFromCandidate: Double? { hasBoth ? Self.moment(of: candidate) / candidate.area : nil }

  /// The mean distance in mm over both surfaces taken together, by area: the symmetric average surface distance.
  public var averageSurfaceDistance: Double? {
    guard hasBoth else { return nil }
    return (Self.moment(of: reference) + Self.moment(of: candidate)) / (reference.area + candidate.area)
  }

  /// The distance in mm that a percentage (0...100) of each surface does not exceed, the larger of the two: the robust
  /// Hausdorff distance, HD95 for 95.
  public func robustHausdorff(percent: Double) -> Double? {
    guard hasBoth else { return nil }
    return max(Self.quantile(of: reference, percent / 100), Self.quantile(of: candidate, percent / 100))
  }

  private var hasBoth: Bool { !reference.packed.isEmpty && !candidate.packed.isEmpty }

  private static func moment(of elements: Elements) -> Double {
    var moment = 0.0
    for element in elements.packed.indices { moment += elements.distance(element) * elements.area(element) }
    return moment
  }

  private static func area(of elements: Elements, within tolerance: Double) -> Double {
    var area = 0.0
    for element in elements.packed.indices {
      guard elements.distance(element) <= tolerance + slack else { break }
      area += elements.area(element)
    }
    return area
  }

  private static func quantile(of elements: Elements, _ share: Double) -> Double {
    var seen = 0.0
    for element in elements.packed.indices {
      seen += elements.area(element)
      if seen >= share * elements.area { return elements.distance(element) }
    }
    return elements.distance(elements.packed.count - 1)
  }
}

/// For every corner of a mask's grid which of the eight voxels around it are inside, as a code of `SurfaceAreas`.
private struct SurfaceCodes {
  /// One more than the mask's along each axis.
  let shape: GridShape
  let codes: [UInt8]

  func isSurface(_ place: Int) -> Bool { codes[place] &+ 1 > 1 }

  init(_ mask: BinaryMask) {
    let shape = GridShape(x: mask.shape.x + 1, y: mask.shape.y + 1, z: mask.shape.z + 1)
    var codes = [UInt8](repeating: 0, count: shape.count)
    codes.withUnsafeMutableBufferPointer { codes in
      mask.voxels.withUnsafeBufferPointer { voxels in
        Self.spread(voxels, mask.shape, into: codes, shape)
      }
    }
    self.shape = shape
    self.codes = codes
  }

  /// Sets a voxel's bit at each of the eight corners around it; an inside voxel is the upper neighbour of the corner
  /// at its own index and the lower one of the next.
  private static func spread(
    _ voxels: UnsafeBufferPointer<UInt8>, _ shape: GridShape, into codes: UnsafeMutableBufferPointer<UInt8>,
    _ corners: GridShape
  ) {
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        let row = (z * shape.y + y) * shape.x
        for corner in 0..<4 {
          let (dy, dz) = (corner & 1, corner >> 1)
          let target = ((z + dz) * corners.y + y + dy) * corners.x
          let near = UInt8(1 << SurfaceAreas.bit(x: 1, y: 1 - dy, z: 1 - dz))
          let far = UInt8(1 << SurfaceAreas.bit(x: 0, y: 1 - dy, z: 1 - dz))
          for x in 0..<shape.x {
            let voxel = voxels[row + x]
            codes[target + x] |= voxel &* near
            codes[target + x + 1] |= voxel &* far
          }
        }
      }
    }
  }
}
