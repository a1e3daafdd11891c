import Networks
import Tensors

/// What a decoder may become: for every stage a width, and for every convolution of the teacher an operator or nothing.
///
/// Nothing in it reaches further than the teacher does: behind kernels of 1x3x3 no operator spans slices.
public struct TrimmingSpace: Hashable, Sendable {
  /// The choices of a stage, stages coarsest first.
  public struct Stage: Hashable, Sendable {
    /// Channels, narrowest first; the last is the teacher's.
    public let widths: [Int]
    /// For each convolution of the teacher what may stand in its place; nil is nothing at all.
    public let slots: [[DecoderForm.Operator?]]
    /// The teacher's own operator.
    public let own: DecoderForm.Operator
  }

  /// Of the decoder, coarsest first.
  public let stages: [Stage]

  /// The shares of the teacher's channels that a stage may have.
  private static let shares = [0.25, 0.5, 1.0]

  /// The space around a teacher.
  /// - Throws: `TrimmingError.operators` for a decoder whose convolutions are not single operators, as of one that has
  ///   been trimmed.
  public init(_ teacher: UNetArchitecture) throws(TrimmingError) {
    var stages: [Stage] = []
    for (number, stage) in teacher.decoderStages.enumerated() {
      let kernels = Set(stage.kernels)
      guard kernels.count == 1, let kernel = kernels.first,
        let own = DecoderForm.Operator.allCases.first(where: { $0.kernels == [kernel] })
      else { throw .operators(stage: number) }
      let within = DecoderForm.Operator.allCases.filter { choice in
        choice.kernels.allSatisfy { $0.zip(kernel, max) == kernel }
      }
      stages.append(
        Stage(
          widths: Self.widths(stage.features),
          slots: stage.kernels.indices.map { $0 == 0 ? within : within + [nil] }, own: own))
    }
    self.stages = stages
  }

  /// Multiples of 8, for that is how far narrower maps still save something.
  private static func widths(_ features: Int) -> [Int] {
    var widths: [Int] = []
    for share in shares {
      let width = share == 1 ? features : max(8, Int((Double(features) * share / 8).rounded()) * 8)
      if width <= features, widths.last.map({ $0 < width }) ?? true { widths.append(width) }
    }
    return widths
  }
}
