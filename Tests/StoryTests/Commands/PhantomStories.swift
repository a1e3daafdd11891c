import Foundation
import Imaging
import Testing

/// Synthetic patients as a script asks for them.
@Suite struct PhantomStories {
  @Test(arguments: ["make", "dataset", "paint", "check", "sample"])
  func everyCommandHasHelpWithExamples(_ command: String) throws {
    let result = try runProgram(["phantom", command, "--help"])
    #expect(result.exitCode == 0 && result.stdout.contains("Examples:\n  fabrica phantom \(command)"))
  }

  @Test(arguments: [
    ["make"], ["make", "--out", "x", "--spacing", "0.1"], ["make", "--out", "x", "--pathology", "hiccups"],
    ["make", "--out", "x", "--orientation", "RAR"], ["make", "--out", "x", "--age", "7"],
    ["dataset", "--task", "legs", "--cases", "2", "--out", "x"],
    ["dataset", "--task", "total", "--cases", "0", "--out", "x"], ["paint", "x.nii.gz"],
    ["check", "--seeds", "0"],
  ])
  func wrongUsageIsTwo(_ arguments: [String]) throws {
    let result = try runProgram(["phantom"] + arguments)
    #expect(result.exitCode == 2 && result.stdout.isEmpty, "\(result.stderr)")
  }

  /// A patient, then a CT for its labels, then an organ of both.
  @Test func aPatientIsDrawnAndItsLabelsPainted() throws {
    let folder = try TemporaryFolder()
    let patient = folder.path("patient"), painted = folder.path("painted.nii.gz")
    let make = [
      "phantom", "make", "--out", patient, "--seed", "5", "--spacing", "8", "--from", "-0.05", "--to", "0.5",
      "--pathology", "splenomegaly", "--orientation", "LPS",
    ]
    let made = try runProgram(make)
    #expect(made.exitCode == 0 && made.stderr.isEmpty, "\(made.stderr)")
    let names = ["ct.nii.gz", "labels.nii.gz", "lesions.nii.gz"]
    #expect(made.stdout == names.map { "\(patient)/\($0)\n" }.joined())
    #expect(try Volume.read(patient + "/ct.nii.gz").orientation.code == "LPS")

    let again = try runProgram(make)
    #expect(again.exitCode == 2 && again.stderr.contains("ct.nii.gz"))

    let paint = try runProgram(["phantom", "paint", patient + "/labels.nii.gz", "--out", painted])
    #expect(paint.exitCode == 0, "\(paint.stderr)")
    for ct in [patient + "/ct.nii.gz", painted] {
      let stats = try runProgram(["stats", ct, "--labels", patient + "/labels.nii.gz", "--csv"])
      let liver = try #require(stats.stdout.split(separator: "\n").first { $0.contains(",liver,") })
      let hounsfield = try #require(Double(liver.split(separator: ",", omittingEmptySubsequences: false)[5]))
      #expect((60...150).contains(hounsfield), "\(ct): \(liver)")
    }
  }

  @Test func aDataSetIsMadeOnceAndRefusedToAnother() throws {
    let folder = try TemporaryFolder()
    let command = [
      "phantom", "dataset", "--task", "head-neck", "--cases", "1", "--spacing", "10", "--out",
      folder.path("data"),
    ]
    let made = try runProgram(command)
    #expect(made.exitCode == 0 && made.stdout == folder.path("data/Dataset803_PhantomHeadNeck") + "\n")
    #expect(try runProgram(command).exitCode == 0)
    let other = try runProgram(command + ["--seed", "2"])
    #expect(other.exitCode == 2 && other.stderr.contains("cases.json"))
  }

  @Test func whatIsNoLabelMapIsRefusedByName() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("absent.nii.gz")
    let result = try runProgram(["phantom", "paint", path, "--out", folder.path("ct.nii.gz")])
    #expect(result.exitCode == 3 && result.stderr.hasPrefix("fabrica: \(path): "))
  }
}
