import Tensors

/// What choosing samples needs to know of a case.
public struct CaseOutline: Hashable, Sendable {
  /// Voxels along z, y, x.
  public let extent: Axes
  /// For every class but the background some of its voxels, offsets x fastest; empty where it has none.
  public let foreground: [[Int32]]

  /// The outline of a case.
  public init(_ item: TrainingCase) {
    extent = item.extent
    foreground = item.foreground
  }
}

/// Where a sample is taken.
public struct SampleChoice: Hashable, Sendable {
  /// Which case, as the chooser was given them.
  public let place: Int
  /// The voxel of the case that lies at index patch / 2 of the patch. Where the case is smaller than the patch it
  /// lies in the patch's middle, and else the patch lies in the case.
  public let centre: Axes
  /// The class that the sample was made to show; nil where chance decided.
  public let forced: Int?
}

/// Chooses samples as nnU-Net does: cases evenly, and of every batch a share that is made to show a class.
///
/// Such a sample takes one of the classes of its case evenly, then one of that class's voxels as its centre, moved as
/// little as is needed to keep the patch in the case. A choice hangs on seed and number of the sample alone.
public struct SampleChooser: Sendable {
  private let cases: [CaseOutline]
  private let patch: Axes
  private let batch: Int
  private let chance: Int
  private let seed: UInt64

  /// A chooser.
  /// - Parameters:
  ///   - cases: those to learn from, one at least.
  ///   - patch: voxels along z, y, x.
  ///   - batch: samples of a step; sample i is number i % batch of step i / batch.
  ///   - share: of a batch shows a class; of a batch of 2 nnU-Net's third makes one of the two.
  public init(cases: [CaseOutline], patch: Axes, batch: Int, share: Double = 0.33, seed: UInt64) {
    precondition(!cases.isEmpty && batch > 0, "samples need a case and a batch")
    self.cases = cases
    self.patch = patch
    self.batch = batch
    self.seed = seed
    chance = Int((Double(batch) * (1 - share)).rounded(.toNearestOrEven))
  }

  /// The choice of a sample, counted from 0 over the whole run.
  public func choice(_ index: Int) -> SampleChoice {
    var random = SampleRandom(seed: seed, index: index, purpose: "choice of case and place")
    let place = random.integer(below: cases.count), item = cases[place]
    let present = item.foreground.indices.filter { !item.foreground[$0].isEmpty }
    guard index % batch >= chance, !present.isEmpty else {
      let corner = item.extent.zip(patch) { extent, edge in
        extent > edge ? random.integer(below: extent - edge + 1) : (extent - edge) / 2
      }
      return SampleChoice(place: place, centre: corner.zip(patch) { $0 + $1 / 2 }, forced: nil)
    }
    let own = present[random.integer(below: present.count)], list = item.foreground[own]
    let offset = Int(list[random.integer(below: list.count)]), extent = item.extent
    let voxel = Axes(
      offset / (extent.height * extent.width), offset / extent.width % extent.height, offset % extent.width)
    let centre = Axes(
      Self.kept(voxel.depth, extent.depth, patch.depth), Self.kept(voxel.height, extent.height, patch.height),
      Self.kept(voxel.width, extent.width, patch.width))
    return SampleChoice(place: place, centre: centre, forced: own + 1)
  }

  /// The centre nearest to a voxel that keeps the patch in the case, along one axis.
  private static func kept(_ voxel: Int, _ extent: Int, _ edge: Int) -> Int {
    let corner = extent > edge ? min(max(voxel - edge / 2, 0), extent - edge) : (extent - edge) / 2
    return corner + edge / 2
  }
}
