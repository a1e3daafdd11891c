import ArgumentParser
import Experiments
import Glibc
import Imaging
import Phantoms
import TerminalKit
import Workstation

/// What every error means to a script.
enum ExitCodes {
  static let failed: Int32 = 1
  static let usage: Int32 = 2
  static let badInput: Int32 = 3
  static let refused: Int32 = 4
  static let cancelled: Int32 = 130

  /// Says what went wrong in one line, or shows the help that was asked for, and ends the program.
  static func end(with error: any Error) -> Never {
    let code = code(of: error)
    if isOfParser(error) {
      let message = Fabrica.fullMessage(for: error)
      if !message.isEmpty { Console.show(message, isResult: code == 0) }
    } else {
      Console.say(error is CancellationError ? "cancelled" : "\(error)")
    }
    exit(code)
  }

  /// The code that an error ends the program with.
  static func code(of error: any Error) -> Int32 {
    if let code = modelCode(of: error) ?? trainingCode(of: error) { return code }
    return switch error {
    case let error as ImagingError: code(of: error)
    case let error as Workstation.CommandError: code(of: error)
    case let error as ThemeProblems: code(of: error)
    case let error as TerminalError: error.exitCode
    case is KeyScriptError: usage
    case DatasetError.otherSettings: usage
    case DatasetError.cancelled: cancelled
    case let error as ExperimentError: code(of: error)
    case is CancellationError: cancelled
    default:
      Fabrica.exitCode(for: error) == .validationFailure ? usage : Fabrica.exitCode(for: error).rawValue
    }
  }

  private static func code(of error: ImagingError) -> Int32 {
    switch error.problem {
    case .outOfMemory: refused
    case .unwritable(let reason): reason == String(cString: strerror(ENOSPC)) ? refused : failed
    case .unreadable, .truncated, .corrupt, .invalid, .unsupported, .gridMismatch: badInput
    }
  }

  /// Weights and architectures come from outside.
  private static func code(of error: Workstation.CommandError) -> Int32 {
    switch error {
    case .badValue, .badCombination, .wouldOverwrite, .noSuchOrgan: usage
    case .missing: refused
    case .unwritable(_, let reason): reason == String(cString: strerror(ENOSPC)) ? refused : failed
    }
  }

  /// A folder of another experiment is a slip; what is gone from it was there.
  private static func code(of error: ExperimentError) -> Int32 {
    switch error {
    case .recipe, .otherRecipe: usage
    case .missing, .noDecoder: badInput
    }
  }

  /// A name that stands for no theme is a slip of the pen, a file that is wrong is bad input.
  private static func code(of error: ThemeProblems) -> Int32 {
    let isUnknown = error.problems.contains { problem in
      if case .notFound = problem { return true }
      return false
    }
    return isUnknown ? usage : badInput
  }

  /// Whether the argument parser made the error, and so knows its message; any other fails with it.
  private static func isOfParser(_ error: any Error) -> Bool {
    error is ExitCode || Fabrica.exitCode(for: error) != .failure
  }
}
