import Foundation
import Imaging
import Networks
import Segmentation
import Storage
import Tensors

/// Segments scans with a model: `fabrica segment`.
public enum SegmentCommand {
  /// What is asked; texts are as typed.
  public struct Options: Sendable {
    /// Organs or labels wanted; nil for all.
    public var organs: [String]?
    /// Whether what costs little accuracy may be left out.
    public var isFast = false
    /// Whether a mask file is written for every organ that was found.
    public var writesMasks = false
    /// Labels whose probabilities are written.
    public var probabilities: [String] = []
    /// Threads; nil for all processors.
    public var threads: Int?
    /// Kernels; nil for the best this machine has.
    public var instructions: InstructionSet?
    /// Whether results that exist are computed anew and replaced.
    public var isForced = false

    /// All organs, exactly, over nothing.
    public init() {}
  }

  /// Segments scans, and folders of scans, into `output/<case>/`.
  ///
  /// A case that is there already from the same model and method is not computed again. When one of several scans
  /// fails the others go on; the report names it, and `SegmentRunReport.firstError` is what to end with.
  /// - Throws: `CommandError` before anything is computed for inputs that make no sense or would be overwritten;
  ///   errors of the model; `CancellationError`. Nothing is left half-written.
  public static func run(
    _ inputs: [String], model path: String, output: String, _ options: Options = Options(),
    isCancelled: () -> Bool = { false }
  ) throws -> SegmentRunReport {
    let model = try ModelBundle.open(path)
    var wish = SegmenterOptions(organs: options.organs)
    wish.threads = options.threads ?? wish.threads
    wish.instructions = options.instructions ?? wish.instructions
    wish.tiling = options.isFast ? .fast : .exact
    let cases = try SegmentCase.cases(inputs, output: output)
    let method = SegmentReport.Asked(wish, isFast: options.isFast)
    let done = options.isForced ? [:] : try SegmentCase.finished(cases, model: model, method: method)
    var report = SegmentRunReport()
    var segmenter: Segmenter?
    for (position, item) in cases.enumerated() {
      if let finished = done[item.name] {
        Console.say("\(item.name): done already; --force computes it again")
        report.cases.append(finished)
        continue
      }
      if isCancelled() { throw CancellationError() }
      do {
        let ready = try segmenter ?? Segmenter(model, wish)
        segmenter = ready
        let title = cases.count == 1 ? item.name : "\(item.name) (\(position + 1) of \(cases.count))"
        let work = SegmentWork(item, title: title, segmenter: ready, options: options, asked: method)
        report.cases.append(try work.run(isCancelled: isCancelled))
      } catch let error where cases.count > 1 && segmenter != nil && !(error is CancellationError) {
        Console.say("\(error)")
        report.failures.append(.init(name: item.name, reason: "\(error)"))
        report.firstError = report.firstError ?? error
      }
    }
    return report
  }
}

/// The results of one call of `fabrica segment`.
public struct SegmentRunReport: Encodable {
  /// A scan that could not be segmented.
  public struct Failure: Encodable, Sendable {
    /// The case.
    public let name: String
    /// The sentence.
    public let reason: String
  }

  /// The cases that are done, in the order they were given.
  public internal(set) var cases: [SegmentReport] = []
  /// Those that failed.
  public internal(set) var failures: [Failure] = []
  /// The first error as it was thrown.
  public internal(set) var firstError: (any Error)?

  private enum CodingKeys: String, CodingKey {
    case cases, failures
  }

  /// The report for people: a line a case.
  public var text: String {
    cases.map { item in
      let found = item.found.count
      return "\(item.name): \(found) \(found == 1 ? "label" : "labels") in "
        + "\(Format.decimal(item.seconds.total, 1)) s, \(item.folder)/labels.nii.gz"
    }.joined(separator: "\n")
  }
}
