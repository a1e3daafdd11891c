import ArgumentParser
import Foundation

/// What the options of several phantom commands have in common.
enum PhantomOptions {
  static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  static func check(spacing: Double) throws {
    guard spacing >= 0.5, spacing <= 12 else { throw ValidationError("--spacing is 0.5 to 12 mm") }
  }

  static func check(threads: Int) throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256") }
  }
}
