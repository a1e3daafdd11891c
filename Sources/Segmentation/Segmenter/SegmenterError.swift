import Networks
import Storage

/// Why a model cannot segment: facts to match.
public enum SegmenterError: Error, Equatable, Sendable {
  /// An organ that was asked for is in no decoder; the nearest names the model has.
  case noSuchOrgan(String, model: String, similar: [String])
  /// A decoder that was asked for is not in the model; those it has, as `member/decoder`.
  case noSuchDecoder(String, model: String, known: [String])
  /// More labels than a label map has ids.
  case tooManyLabels(Int, model: String)
  /// A network of the model cannot be made or run: member, decoder, fold and what is wrong.
  case network(member: String, fold: Int, NetworkError)
  /// A part of the run needs more memory than the machine has, in bytes.
  case memory(needed: Int, available: Int)
  /// Probabilities of a member whose labels are decided on a coarser grid than the scan's.
  case noProbabilities(member: String)
  /// The machine does not have the memory for the label map of this scan, in bytes.
  case labels(bytes: Int)

  /// Whether the machine, not the input, is the reason.
  public var isLackOfMemory: Bool {
    switch self {
    case .memory, .labels, .network(_, _, .tensors(.memory)): true
    default: false
    }
  }
}

extension SegmenterError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .noSuchOrgan(let name, let model, let similar):
      "\(model): has no organ '\(Sanitizer.clean(name))'"
        + (similar.isEmpty ? "" : "; did you mean \(similar.joined(separator: ", "))?")
    case .noSuchDecoder(let name, let model, let known):
      "\(model): has no decoder '\(Sanitizer.clean(name))' but \(known.joined(separator: ", "))"
    case .tooManyLabels(let count, let model): "\(model): \(count) labels are more than a label map can hold"
    case .network(let member, let fold, let error): "\(member), fold \(fold): \(error)"
    case .memory(let needed, let available):
      "segmenting this scan needs \(needed >> 20) MiB of memory, \(available >> 20) MiB are available"
    case .noProbabilities(let member):
      "\(member): probabilities need nnU-Net's pipeline; import the model with --pipeline nnunet"
    case .labels(let bytes): "a label map of this scan needs \(bytes >> 20) MiB of memory"
    }
  }
}
