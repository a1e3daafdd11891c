import Anatomy
import Imaging

/// Scans a patient and judges its anatomy: every organ there, of a size and brightness that people have, whole, on its
/// side, and joined to what it is joined to.
///
/// Volumes and HU are compared with the ranges of `OrganCatalogue`, everything else with rules that hold for every body.
/// An organ that reaches the edge of the grid is judged for presence only; one that a variant of the patient takes away
/// is excused.
public struct PatientCheck: Sendable {
  /// Voxel size along each axis, mm.
  public var spacing: Double
  /// Contrast medium.
  public var phase: ContrastPhase
  /// From where to where along the body, on the scale of `BodyLandmark`; below 0 lie the thighs.
  public var scores: ClosedRange<Double>

  /// A check; see the properties.
  ///
  /// Cost: a whole body at 3 mm takes one thread about 8 s and 0.2 GiB, at 4 mm less than half.
  public init(
    spacing: Double = 3, phase: ContrastPhase = .portalVenous, scores: ClosedRange<Double> = -0.6...1.02
  ) {
    self.spacing = spacing
    self.phase = phase
    self.scores = scores
  }

  /// Scans and judges a patient.
  /// - Throws: `ImagingError` `.outOfMemory`.
  public func report(on patient: Patient, threads: Int = 1) throws -> Report {
    let body = BodyPhantom(patient)
    let grid = body.grid(scores: scores, spacing: Vector3(x: spacing, y: spacing, z: spacing))
    return report(on: try body.scan(Scan(phase: phase), grid: grid, threads: threads), of: body)
  }

  /// Judges a scan that was made of a body.
  func report(on scan: BodyScan, of body: BodyPhantom) -> Report {
    let measures = OrganMeasures(scan)
    let organs = AnatomyRules.expected.union(scan.atlas.organs)
    let judge = Judge(body: body, grid: scan.structures.storedGeometry, measures: measures)
    let rows = OrganCatalogue.organs.filter { organs.contains($0.id) }.map { judge.row(of: $0) }
    return Report(patient: body.patient, phase: phase, spacing: spacing, rows: rows)
  }
}

/// Finds what is wrong with each organ of a measured scan.
private struct Judge {
  let body: BodyPhantom
  let grid: Geometry
  let measures: OrganMeasures

  typealias Row = PatientCheck.Row

  func row(of organ: Organ) -> Row {
    let id = organ.id
    guard let measure = measures[id] else {
      if AnatomyRules.lacks(id, body.patient) { return Row(organ: id, state: .excused) }
      if isOutside(id) { return Row(organ: id, state: .outside) }
      return Row(organ: id, state: .missing, violations: [.missing(organ: id)])
    }
    var row = Row(organ: id, state: measure.isCut ? .cut : .whole)
    row.millilitres = measures.millilitres(id)
    row.hounsfield = measure.hounsfield
    row.parts = Array(measure.parts.prefix(16))
    row.right = body.warp.reference(measure.centre).x
    row.violations = meetings(id) + overlaps(id) + joints(id)
    if measure.bare > 0, !AnatomyRules.open.contains(id) {
      row.violations.append(.bare(organ: id, voxels: measure.bare))
    }
    guard !measure.isCut else { return row }
    row.violations += ranges(organ, row) + pieces(id, row) + side(organ, row) + order(id)
    return row
  }

  /// Whether the middle of all that the organ is drawn as lies outside the grid.
  private func isOutside(_ id: Organ.ID) -> Bool {
    let boxes = body.atlas.structures.filter { structure in
      if case .organs(let own) = structure.identity { own.contains(id) } else { false }
    }.map(\.solid.bounds)
    guard let first = boxes.first else { return false }
    let box = boxes.dropFirst().reduce(first) { $0.union($1) }
    let p = body.warp.patient(Point3.mix(box.low, box.high, 0.5))
    guard let index = grid.index(at: Vector3(x: p.x, y: p.y, z: p.z)) else { return true }
    return !grid.shape.contains(index)
  }

  private func ranges(_ organ: Organ, _ row: Row) -> [AnatomyViolation] {
    var found: [AnatomyViolation] = []
    if let range = organ.volume, let value = row.millilitres, !range.contains(value) {
      found.append(.volume(organ: organ.id, millilitres: value, range: MeasuredRange(range)))
    }
    if let range = organ.hounsfield, let value = row.hounsfield, !range.contains(value) {
      found.append(.hounsfield(organ: organ.id, mean: value, range: MeasuredRange(range)))
    }
    return found
  }

  private func pieces(_ id: Organ.ID, _ row: Row) -> [AnatomyViolation] {
    let rule = AnatomyRules.connectedness(of: id)
    let share = row.parts.prefix(rule.parts).reduce(0, +)
    return share < rule.least ? [.inPieces(organ: id, share: share, least: rule.least)] : []
  }

  private func side(_ organ: Organ, _ row: Row) -> [AnatomyViolation] {
    let id = organ.id
    let declared = AnatomyRules.sided.first { $0.0 == id }?.1
    let named: Side? = id.contains("_left") ? .left : id.contains("_right") ? .right : nil
    guard let side = declared ?? named, let right = row.right else { return [] }
    // How far on its own side of the median plane, mm.
    if !AnatomyRules.crossing.contains(id), right * side.sign <= 0 {
      return [.wrongSide(organ: id, millimetres: -right * side.sign)]
    }
    guard let measure = measures[id], named == .left,
      let twin = measures[id.replacing("_left", with: "_right")], !twin.isCut
    else { return [] }
    let beyond = measure.centre.x - twin.centre.x
    return beyond >= 0 ? [.wrongSide(organ: id, millimetres: beyond)] : []
  }

  private func order(_ id: Organ.ID) -> [AnatomyViolation] {
    AnatomyRules.rows.flatMap { row -> [AnatomyViolation] in
      guard let at = row.firstIndex(of: id), at + 1 < row.count, let upper = measures[id],
        let lower = measures[row[at + 1]], !lower.isCut, upper.centre.z <= lower.centre.z
      else { return [] }
      return [.outOfOrder(organ: id, below: row[at + 1])]
    }
  }

  /// A joint lies within the grid when one of the two does, even if the other is cut.
  private func joints(_ id: Organ.ID) -> [AnatomyViolation] {
    AnatomyRules.joints(of: body.patient).filter { $0.a == id }.compactMap { joint in
      guard let a = measures[joint.a], let b = measures[joint.b], !(a.isCut && b.isCut) else { return nil }
      guard !measures.meet(joint.a, joint.b, hasGap: joint.hasGap) else { return nil }
      return .apart(organ: joint.a, from: joint.b)
    }
  }

  private func meetings(_ id: Organ.ID) -> [AnatomyViolation] {
    AnatomyRules.separate.filter { $0.0 == id && measures.meet($0.0, $0.1) }.map {
      .meeting(organ: $0.0, with: $0.1)
    }
  }

  /// A voxel has one structure, so organs overlap only where a structure belongs to several.
  private func overlaps(_ id: Organ.ID) -> [AnatomyViolation] {
    var found: [AnatomyViolation] = []
    for structure in body.atlas.structures {
      guard case .organs(let own) = structure.identity, own.contains(id) else { continue }
      for other in own where other != id {
        let isAllowed = AnatomyRules.isPart(id, of: other) || AnatomyRules.isPart(other, of: id)
        let violation = AnatomyViolation.overlap(organ: id, with: other)
        if !isAllowed, !found.contains(violation) { found.append(violation) }
      }
    }
    return found
  }
}
