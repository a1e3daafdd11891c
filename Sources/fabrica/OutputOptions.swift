import ArgumentParser
import Workstation

/// How a command's result is printed.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print one JSON document and nothing else.")
  var json = false

  /// Prints a report as JSON or as the text that people read.
  func print(_ report: some Encodable, text: @autoclosure () -> String) throws {
    if json {
      try Console.write(json: JSONDocument.encode(report))
    } else {
      try Console.write(text())
    }
  }
}
