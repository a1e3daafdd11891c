import Networks
import Tensors

/// Measures the size and time of students, always beside their teacher, so that a machine that is busier now than before
/// makes no student slower.
struct StudentScale {
  private let teacher: Decoder
  private let encoder: Encoder
  private let patch: Axes
  private let threads: Int
  /// Of the teacher, when it was alone.
  private let seconds: Double

  /// A scale for the students of a teacher on patches of these extents.
  init(_ teacher: TrainingNetwork, patch: Axes, threads: Int) throws {
    let weights = teacher.weights
    encoder = try Encoder(teacher.architecture, weights: weights)
    self.teacher = try Decoder(teacher.architecture, weights: weights)
    self.patch = patch
    self.threads = threads
    let engine = try Engine(pool: ThreadPool(threads: threads))
    seconds = try DecoderBenchmark(encoder, [self.teacher], patch: patch, on: engine).seconds().first ?? 0
  }

  /// Weights that are not zero, and seconds of a patch through decoder and head: the teacher's at the beginning times what the
  /// student takes beside it now. Cost: a dozen patches.
  func measure(_ student: TrainingNetwork) throws -> (parameters: Int, seconds: Double) {
    let engine = try Engine(pool: ThreadPool(threads: threads))
    let decoder = try Decoder(student.architecture, weights: student.weights)
    let times = try DecoderBenchmark(encoder, [teacher, decoder], patch: patch, on: engine).seconds()
    return (try decoder.cost(patch: patch).nonZero, times[0] > 0 ? seconds * times[1] / times[0] : 0)
  }
}
