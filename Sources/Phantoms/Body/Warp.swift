/// Carries points of the patient to the reference body: size, bend of the spine, and a smooth random deformation.
///
/// Continuous and one to one, so neighbours stay neighbours, nothing can overlap that did not, and left stays left.
struct Warp: Sendable {
  private let along: Double
  private let across: Double
  private let headAlong: Double
  private let headAcross: Double
  private let scoliosis: Profile
  private let kyphosis: Profile
  private let lattice: DeformationLattice
  /// At most how many mm of the reference body a millimetre of the patient becomes.
  let stretch: Double

  /// The head begins to keep its own size here.
  private static let neck = 655.0

  init(_ patient: Patient) {
    let size = patient.height / 175
    (along, across) = Warp.trunk(of: patient)
    headAlong = Exact.mix(1, size, 0.35)
    headAcross = Exact.mix(1, size, 0.3) * (patient.sex == .female ? 0.985 : 1)
    let (bend, hump) = (patient.scoliosis, patient.kyphosis)
    scoliosis = Profile([(-200, 0), (140, 0), (300, -0.35 * bend), (470, bend), (640, 0), (900, 0)])
    kyphosis = Profile([
      (-200, 0), (150, 0), (300, 0.25 * hump), (500, -hump), (640, 0.4 * hump), (900, 0.5 * hump),
    ])
    lattice = DeformationLattice(seed: patient.seed, amplitude: 5)
    let bends = (2.2 * abs(bend) + 2.6 * abs(hump)) / 150
    stretch = (1 + bends + lattice.steepness) / min(along, across, headAlong, headAcross)
  }

  /// Millimetres of the patient's trunk in one of the reference body, along and across, without bends.
  static func trunk(of patient: Patient) -> (along: Double, across: Double) {
    let size = patient.height / 175
    let build = min(max(1 + 0.008 * (patient.massIndex - 24), 0.94), 1.12)
    return (size, Exact.mix(1, size, 0.75) * build * (patient.sex == .female ? 0.98 : 1))
  }

  /// The point of the reference body that a point of the patient is.
  func reference(_ p: Point3) -> Point3 {
    var row = Row()
    return reference(p, &row)
  }

  /// What points with the same y and z have in common; remembered from one point to the next it saves most of the work.
  struct Row {
    fileprivate var height = Double.nan
    fileprivate var level = Level(z: 0, scale: 1, right: 0, front: 0)
    fileprivate var lattice = DeformationLattice.Row()
  }

  /// What all points of one height have in common.
  fileprivate struct Level {
    let z: Double
    let scale: Double
    let right: Double
    let front: Double
  }

  /// The point of the reference body that a point of the patient is; quick for one point of a row after another.
  func reference(_ p: Point3, _ row: inout Row) -> Point3 {
    if p.z != row.height {
      row.height = p.z
      row.level = level(p.z)
    }
    let level = row.level
    let q = Point3(p.x * level.scale - level.right, p.y * level.scale - level.front, level.z)
    return q + lattice.shift(q, &row.lattice)
  }

  private func level(_ height: Double) -> Level {
    let neck = Warp.neck
    let z = height <= neck * along ? height / along : neck + (height - neck * along) / headAlong
    let head = Exact.smooth(620, 740, z)
    return Level(
      z: z, scale: 1 / Exact.mix(across, headAcross, head), right: scoliosis.value(at: z),
      front: kyphosis.value(at: z))
  }

  /// The point of the patient that a point of the reference body is, to 0.01 mm.
  func patient(_ q: Point3) -> Point3 {
    var p = Point3(q.x * across, q.y * across, q.z * along)
    for _ in 0..<60 {
      let error = q - reference(p)
      p = p + error * 0.8
      if error.length < 0.005 { break }
    }
    return p
  }

  /// Millimetres of the patient in one of the reference body, about.
  func scale(at q: Point3) -> Double {
    let head = Exact.smooth(620, 740, q.z)
    return (2 * Exact.mix(across, headAcross, head) + Exact.mix(along, headAlong, head)) / 3
  }
}

