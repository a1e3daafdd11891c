import Workstation

/// One line for work of several stages: each has a title, a time left and a word on what is being done.
final class StagedProgress {
  private var current: (title: String, line: ProgressLine)?

  func update(_ title: String, _ share: Double, _ detail: String) {
    if current?.title != title { current = (title, ProgressLine(title)) }
    current?.line.update(share, detail: detail)
  }
}
