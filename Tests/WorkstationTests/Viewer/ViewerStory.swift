import Foundation
import Imaging
import TerminalKit
import Testing

@testable import Workstation

/// A reader at the viewer, without a terminal: opens SampleData, presses keys, reads the screen.
struct ViewerStory {
  private(set) var session: HeadlessSession

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let sampleScan = repository.appendingPathComponent("SampleData/trunk/ct.nii.gz").path
  static let sampleLabels = repository.appendingPathComponent("SampleData/trunk/labels.nii.gz").path

  init(
    _ width: Int = 200, _ height: Int = 60, labels: [String] = [sampleLabels],
    capabilities: Capabilities = Capabilities(), empty: Bool = false
  ) throws {
    session = HeadlessSession(
      size: Size(width: width, height: height), capabilities: capabilities, theme: .fabricaDark,
      actions: ActionTable(ViewerActions.all))
    if !empty { try session.open(.init(scan: Self.sampleScan, labels: labels)) }
  }

  var model: ViewerModel { session.model }

  /// The screen as lines of text.
  var lines: [String] {
    let frame = session.frame()
    return (0..<frame.size.height).map { frame.text(row: $0) }
  }

  var screen: String { lines.joined(separator: "\n") }

  /// Presses keys in the notation of `--keys`.
  mutating func press(_ keys: String) throws { session.press(try KeyScript.parse(keys)) }

  func sees(_ text: String) -> Bool { screen.contains(text) }
}
