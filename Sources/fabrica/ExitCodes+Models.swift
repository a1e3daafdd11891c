import Imaging
import Networks
import Segmentation
import Storage
import Tensors
import Workstation

/// What the errors of models and segmentation mean to a script.
extension ExitCodes {
  /// The code of such an error; nil for any other.
  static func codeOfModel(_ error: any Error) -> Int32? {
    switch error {
    case let error as StorageError:
      error.isFull ? refused : error.attempt == .unwritable ? failed : badInput
    case let error as ModelError:
      error.isFull ? refused : error.isMissing ? badInput : error.isUnwritable ? failed : badInput
    case let error as SafetensorsError:
      error.isFull ? refused : error.isUnwritable ? failed : badInput
    case is CheckpointError, is PlanError, is TilingError: badInput
    case let error as NetworkError: code(of: error)
    case let error as TensorError: code(of: error)
    case let error as PreparationError: error.isLackOfMemory ? refused : badInput
    case let error as SegmenterError: code(of: error)
    default: nil
    }
  }

  private static func code(of error: TensorError) -> Int32 {
    switch error {
    case .memory, .instructions: refused
    case .mismatch, .unusable, .parameters, .notFinite, .label: badInput
    }
  }

  private static func code(of error: NetworkError) -> Int32 {
    if case .tensors(let error) = error { return code(of: error) }
    return badInput
  }

  private static func code(of error: SegmenterError) -> Int32 {
    if error.isLackOfMemory { return refused }
    switch error {
    case .noSuchOrgan, .noProbabilities: return usage
    default: return badInput
    }
  }
}
