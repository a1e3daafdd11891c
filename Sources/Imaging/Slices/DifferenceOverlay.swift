/// Where two label maps of one scan agree and where they differ, as ids for `SliceCompositor`.
public enum DifferenceOverlay {
  /// What two maps say of a voxel; the raw value is the id in a sample.
  public enum Category: UInt16, Sendable, CaseIterable {
    /// Neither labels it.
    case unlabelled = 0
    /// Both give it the same organ.
    case agree = 1
    /// Only the reference labels it.
    case onlyReference = 2
    /// Only the candidate labels it.
    case onlyCandidate = 3
    /// Both label it, but as different organs.
    case otherLabel = 4
  }

  /// Colours by category, from Okabe and Ito's set that colour-blind readers tell apart: green, sky blue, orange, purple.
  public static let colors: [UInt32] = [0, 0x009E73, 0x56B4E9, 0xE69F00, 0xCC79A7]

  /// A style for these ids; agreement may be left undrawn, so that only what differs is seen.
  public static func style(
    mode: OverlayStyle.Mode = .fill, opacity: Double = 0.6, showsAgreement: Bool = true
  ) -> OverlayStyle {
    OverlayStyle(
      mode: mode, opacity: opacity, colors: colors, visible: [false, showsAgreement, true, true, true])
  }

  /// The category of two ids; `focus` is the code of the only organ of interest.
  static func category(reference: UInt32, candidate: UInt32, focus: UInt32?) -> Category {
    if let focus, reference != focus, candidate != focus { return .unlabelled }
    if reference == candidate { return reference == 0 ? .unlabelled : .agree }
    if reference == 0 { return .onlyCandidate }
    return candidate == 0 ? .onlyReference : .otherLabel
  }

  /// Samples a view: the volume's values, and categories as labels.
  ///
  /// Voxels are compared before they are reduced to pixels. A difference that covers a quarter of a pixel shows, the
  /// largest if there are several; otherwise agreement shows where it covers a quarter or no less than nothing does.
  /// `organ` is the key of a subject of `matching` to look at alone. All three must have one canonical shape.
  public static func sample(
    _ volume: Volume, reference: LabelMap, candidate: LabelMap, matching: LabelMatching, organ: String? = nil,
    view: SliceView
  ) -> SliceSample {
    let geometry = volume.geometry
    precondition(reference.volume.geometry.shape == geometry.shape, "the reference lies on another grid")
    precondition(candidate.volume.geometry.shape == geometry.shape, "the candidate lies on another grid")
    let values = SliceSampler.sampleValues(volume, view: view)
    var labels = view.emptyIDs
    let focus = organ.map { matching.code(ofKey: $0) ?? .max }
    if let ours = LabelLines(reference, view: view, visible: nil),
      let theirs = LabelLines(candidate, view: view, visible: nil)
    {
      labels = SliceSampler.vote(
        view: view, geometry: geometry,
        read: { line, voxels, ids in
          withUnsafeTemporaryAllocation(of: UInt16.self, capacity: ids.count) { other in
            ours.read(line: line, voxels: voxels, into: ids)
            theirs.read(line: line, voxels: voxels, into: other)
            for place in 0..<ids.count {
              ids[place] =
                category(
                  reference: matching.code(ofReference: ids[place]),
                  candidate: matching.code(ofCandidate: other[place]), focus: focus
                ).rawValue
            }
          }
        }, elect: elect)
    }
    return SliceSample(width: max(0, view.width), height: max(0, view.height), values: values, labels: labels)
  }

  private static func elect(_ ballot: Ballot) -> UInt16 {
    let threshold = SliceSampler.thinShare - 1e-5
    var best = Category.unlabelled
    var bestShare: Float = 0
    for category in [Category.onlyReference, .onlyCandidate, .otherLabel] {
      let share = ballot.share(of: category.rawValue)
      if share > bestShare {
        best = category
        bestShare = share
      }
    }
    if bestShare >= threshold { return best.rawValue }
    let agreed = ballot.share(of: Category.agree.rawValue)
    let unlabelled = ballot.share(of: Category.unlabelled.rawValue)
    return agreed >= threshold || agreed >= unlabelled && agreed > 0 ? Category.agree.rawValue : 0
  }
}
