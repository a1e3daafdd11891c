/// The patient while being painted: HU and structure of every voxel, x fastest, axes R, A, S.
///
/// Painting is by distance: a voxel takes a body's HU in the measure in which the body covers it, and its label when
/// its centre lies inside. Later bodies cover earlier ones, so no two labels can share a voxel.
struct Canvas {
  let width: Int
  let depth: Int
  let height: Int
  /// Voxel edge, mm.
  let spacing: Double
  /// The centre of voxel (0, 0, 0), mm.
  let origin: Point3
  private(set) var hounsfield: [Float]
  private(set) var labels: [UInt8]
  private var distances: [Float]
  private let seed: UInt64

  /// A canvas of air.
  init(width: Int, depth: Int, height: Int, spacing: Double, origin: Point3, seed: UInt64) {
    self.width = width
    self.depth = depth
    self.height = height
    self.spacing = spacing
    self.origin = origin
    self.seed = seed
    let count = width * depth * height
    hounsfield = Array(repeating: -1000, count: count)
    labels = Array(repeating: 0, count: count)
    distances = Array(repeating: Canvas.far, count: count)
  }

  private static let far: Float = 1e6

  /// A distance kept for every voxel, so that a body's surroundings are not computed again for each body in them.
  struct Field {
    let values: [Float]

    /// The part of space that lies in both.
    func intersection(_ other: Field) -> Field {
      Field(values: zip(values, other.values).map { max($0, $1) })
    }

    /// Everything outside, less a margin in mm.
    func complement(margin: Float = 0) -> Field { Field(values: values.map { margin - $0 }) }

    /// The same space without a rim of some mm.
    func inset(by margin: Float) -> Field { Field(values: values.map { $0 + margin }) }
  }

  /// The centre of a voxel in mm.
  func point(_ x: Int, _ y: Int, _ z: Int) -> Point3 {
    Point3(origin.x + Double(x) * spacing, origin.y + Double(y) * spacing, origin.z + Double(z) * spacing)
  }

  /// A distance at every voxel.
  func field(_ distance: (Point3) -> Double) -> Field {
    var values: [Float] = []
    values.reserveCapacity(labels.count)
    for z in 0..<height {
      for y in 0..<depth {
        for x in 0..<width { values.append(Float(distance(point(x, y, z)))) }
      }
    }
    return Field(values: values)
  }

  /// How a body is put on the canvas.
  struct Brush {
    /// What it is made of.
    let tissue: TorsoTissue
    /// The label it gets; nil leaves the labels as they are.
    var label: TorsoStructure?
    /// Only what lies inside this field is painted.
    var clip: Field?
    /// Only voxels that carry one of these labels are painted.
    var only: [TorsoStructure] = []
    /// A coat of fat of this thickness, mm, that takes its neighbours' voxels.
    var coat = 0.0

    init(
      _ tissue: TorsoTissue, _ label: TorsoStructure? = nil, clip: Field? = nil, only: [TorsoStructure] = [],
      coat: Double = 0
    ) {
      self.tissue = tissue
      self.label = label
      self.clip = clip
      self.only = only
      self.coat = coat
    }
  }

  /// Paints bodies grown together as one.
  mutating func paint(_ parts: [any TorsoSolid], _ brush: Brush) {
    let reach = brush.coat + spacing
    var touched = VoxelBox.none
    for part in parts {
      let box = voxels(in: part.bounds.grown(by: reach))
      guard !box.isEmpty else { continue }
      touched = touched.union(box)
      for z in box.z {
        for y in box.y {
          let row = (z * depth + y) * width
          for x in box.x {
            let d = Float(part.distance(to: point(x, y, z)))
            if d < distances[row + x] { distances[row + x] = d }
          }
        }
      }
    }
    guard !touched.isEmpty else { return }
    lay(brush, in: touched)
  }

