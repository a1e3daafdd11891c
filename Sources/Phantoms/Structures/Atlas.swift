import Anatomy

/// All structures of one patient in the order they cover each other, and what they mean to label maps.
///
/// A voxel holds the number of its finest structure; 0 is outside the body. Label maps of any task are look-ups.
/// Within a lesion the lesion's id times `radix` is added, so that a voxel keeps its organ beside its mask.
struct Atlas: Sendable {
  /// Ascending by order, then by region and place within its file; structure n of a voxel is `structures[n - 1]`.
  let structures: [Structure]

  init(_ plan: BodyPlan, regions: [any BodyRegion.Type] = BodyRegions.all) {
    var body = BodyDraft(plan, regions.flatMap { $0.structures(plan) })
    for variant in Patient.Variant.allCases where plan.patient.variants.contains(variant) {
      variant.change?.apply(to: &body)
    }
    for pathology in Pathology.allCases where plan.patient.pathologies.contains(pathology) {
      pathology.change.apply(to: &body)
    }
    let sorted = body.structures.enumerated().sorted {
      ($0.element.order.rank, $0.offset) < ($1.element.order.rank, $1.offset)
    }
    structures = sorted.map(\.element)
    var names: Set<String> = []
    for structure in structures {
      precondition(names.insert(structure.name).inserted, "two structures are called \(structure.name)")
    }
  }

  /// The number of a named structure.
  func number(of name: String) -> Int? { structures.firstIndex { $0.name == name }.map { $0 + 1 } }

  /// What a lesion's id is multiplied with in a voxel's number.
  var radix: Int { structures.count + 1 }

  /// How many numbers voxels can have.
  private var numberCount: Int {
    radix * (1 + (structures.reduce(0) { max($0, $1.lesion?.id ?? 0) }))
  }

  /// A list over structure numbers as a list over voxels' numbers, the same within lesions as outside.
  func spread<Value>(_ values: [Value]) -> [Value] {
    (0..<numberCount).map { values[$0 % radix] }
  }

  /// For every voxel's number the id of its lesion; 0 for none.
  var lesionIDs: [UInt16] { (0..<numberCount).map { UInt16($0 / radix) } }

  /// For every voxel's number the id of its organ in a numbered list of organs; 0 for none.
  func ids(in organs: [Organ.ID]) -> [UInt16] {
    var positions: [Organ.ID: Int] = [:]
    for (position, organ) in organs.enumerated() { positions[organ] = position + 1 }
    return spread(
      [0]
        + structures.map { structure in
          guard case .organs(let own) = structure.identity else { return 0 }
          return UInt16(own.lazy.compactMap { positions[$0] }.first ?? 0)
        })
  }

  /// Every organ some structure belongs to.
  var organs: Set<Organ.ID> {
    structures.reduce(into: []) { organs, structure in
      if case .organs(let own) = structure.identity { organs.formUnion(own) }
    }
  }
}