/// A smooth random displacement: a cubic B-spline over a coarse lattice of random vectors.
struct DeformationLattice: Sendable {
  private static let spacing = 85.0
  private static let low = Point3(-425, -340, -425)
  private static let counts = (x: 14, y: 12, z: 20)

  private let vectors: [SIMD4<Double>]
  /// An upper bound of how much the displacement changes per mm.
  let steepness: Double

  /// - Parameter amplitude: largest displacement of a lattice point along each axis, mm.
  init(seed: UInt64, amplitude: Double) {
    var random = SeededGenerator(seed: seed, stream: "deformation")
    let (nx, ny, nz) = (Self.counts.x, Self.counts.y, Self.counts.z)
    var vectors: [SIMD4<Double>] = []
    for _ in 0..<(nx * ny * nz) {
      let (x, y, z) = (random.signed(), random.signed(), random.signed())
      vectors.append(SIMD4<Double>(x * amplitude, y * amplitude, z * amplitude, 0))
    }
    self.vectors = vectors
    func largest(_ step: Int, _ count: Int) -> Double {
      var most = 0.0
      for index in 0..<(vectors.count - step) where (index / step) % count + 1 < count {
        let d = vectors[index + step] - vectors[index]
        most = max(most, (d * d).sum())
      }
      return most
    }
    let steep = largest(1, nx) + largest(nx, ny) + largest(nx * ny, nz)
    steepness = steep.squareRoot() / Self.spacing * 0.75
  }

  /// The four vectors across a row within one cell of the lattice.
  struct Row {
    fileprivate var cell = -1
    fileprivate var y = Double.nan
    fileprivate var z = Double.nan
    fileprivate var a = SIMD4<Double>(repeating: 0)
    fileprivate var b = SIMD4<Double>(repeating: 0)
    fileprivate var c = SIMD4<Double>(repeating: 0)
    fileprivate var d = SIMD4<Double>(repeating: 0)
  }

  /// The displacement at a point; quick for points with the y and z of the one before.
  func shift(_ p: Point3, _ row: inout Row) -> Point3 {
    let x = min(max((p.x - Self.low.x) * (1 / Self.spacing), 0), Double(Self.counts.x - 3) - 1e-6)
    let i = Int(x)
    if i != row.cell || p.y != row.y || p.z != row.z { row = self.row(i, p) }
    let w = Self.weights(x - Double(i))
    var sum: SIMD4<Double> = row.a * w[0]
    sum += row.b * w[1]
    sum += row.c * w[2]
    sum += row.d * w[3]
    return Point3(sum.x, sum.y, sum.z)
  }

  private func row(_ i: Int, _ p: Point3) -> Row {
    let d = (p - Self.low) * (1 / Self.spacing)
    let (nx, ny, nz) = (Self.counts.x, Self.counts.y, Self.counts.z)
    let y = min(max(d.y, 0), Double(ny - 3) - 1e-6)
    let z = min(max(d.z, 0), Double(nz - 3) - 1e-6)
    let (j, k) = (Int(y), Int(z))
    let wy = Self.weights(y - Double(j))
    let wz = Self.weights(z - Double(k))
    var row = Row()
    (row.cell, row.y, row.z) = (i, p.y, p.z)
    vectors.withUnsafeBufferPointer { vectors in
      for c in 0..<4 {
        for b in 0..<4 {
          let at = ((k + c) * ny + j + b) * nx + i
          let weight = wy[b] * wz[c]
          row.a += vectors[at] * weight
          row.b += vectors[at + 1] * weight
          row.c += vectors[at + 2] * weight
          row.d += vectors[at + 3] * weight
        }
      }
    }
    return row
  }

  private static func weights(_ t: Double) -> SIMD4<Double> {
    let s = 1 - t
    let (t2, t3) = (t * t, t * t * t)
    let near: Double = 3 * t3 - 6 * t2 + 4
    let far: Double = 3 * (t2 + t - t3) + 1
    return SIMD4<Double>(s * s * s, near, far, t3) * (1 / 6)
  }
}
