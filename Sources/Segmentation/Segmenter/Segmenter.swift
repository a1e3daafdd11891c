import Anatomy
import Imaging
import Networks
import Tensors

/// A model that segments scans one after the other: weights are read once, memory stays flat over many scans.
///
/// Each member of the model prepares the scan by its plan, runs its encoder once a tile and its decoders on it, and
/// brings labels to the scan's own grid. Labels of later decoders lie over those of earlier ones.
/// Not for several threads at once; it computes on `options.threads` threads of its own.
public final class Segmenter {
  /// The model.
  public let model: ModelBundle
  /// How it segments.
  public let options: SegmenterOptions
  /// Every label a result may have.
  public var table: LabelTable { assignment.table }

  let assignment: LabelAssignment
  let engine: Engine
  private var members: [SegmentingMember]

  /// Reads the weights of every member that has something to say, their digests verified.
  ///
  /// Throws `ModelError`, `SegmenterError`, `TensorError`.
  public init(_ model: ModelBundle, _ options: SegmenterOptions = SegmenterOptions()) throws {
    self.model = model
    self.options = options
    assignment = try LabelAssignment(
      model.manifest, organs: options.organs, decoders: options.decoders, model: model.manifest.name)
    engine = try Engine(options.instructions, pool: ThreadPool(threads: options.threads))
    members = []
    for index in model.manifest.members.indices {
      let parts = assignment.parts.filter { $0.member == index }
      if !parts.isEmpty { members.append(try SegmentingMember(model, index, parts)) }
    }
  }

  /// The decoders that run, "member/decoder".
  public var decoders: [String] {
    assignment.parts.map { part in
      let member = model.manifest.members[part.member]
      return member.name(of: member.decoders[part.decoder])
    }
  }

  /// The plans of the members that run.
  public var plans: [Plan] { members.map(\.plan) }

  /// The networks that are averaged, the most of any member.
  public var folds: Int { members.map(\.folds).max() ?? 0 }

  /// Segments a scan; `file` is the name that errors show.
  ///
  /// - `probabilities`: names of labels whose probabilities are wanted, and where planes go.
  /// - `show` is called as soon as the label map is there; it fills while tiles are computed.
  ///
  /// Throws `PreparationError`, `TilingError`, `SegmenterError`, `TensorError`, `CancellationError`.
  public func segment(
    _ volume: Volume, file: String, probabilities: ProbabilityWish? = nil,
    show: (LabelMap) -> Void = { _ in }, progress: (SegmentationProgress) -> Void = { _ in },
    isCancelled: () -> Bool = { false }
  ) throws -> (labels: LabelMap, summary: SegmentationSummary) {
    try withoutActuallyEscaping(progress) { progress in
      try withoutActuallyEscaping(isCancelled) { isCancelled in
        var run = SegmenterRun(
          self, volume, file: file, probabilities: probabilities, progress: progress, isCancelled: isCancelled
        )
        for index in members.indices {
          try run.run(&members[index], index: index, of: members.count, show: show)
        }
        return (try run.result(), run.summary)
      }
    }
  }
}
