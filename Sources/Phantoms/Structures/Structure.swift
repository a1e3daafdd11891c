import Anatomy

/// One thing in the body: what it is called, which organ it belongs to, its shape and its stuff.
struct Structure: Sendable {
  /// What a structure is to the label maps.
  enum Identity: Sendable {
    /// An organ of the catalogue or a part of one, finest first: `["lens_left", "eye_left"]`.
    ///
    /// A task's label map takes the first organ of the list that the task has.
    case organs([Organ.ID])
    /// Something without a label: fat, discs, generic muscle. It takes its voxels from what lies under it.
    case tissue
    /// Only a change of brightness: its voxels stay what they were (vessels of the liver, fat in a muscle).
    case shading
  }

  /// Who wins where structures meet: a higher place in this list covers a lower one.
  ///
  /// A region takes `.organ`, or `.organ + 5` to lie over its own organs; steps of 1 to 49 stay within the kind.
  struct Order: Sendable, Comparable {
    let rank: Int

    static let skin = Order(rank: 100)
    static let fat = Order(rank: 150)
    static let wall = Order(rank: 200)
    static let cavity = Order(rank: 250)
    static let muscle = Order(rank: 300)
    static let lung = Order(rank: 400)
    static let organ = Order(rank: 500)
    static let bowel = Order(rank: 600)
    static let heart = Order(rank: 700)
    static let vessel = Order(rank: 800)
    static let bone = Order(rank: 900)
    static let nerve = Order(rank: 1000)
    static let airway = Order(rank: 1100)
    static let lesion = Order(rank: 1200)
    static let implant = Order(rank: 1300)

    static func + (order: Order, step: Int) -> Order { Order(rank: order.rank + step) }
    static func < (a: Order, b: Order) -> Bool { a.rank < b.rank }
  }

  /// Unique in the body: the organ's id where there is one structure for it, else the id with a suffix.
  let name: String
  let identity: Identity
  let order: Order
  let solid: any Solid
  let material: Material
  /// Structures (by name) it may cover; nil for all. Vessels of the lung cover lung lobes only.
  let over: Set<String>?
  /// The pathology whose mask its voxels belong to, whatever organ they are.
  let lesion: Pathology?

  init(
    _ name: String, _ identity: Identity, _ order: Order, _ solid: any Solid, _ material: Material,
    over: Set<String>? = nil, lesion: Pathology? = nil
  ) {
    self.name = name
    self.identity = identity
    self.order = order
    self.solid = solid
    self.material = material
    self.over = over
    self.lesion = lesion
  }

  /// The same with another shape.
  func with(solid: any Solid) -> Structure {
    Structure(name, identity, order, solid, material, over: over, lesion: lesion)
  }

  /// The same as part of a lesion.
  func with(lesion: Pathology) -> Structure {
    Structure(name, identity, order, solid, material, over: over, lesion: lesion)
  }

  /// An organ that is one structure and bears its name.
  static func organ(
    _ id: Organ.ID, _ order: Order, _ solid: any Solid, _ material: Material, partOf whole: Organ.ID...
  ) -> Structure {
    Structure(id, .organs([id] + whole), order, solid, material)
  }
}

/// A region of the body: a file that says which structures lie there.
protocol BodyRegion: SendableMetatype {
  /// Every structure of the region in a body. Called once a patient; must depend on the plan alone.
  static func structures(_ plan: BodyPlan) -> [Structure]
}
