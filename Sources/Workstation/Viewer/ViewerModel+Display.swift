import Imaging
import TerminalKit

extension ViewerModel {
  /// The preset whose window is set, nil for any other.
  var currentPreset: WindowPreset? { WindowPreset.all.first { $0.window == window } }

  /// Sets a window and says so.
  mutating func setWindow(_ preset: WindowPreset) {
    window = preset.window
    say("\(preset.name) window")
  }

  /// Sets the window from the scan's own values.
  mutating func setAutomaticWindow() {
    guard let scan else { return }
    window = WindowLevel.automatic(for: scan.volume)
    say("window from the middle 99.8 % of the values")
  }

  /// Widens and moves the window, in HU.
  mutating func adjustWindow(width: Double, level: Double) {
    window = WindowLevel(
      width: min(window.width + width, 8000), level: min(max(window.level + level, -2000), 6000))
  }

  /// Fill, outline, both, and round again.
  mutating func nextOverlayMode() {
    switch overlayMode {
    case .fill: overlayMode = .outline
    case .outline: overlayMode = .both
    case .both: overlayMode = .fill
    }
    overlayIsOn = true
    say("overlay: \(overlayModeName)")
  }

  /// The overlay's mode as the reader sees it.
  var overlayModeName: String {
    switch overlayMode {
    case .fill: "fill"
    case .outline: "outline"
    case .both: "fill and outline"
    }
  }

  /// Fainter or stronger fill, 0...1.
  mutating func adjustOpacity(by step: Double) {
    overlayOpacity = min(max(((overlayOpacity + step) * 20).rounded() / 20, 0.05), 1)
    overlayIsOn = true
  }

  /// One slice, a slab of about 20 mm, the whole scan, and round again.
  mutating func nextProjection() {
    guard let geometry else { return }
    let spacing = max(geometry.spacing[activePlane.normalAxis], 0.01)
    let thin = max(1, Int((10 / spacing).rounded()))
    if slab == 0 {
      slab = thin
    } else if slab == Int.max {
      slab = 0
    } else {
      slab = Int.max
    }
    say(slab == 0 ? "single slices" : "maximum-intensity projection \(projectionName)")
  }

  /// What is projected, as the reader sees it.
  var projectionName: String {
    guard slab > 0 else { return "" }
    guard slab < Int.max, let geometry else { return "of the whole scan" }
    let millimetres = Double(2 * slab + 1) * geometry.spacing[activePlane.normalAxis]
    return "over \(Int(millimetres.rounded())) mm"
  }

  /// Everything about the picture back to how it started; the reader stays where they are.
  mutating func resetDisplay() {
    fit()
    window = WindowPreset.all.first?.window ?? window
    isInverted = false
    slab = 0
    overlayIsOn = true
    overlayMode = .both
    overlayOpacity = 0.45
    hidden = []
    solo = nil
    say("display reset")
  }
}
