/// The structures of a body while pathologies and normal variants change them.
///
/// Regions know nothing of sickness: what a change needs it finds by name, and what it does not find it leaves alone, so
/// that bodies of a few regions can be changed too.
struct BodyDraft {
  let plan: BodyPlan
  private(set) var structures: [Structure]

  init(_ plan: BodyPlan, _ structures: [Structure]) {
    self.plan = plan
    self.structures = structures
  }

  subscript(_ name: String) -> Structure? { structures.first { $0.name == name } }

  /// The shape of a named structure.
  func solid(_ name: String) -> (any Solid)? { self[name]?.solid }

  /// The shapes of those named structures that exist.
  func solids(_ names: some Sequence<String>) -> [any Solid] { names.compactMap { solid($0) } }

  /// The names of the structures of a range of orders.
  func names(_ orders: Range<Structure.Order>) -> Set<String> {
    structures.reduce(into: []) { if orders.contains($1.order) { $0.insert($1.name) } }
  }

  mutating func add(_ structure: Structure) { structures.append(structure) }

  /// Takes out every structure whose name begins so.
  mutating func remove(prefix: String) { structures.removeAll { $0.name.hasPrefix(prefix) } }

  /// Gives every structure whose name begins with one of the prefixes another shape.
  mutating func reshape(prefixes: [String], _ change: (any Solid) -> any Solid) {
    for (index, structure) in structures.enumerated()
    where prefixes.contains(where: { structure.name.hasPrefix($0) }) {
      structures[index] = structure.with(solid: change(structure.solid))
    }
  }

  /// Declares every structure whose name begins so part of a lesion.
  mutating func mark(prefix: String, as pathology: Pathology) {
    for (index, structure) in structures.enumerated() where structure.name.hasPrefix(prefix) {
      structures[index] = structure.with(lesion: pathology)
    }
  }
}

/// What a pathology or a normal variant does to a body.
protocol BodyChange: SendableMetatype {
  /// Must depend on the plan and the structures alone.
  static func apply(to body: inout BodyDraft)
}
