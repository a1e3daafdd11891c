import Foundation
import Testing

/// A model that learns, as a script asks for it: train, add a decoder, prove, roll back.
@Suite struct TrainStories {
  @Test(arguments: ["encoder", "decoder"]) func everyCommandHasHelpWithExamples(_ command: String) throws {
    let result = try runProgram(["train", command, "--help"])
    #expect(result.exitCode == 0 && result.stdout.contains("Examples:\n  fabrica train \(command)"))
  }

  @Test func trimmingHasHelpAndRefusesWhatIsNotThere() throws {
    let help = try runProgram(["trim", "--help"])
    #expect(help.exitCode == 0 && help.stdout.contains("Examples:\n  fabrica trim"))
    for wrong in [["--tolerance", "2"], ["--pick", "0"], ["--method", "magic"]] {
      let result = try runProgram(["trim", "data", "-m", "y.fabrica", "--decoder", "z"] + wrong)
      #expect(result.exitCode == 2 && result.stdout.isEmpty, "\(result.stderr)")
    }
    let absent = try runProgram(["trim", "data", "-m", "/none/y.fabrica", "--decoder", "z"])
    #expect(absent.exitCode == 3 && absent.stderr.contains("/none/y.fabrica"), "\(absent.stderr)")
  }

  @Test(arguments: [
    ["encoder"], ["encoder", "x", "-o", "y.fabrica", "--budget", "soon"],
    ["encoder", "x", "-o", "y.fabrica", "--steps", "0"],
    ["encoder", "x", "-o", "y.fabrica", "--memory", "0"], ["decoder", "x", "-m", "y.fabrica"],
    ["decoder", "x", "-m", "y.fabrica", "--id", "z", "--threshold", "2"],
  ])
  func wrongUsageIsTwo(_ arguments: [String]) throws {
    let result = try runProgram(["train"] + arguments)
    #expect(result.exitCode == 2 && result.stdout.isEmpty, "\(result.stderr)")
  }

  @Test func aModelLearnsGrowsAndIsRolledBack() throws {
    let folder = try TemporaryFolder()
    let data = folder.path("Dataset804_PhantomEsophagus"), model = folder.path("eso.fabrica")
    let made = try runProgram([
      "phantom", "dataset", "--task", "esophagus", "--cases", "3", "--spacing", "12", "--out",
      folder.path(""),
    ])
    #expect(made.exitCode == 0, "\(made.stderr)")
    let encoder = [
      "train", "encoder", data, "-o", model, "--steps", "2", "--spacing", "12", "--memory", "0.2",
    ]
    let trained = try runProgram(encoder)
    #expect(trained.exitCode == 0 && trained.stdout.hasPrefix("\(model): 2 steps, "), "\(trained.stderr)")
    let again = try runProgram(encoder)
    #expect(again.exitCode == 2 && again.stderr.contains(model))

    let decoder = ["train", "decoder", data, "-m", model, "--id", "again", "--steps", "2"]
    let below = try runProgram(decoder + ["--threshold", "0.99"])
    #expect(below.exitCode == 1 && below.stderr.contains("below 0.99"), "\(below.stderr)")
    let grown = try runProgram(decoder + ["--threshold", "0"])
    #expect(grown.exitCode == 0, "\(grown.stderr)")

    let verified = try runProgram(["model", "verify", model])
    #expect(verified.exitCode == 0 && verified.stdout.contains("1 certificate holds: nothing was forgotten"))
    let trim = [
      "trim", data, "-m", model, "--decoder", "again", "--steps", "10", "--tolerance", "1", "--price", "50",
    ]
    let trimmed = try runProgram(trim)
    #expect(trimmed.exitCode == 0 && trimmed.stdout.contains("in the model"), "\(trimmed.stderr)")
    #expect(try runProgram(trim).exitCode == 2)
    let copied = try runProgram(["model", "copy", model, "-o", folder.path("small.fabrica")])
    #expect(copied.exitCode == 0 && copied.stdout.hasSuffix("small.fabrica: the decoders decoder-1, again\n"))

    let back = try runProgram(["model", "rollback", model, "--revision", "1"])
    #expect(back.exitCode == 0 && back.stdout == "\(model): revision 1 with the decoders decoder-1\n")

    let absent = try runProgram(["train", "encoder", folder.path("nothing"), "-o", folder.path("n.fabrica")])
    #expect(absent.exitCode == 3 && absent.stderr.contains("dataset.json"))
  }
}