  /// Turns the distances of a region into paint and forgets them.
  private mutating func lay(_ brush: Brush, in box: VoxelBox) {
    let texture = NoiseField(seed: seed &+ UInt64(brush.label?.rawValue ?? 0), scale: brush.tissue.grain)
    let allowed = Set(brush.only.map { UInt8($0.rawValue) })
    for z in box.z {
      for y in box.y {
        let row = (z * depth + y) * width
        for x in box.x {
          let i = row + x
          var d = Double(distances[i])
          distances[i] = Canvas.far
          if d >= brush.coat + spacing { continue }
          if !allowed.isEmpty && !allowed.contains(labels[i]) { continue }
          if let clip = brush.clip { d = max(d, Double(clip.values[i])) }
          if brush.coat > 0, d < brush.coat {
            cover(i, with: TorsoTissue.fat.core, by: 0.5 - (d - brush.coat) / spacing)
            labels[i] = 0
          }
          let share = 0.5 - d / spacing
          guard share > 0 else { continue }
          cover(i, with: value(of: brush.tissue, depth: -d, at: point(x, y, z), texture), by: share)
          if d < 0, let label = brush.label { labels[i] = UInt8(label.rawValue) }
        }
      }
    }
  }

  private func value(of tissue: TorsoTissue, depth: Double, at p: Point3, _ texture: NoiseField) -> Double {
    var value = tissue.core
    if tissue.mottle > 0 { value += tissue.mottle * texture.value(at: p) }
    guard tissue.shellThickness > 0 else { return value }
    // The share of the shell in what the voxel holds of the body.
    let outer = max(depth - spacing / 2, 0)
    let inner = depth + spacing / 2
    let shell = max(min(inner, tissue.shellThickness) - outer, 0) / max(inner - outer, 1e-6)
    return Exact.mix(value, tissue.shell, shell)
  }

  private mutating func cover(_ i: Int, with value: Double, by share: Double) {
    let share = Float(min(share, 1))
    hounsfield[i] += (Float(value) - hounsfield[i]) * share
  }

  // MARK: Boxes of voxels

  private struct VoxelBox {
    var x: Range<Int>
    var y: Range<Int>
    var z: Range<Int>

    static let none = VoxelBox(x: 0..<0, y: 0..<0, z: 0..<0)

    var isEmpty: Bool { x.isEmpty || y.isEmpty || z.isEmpty }

    func union(_ other: VoxelBox) -> VoxelBox {
      if isEmpty { return other }
      return VoxelBox(
        x: min(x.lowerBound, other.x.lowerBound)..<max(x.upperBound, other.x.upperBound),
        y: min(y.lowerBound, other.y.lowerBound)..<max(y.upperBound, other.y.upperBound),
        z: min(z.lowerBound, other.z.lowerBound)..<max(z.upperBound, other.z.upperBound))
    }
  }

  private func voxels(in box: Box3) -> VoxelBox {
    func range(_ low: Double, _ high: Double, _ origin: Double, _ count: Int) -> Range<Int> {
      let first = max(0, Int(((low - origin) / spacing).rounded(.up)))
      let last = min(count - 1, Int(((high - origin) / spacing).rounded(.down)))
      return first..<max(first, last + 1)
    }
    return VoxelBox(
      x: range(box.low.x, box.high.x, origin.x, width), y: range(box.low.y, box.high.y, origin.y, depth),
      z: range(box.low.z, box.high.z, origin.z, height))
  }
}

extension Canvas {
  /// What a scanner adds: a little blur, and noise whose neighbours resemble each other, in body and bed only.
  ///
  /// Air stays exactly -1000, as in scans that were cleared around the patient.
  mutating func scan(noise: Double) {
    var field = [Float](repeating: 0, count: labels.count)
    for i in field.indices {
      let bits = SeededGenerator.mixed(UInt64(i) &+ seed &* 0x9E37_79B9_7F4A_7C15)
      // Four even draws make a bell: variance 4/12 of a unit.
      let sum =
        Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF) + Float(bits >> 32 & 0xFFFF) + Float(bits >> 48)
      field[i] = (sum / 65536 - 2) * 1.732
    }
    smoothInPlane(&field, centre: 2)
    smoothInPlane(&hounsfield, centre: 6)
    for i in hounsfield.indices where hounsfield[i] > -1000 {
      // Less in the lungs' air, as the reconstruction of a thin chest has it.
      let strength: Float = hounsfield[i] < -300 ? 0.8 : 1
      hounsfield[i] = max(-1000, hounsfield[i] + field[i] * Float(noise) * strength * 2.2)
    }
  }

  /// Weighs each value with its neighbours along x and y: 1, `centre`, 1.
  private func smoothInPlane(_ values: inout [Float], centre: Float) {
    let scale = 1 / (centre + 2)
    for axis in [1, width] {
      let before = values
      for i in axis..<(before.count - axis) {
        values[i] = (before[i - axis] + centre * before[i] + before[i + axis]) * scale
      }
    }
  }
}
