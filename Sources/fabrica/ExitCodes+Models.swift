import Networks
import Storage

/// Codes of what models can say.
extension ExitCodes {
  /// The code of an error of the room Networks or of Storage, nil for any other.
  static func modelCode(of error: any Error) -> Int32? {
    switch error {
    case is PlanError, is CheckpointError: badInput
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
    case .severalMembers, .severalDecoders: usage
    case .weights: badInput
    case .tooLarge: refused
    }
  }

  private static func code(of error: ModelError) -> Int32 {
    switch error.problem {
    case .noMember, .noDecoder, .noFold, .noRevision, .exists: usage
    default: error.isFull ? refused : error.isUnwritable ? failed : badInput
    }
  }
}
