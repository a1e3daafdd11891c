import ArgumentParser
import Learning

/// Optimisers by the names that people know.
enum OptimiserName: String, CaseIterable, ExpressibleByArgument {
  case sgd, adamw

  /// The optimiser with its usual numbers.
  var optimiser: Optimiser {
    switch self {
    case .sgd: .sgd(SGD())
    case .adamw: .adamW(AdamW())
    }
  }
}
