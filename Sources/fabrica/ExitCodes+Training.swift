import Learning

/// Codes of what training can say.
extension ExitCodes {
  /// The code of an error of Learning, nil for any other.
  static func trainingCode(of error: any Error) -> Int32? {
    switch error {
    case let error as TrainingDataError: error.isLackOfRoom ? refused : badInput
    case let error as PlanningError: code(of: error)
    case let error as TrainingError: code(of: error)
    case let error as TrimmingError: code(of: error)
    default: nil
    }
  }

  private static func code(of error: PlanningError) -> Int32 {
    switch error {
    case .memory: refused
    case .spacing: usage
    case .network, .flatForeground, .flaw: badInput
    }
  }

  private static func code(of error: TrainingError) -> Int32 {
    switch error {
    case .settings, .otherRun, .decoderExists, .severalFolds: usage
    case .diverged, .belowThreshold, .covers, .forgot: failed
    case .cancelled: cancelled
    }
  }

  private static func code(of error: TrimmingError) -> Int32 {
    switch error {
    case .noDecoder, .noPoint, .operators, .supported: usage
    case .classes, .noValidation: badInput
    case .nothingKept: failed
    }
  }
}
