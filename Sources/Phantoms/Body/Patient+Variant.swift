extension Patient {
  /// What a normal body may have or lack.
  public enum Variant: String, Sendable, CaseIterable {
    /// No gallbladder: mostly one that was taken out.
    case noGallbladder = "no-gallbladder"
    /// The left kidney was never made; the right one is larger for it.
    case noLeftKidney = "no-left-kidney"
    /// The right kidney was never made; the left one is larger for it.
    case noRightKidney = "no-right-kidney"
    /// The left common carotid artery leaves the brachiocephalic trunk.
    case bovineArch = "bovine-arch"
    /// The left vertebral artery leaves the aortic arch itself.
    case leftVertebralFromArch = "left-vertebral-from-arch"
    /// A short rib at the first lumbar vertebra on both sides, drawn as bone without a number.
    case lumbarRibs = "lumbar-ribs"
    /// Six vertebrae of lumbar form: the first sacral one stands free. L1 to L5 are counted from above as always; the
    /// sixth stays part of the sacrum's label, and is `vertebrae_S1` where a task has that.
    case sixLumbar = "six-lumbar"

    /// How often it is met: surveys of CT and of dissections.
    ///
    /// Arches after Popieluszko et al. (doi 10.1016/j.jvs.2017.06.097), kidneys after Westland et al.
    /// (doi 10.1093/ndt/gft012); the others are middles of what surveys report.
    var share: Double {
      switch self {
      case .noGallbladder: 0.08
      case .noLeftKidney: 0.0003
      case .noRightKidney: 0.0002
      case .bovineArch: 0.136
      case .leftVertebralFromArch: 0.028
      case .lumbarRibs: 0.01
      case .sixLumbar: 0.04
      }
    }

    /// Variants by their frequency, each from a stream of its own; never both kidneys missing.
    static func drawn(seed: UInt64) -> Set<Variant> {
      var drawn: Set<Variant> = []
      for variant in allCases {
        var random = SeededGenerator(seed: seed, stream: "variant.\(variant.rawValue)")
        if random.between(0, 1) < variant.share { drawn.insert(variant) }
      }
      if drawn.contains(.noLeftKidney) { drawn.remove(.noRightKidney) }
      return drawn
    }

    /// What it does to the structures; nil where the region itself draws it.
    var change: (any BodyChange.Type)? {
      switch self {
      case .noGallbladder, .bovineArch: nil
      case .noLeftKidney: LeftKidneyMissing.self
      case .noRightKidney: RightKidneyMissing.self
      case .leftVertebralFromArch: VertebralFromArch.self
      case .lumbarRibs: LumbarRibs.self
      case .sixLumbar: SixLumbar.self
      }
    }
  }
}
