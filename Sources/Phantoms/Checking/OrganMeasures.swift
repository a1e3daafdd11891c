import Anatomy
import Imaging

/// Size, brightness, place, wholeness and neighbours of every organ of a scan that `BodyPhantom` made.
struct OrganMeasures {
  struct Measure {
    var voxels = 0
    /// Mean HU.
    var hounsfield = 0.0
    /// Patient mm.
    var centre = Point3(0, 0, 0)
    /// Whether it reaches the edge of the grid, so that a part of it may lie outside.
    var isCut = false
    /// How many of its voxels share a face with one outside the body.
    var bare = 0
    /// Shares of its connected parts, largest first.
    var parts: [Double] = []
  }

  let voxelMillilitres: Double
  private(set) var measures: [Organ.ID: Measure] = [:]
  /// Which finest labels are neighbours: `touching[a * 256 + b]`, both ways.
  private var touching = [Bool](repeating: false, count: 256 * 256)
  /// The same with a gap of one voxel between them.
  private var near = [Bool](repeating: false, count: 256 * 256)
  /// The finest labels that an organ consists of.
  private var labels: [Organ.ID: [Int]] = [:]

  subscript(_ organ: Organ.ID) -> Measure? { measures[organ] }

  /// mL of an organ; 0 when it is not there.
  func millilitres(_ organ: Organ.ID) -> Double {
    Double(measures[organ]?.voxels ?? 0) * voxelMillilitres
  }

  /// Whether two organs are neighbours at a face, edge or corner of a voxel, or with a gap of at most one voxel.
  func meet(_ a: Organ.ID, _ b: Organ.ID, hasGap: Bool = false) -> Bool {
    let table = hasGap ? near : touching
    return (labels[a] ?? []).contains { x in (labels[b] ?? []).contains { table[x * 256 + $0] } }
  }

  init(_ scan: BodyScan) {
    let grid = scan.structures.storedGeometry
    voxelMillilitres = grid.voxelMillilitres
    let identities: [[Organ.ID]] = scan.atlas.structures.map {
      if case .organs(let own) = $0.identity { own } else { [] }
    }
    sum(scan, identities)
    findParts(scan, identities)
    findNeighbours(scan, identities)
  }

