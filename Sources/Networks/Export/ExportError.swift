import Storage

/// Why a model is not written for other tools, as facts; `description` is the sentence.
public enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The model has several members and none was chosen; their ids.
  case severalMembers(model: String, ids: [String])
  /// The member has several decoders and none was chosen; their ids.
  case severalDecoders(model: String, ids: [String])
  /// The decoder reads the logits of others, which one network of an encoder and a decoder has not.
  case supported(model: String, decoder: String, by: [String])
  /// The stored weights are not of the network that the model describes.
  case weights(model: String, WeightMismatch)
  /// A file of this format cannot be so large; bytes needed and most bytes.
  case tooLarge(file: String, bytes: Int, most: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .severalMembers(let model, let ids):
      "\(clean(model)): has several members, choose one with --member: \(ids.joined(separator: ", "))"
    case .severalDecoders(let model, let ids):
      "\(clean(model)): has several decoders, choose one with --decoder: \(ids.joined(separator: ", "))"
    case .supported(let model, let decoder, let others):
      "\(clean(model)): decoder \(decoder) reads the logits of \(others.joined(separator: ", ")); "
        + "decoders that read the encoder alone can be exported"
    case .weights(let model, let mismatch): "\(clean(model)): \(mismatch)"
    case .tooLarge(let file, let bytes, let most):
      "\(clean(file)): would have \(bytes) bytes; ONNX files with their weights inside have at most \(most)"
    }
  }

  private func clean(_ text: String) -> String { Sanitizer.clean(text) }
}
