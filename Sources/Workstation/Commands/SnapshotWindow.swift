import Foundation
import Imaging

/// A display window as typed: a preset's name or key, "auto", or width and level in HU.
enum SnapshotWindow: Hashable {
  case fixed(WindowLevel)
  case automatic

  /// - Throws: `CommandError.badValue` that lists what there is.
  init(_ text: String) throws {
    let plain = text.lowercased().replacing("_", with: " ")
    if plain == "auto" || plain == "automatic" {
      self = .automatic
    } else if let preset = WindowPreset.all.first(where: {
      $0.name.lowercased() == plain || $0.id == text.lowercased()
    }) {
      self = .fixed(preset.window)
    } else {
      let numbers = text.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
      guard numbers.count == 2, let width = numbers[0], let level = numbers[1], width >= 1, width < 1e6,
        abs(level) < 1e6
      else {
        let names = WindowPreset.all.map(\.id).joined(separator: ", ")
        throw CommandError.badValue(
          option: "--window", value: text, expected: "WIDTH,LEVEL in HU, auto, or one of \(names)")
      }
      self = .fixed(WindowLevel(width: width, level: level))
    }
  }

  func window(for volume: Volume) -> WindowLevel {
    switch self {
    case .fixed(let window): window
    case .automatic: WindowLevel.automatic(for: volume)
    }
  }
}