  private mutating func sum(_ scan: BodyScan, _ identities: [[Organ.ID]]) {
    let shape = scan.structures.storedGeometry.shape
    var sums = [Measure](repeating: Measure(), count: identities.count + 1)
    let numbers = scan.structures.voxels.base.assumingMemoryBound(to: UInt16.self)
    let values = scan.ct.voxels.base.assumingMemoryBound(to: Int16.self)
    let steps = [1, shape.x, shape.x * shape.y]
    // Within lesions too a voxel belongs to its structure.
    let radix = scan.atlas.radix
    var at = 0
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        let atEdge = z == 0 || y == 0 || z == shape.z - 1 || y == shape.y - 1
        for x in 0..<shape.x {
          let number = Int(numbers[at]) % radix
          if number > 0 {
            sums[number].voxels += 1
            sums[number].hounsfield += Double(values[at])
            sums[number].centre = sums[number].centre + Point3(Double(x), Double(y), Double(z))
            if atEdge || x == 0 || x == shape.x - 1 {
              sums[number].isCut = true
            } else if steps.contains(where: { numbers[at + $0] == 0 || numbers[at - $0] == 0 }) {
              sums[number].bare += 1
            }
          }
          at += 1
        }
      }
    }
    add(sums, identities, scan.structures.storedGeometry)
  }

  /// An organ is the sum of the structures that belong to it or to a part of it.
  private mutating func add(_ sums: [Measure], _ identities: [[Organ.ID]], _ grid: Geometry) {
    for (position, own) in identities.enumerated() {
      let sum = sums[position + 1]
      guard sum.voxels > 0 else { continue }
      for organ in own {
        var whole = measures[organ] ?? Measure()
        whole.voxels += sum.voxels
        whole.hounsfield += sum.hounsfield
        whole.centre = whole.centre + sum.centre
        whole.isCut = whole.isCut || sum.isCut
        whole.bare += sum.bare
        measures[organ] = whole
      }
    }
    for (organ, sum) in measures {
      var measure = sum
      let count = Double(sum.voxels)
      let centre = grid.affine.apply(
        x: sum.centre.x / count, y: sum.centre.y / count, z: sum.centre.z / count)
      measure.hounsfield = sum.hounsfield / count
      measure.centre = Point3(centre.x, centre.y, centre.z)
      measures[organ] = measure
    }
  }

  /// The map of labels in which structure n is labelled `ids[n]`.
  private static func withLabels<Result>(
    _ scan: BodyScan, _ ids: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let count = scan.structures.voxels.count
    let radix = scan.atlas.radix
    let numbers = scan.structures.voxels.base.assumingMemoryBound(to: UInt16.self)
    let labels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      for at in 0..<count { buffer[at] = ids[Int(numbers[at]) % radix] }
      filled = count
    }
    return labels.withUnsafeBufferPointer(body)
  }

  /// Wholes first, then parts of them, then parts of those: each is one label of its own map.
  private mutating func findParts(_ scan: BodyScan, _ identities: [[Organ.ID]]) {
    let shape = scan.structures.storedGeometry.shape
    for depth in 0..<(identities.map(\.count).max() ?? 0) {
      var numbers = OrganNumbers()
      let ids: [UInt8] =
        [0] + identities.map { own in own.count > depth ? numbers.number(of: own[own.count - 1 - depth]) : 0 }
      let parts = Self.withLabels(scan, ids) {
        ConnectedParts($0, shape: shape, count: numbers.organs.count + 1)
      }
      for (position, organ) in numbers.organs.enumerated() where measures[organ]?.parts.isEmpty == true {
        let sizes = parts.sizes[position + 1]
        let all = Double(max(sizes.reduce(0, +), 1))
        measures[organ]?.parts = sizes.map { Double($0) / all }
      }
    }
  }

  private mutating func findNeighbours(_ scan: BodyScan, _ identities: [[Organ.ID]]) {
    let shape = scan.structures.storedGeometry.shape
    var numbers = OrganNumbers()
    let ids: [UInt8] = [0] + identities.map { $0.first.map { numbers.number(of: $0) } ?? 0 }
    for own in identities {
      guard let finest = own.first else { continue }
      for organ in own where labels[organ]?.contains(Int(numbers.number(of: finest))) != true {
        labels[organ, default: []].append(Int(numbers.number(of: finest)))
      }
    }
    let (all, wide) = (NeighbourOffsets(reach: 1).steps, NeighbourOffsets(reach: 2).steps)
    let jointed = Set(
      AnatomyRules.joints(of: Patient()).filter(\.hasGap).flatMap { [$0.a, $0.b] }.flatMap {
        labels[$0] ?? []
      })
    let isJointed = (0..<256).map { jointed.contains($0) }
    var (touching, near) = (self.touching, self.near)
    Self.withLabels(scan, ids) { labels in
      Self.note(labels, shape, all, { _ in true }, &touching)
      Self.note(labels, shape, wide, { isJointed[$0] }, &near)
    }
    self.touching = touching
    self.near = near
  }

  private static func note(
    _ labels: UnsafeBufferPointer<UInt8>, _ shape: GridShape, _ steps: [NeighbourOffsets.Step],
    _ counts: (Int) -> Bool, _ table: inout [Bool]
  ) {
    var at = 0
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let label = Int(labels[at])
          if label > 0, counts(label) {
            for step in steps where step.isInside(x, y, z, shape) {
              let other = Int(labels[at + step.offset(in: shape)])
              guard other > 0, other != label else { continue }
              table[label * 256 + other] = true
              table[other * 256 + label] = true
            }
          }
          at += 1
        }
      }
    }
  }
}

/// Small numbers for organs, in the order in which they are asked for.
struct OrganNumbers {
  private(set) var organs: [Organ.ID] = []
  private var numbers: [Organ.ID: UInt8] = [:]

  /// From 1; the catalogue has fewer than 255 organs.
  mutating func number(of organ: Organ.ID) -> UInt8 {
    if let number = numbers[organ] { return number }
    organs.append(organ)
    numbers[organ] = UInt8(organs.count)
    return UInt8(organs.count)
  }
}
