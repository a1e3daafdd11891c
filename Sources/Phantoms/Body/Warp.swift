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
    let neck = Warp.neck
    let z = p.z <= neck * along ? p.z / along : neck + (p.z - neck * along) / headAlong
    let head = Exact.smooth(620, 740, z)
    let scale = 1 / Exact.mix(across, headAcross, head)
    let q = Point3(p.x * scale - scoliosis.value(at: z), p.y * scale - kyphosis.value(at: z), z)
    return q + lattice.shift(q)
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

  func shift(_ p: Point3) -> Point3 {
    let d = (p - Self.low) * (1 / Self.spacing)
    let (nx, ny, nz) = (Self.counts.x, Self.counts.y, Self.counts.z)
    let x = min(max(d.x, 0), Double(nx - 3) - 1e-6)
    let y = min(max(d.y, 0), Double(ny - 3) - 1e-6)
    let z = min(max(d.z, 0), Double(nz - 3) - 1e-6)
    let (i, j, k) = (Int(x), Int(y), Int(z))
    let wx = Self.weights(x - Double(i))
    let wy = Self.weights(y - Double(j))
    let wz = Self.weights(z - Double(k))
    return vectors.withUnsafeBufferPointer { vectors in
      var sum = SIMD4<Double>(repeating: 0)
      for c in 0..<4 {
        var plane = SIMD4<Double>(repeating: 0)
        for b in 0..<4 {
          let at = ((k + c) * ny + j + b) * nx + i
          var row: SIMD4<Double> = vectors[at] * wx[0]
          row += vectors[at + 1] * wx[1]
          row += vectors[at + 2] * wx[2]
          row += vectors[at + 3] * wx[3]
          plane += row * wy[b]
        }
        sum += plane * wz[c]
      }
      return Point3(sum.x, sum.y, sum.z)
    }
  }

  private static func weights(_ t: Double) -> SIMD4<Double> {
    let s = 1 - t
    let (t2, t3) = (t * t, t * t * t)
    let near: Double = 3 * t3 - 6 * t2 + 4
    let far: Double = 3 * (t2 + t - t3) + 1
    return SIMD4<Double>(s * s * s, near, far, t3) * (1 / 6)
  }
}
