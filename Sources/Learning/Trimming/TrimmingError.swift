/// Why a decoder cannot be trimmed.
public enum TrimmingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A stage, coarsest first, whose convolutions are not single operators of one kernel.
  case operators(stage: Int)
  /// The model has no decoder of this id.
  case noDecoder(model: String, id: String)
  /// The decoder reads the logits of others, which no student does.
  case supported(model: String, id: String, by: [String])
  /// Data with other classes than the decoder's.
  case classes(data: [String], decoder: [String])
  /// No validation patch shows a class, so nothing could be kept or rolled back by its Dice.
  case noValidation
  /// No student of this number was kept.
  case noPoint(Int, of: Int)
  /// What was learned is no better than its teacher in size: nothing was trimmed.
  case nothingKept

  /// One sentence.
  public var description: String {
    switch self {
    case .operators(let stage):
      "stage \(stage) of the decoder has convolutions of several kinds; a decoder is trimmed once"
    case .noDecoder(let model, let id): "\(model) has no decoder \(id)"
    case .supported(let model, let id, let others):
      "decoder \(id) of \(model) reads the logits of \(others.joined(separator: ", ")); decoders that read the encoder "
        + "alone can be trimmed"
    case .classes(let data, let decoder):
      "the data's classes (\(Self.list(data))) are not the decoder's (\(Self.list(decoder)))"
    case .noValidation: "no validation case shows a class; trimming keeps a step only by validation Dice"
    case .noPoint(let number, let count): "there is no student \(number); the list has 1 to \(count)"
    case .nothingKept: "no step kept the Dice within the tolerance; the decoder stays what it was"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.count <= 6
      ? names.joined(separator: ", ")
      : names.prefix(6).joined(separator: ", ") + ", ... \(names.count) in all"
  }
}
