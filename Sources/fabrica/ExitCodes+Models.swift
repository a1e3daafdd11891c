import Imaging
import Networks
import Segmentation
import Storage
import Tensors
import Workstation

/// Codes of what models can say.
extension ExitCodes {
  /// The code of an error of Networks, Segmentation, Tensors or Storage, nil for any other.
  static func modelCode(of error: any Error) -> Int32? {
    switch error {
    case is PlanError, is CheckpointError, is TilingError: badInput
    case let error as NetworkError: code(of: error)
    case let error as TensorError: code(of: error)
    case let error as PreparationError: error.isLackOfMemory ? refused : badInput
    case let error as SegmenterError: code(of: error)
    case let error as ImportError: code(of: error)
    case let error as ExportError: code(of: error)
    case let error as ModelError: code(of: error)
    case let error as SafetensorsError: error.isFull ? refused : error.isUnwritable ? failed : badInput
    case let error as StorageError: error.isFull ? refused : error.attempt == .unwritable ? failed : badInput
    default: nil
    }
  }

  /// What the reader must choose is usage, what the folder lacks is bad input.
  private static func code(of error: ImportError) -> Int32 {
    switch error.problem {
    case .severalModels, .noFold, .givenTwice, .configuration: usage
    case .noFolder, .noModel, .noCheckpoint, .weights: badInput
    }
  }

  private static func code(of error: ExportError) -> Int32 {
    switch error {
    case .severalMembers, .severalDecoders, .supported: usage
    case .weights: badInput
    case .tooLarge: refused
    }
  }

  private static func code(of error: ModelError) -> Int32 {
    switch error.problem {
    case .noMember, .noDecoder, .noFold, .noRevision, .exists, .supports: usage
    default: error.isFull ? refused : error.isUnwritable ? failed : badInput
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
    case .noSuchOrgan, .noSuchDecoder, .noProbabilities: return usage
    default: return badInput
    }
  }
}
