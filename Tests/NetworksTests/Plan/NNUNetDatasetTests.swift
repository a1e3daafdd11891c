import Networks
import Testing

@Suite struct NNUNetDatasetTests {
  private func read(_ labels: String, _ channels: String = #""channel_names": {"0": "CT"}"#) throws
    -> NNUNetDataset
  {
    let scratch = try Scratch()
    return try NNUNetDataset.read(
      scratch.write("{\"labels\": \(labels), \(channels)}", to: "dataset.json"))
  }

  private func refusal(_ labels: String, _ channels: String = #""channel_names": {"0": "CT"}"#) throws
    -> PlanError
  {
    try #require(throws: PlanError.self) { _ = try read(labels, channels) }
  }

  @Test func labelsKeepTheirNamesAndFindTheirOrgans() throws {
    let dataset = try read(#"{"background": 0, "spleen": 1, "Kidney-Left": 2, "something else": 3}"#)
    #expect(
      dataset.labels == [
        ModelLabel(channel: 1, name: "spleen", organ: "spleen"),
        ModelLabel(channel: 2, name: "Kidney-Left", organ: "kidney_left"),
        ModelLabel(channel: 3, name: "something else", organ: nil),
      ])
    #expect(dataset.classes == 4)
    #expect(dataset.channel == "CT")
  }

  @Test func labelsOfTheOldFormMeanTheSame() throws {
    let old = try read(#"{"0": "background", "2": "liver", "1": "aorta"}"#, #""modality": {"0": "CT"}"#)
    let new = try read(#"{"background": 0, "aorta": 1, "liver": 2}"#)
    #expect(old.labels == new.labels)
  }

  @Test func aLabelMayStandAloneInAList() throws {
    #expect(try read(#"{"background": 0, "liver": [1]}"#).labels.map(\.name) == ["liver"])
  }

  @Test func theIgnoreLabelIsNoClass() throws {
    #expect(try read(#"{"background": 0, "liver": 1, "ignore": 2}"#).classes == 2)
    #expect(try refusal(#"{"background": 0, "liver": 1, "ignore": 5}"#).field == "labels.ignore")
  }

  @Test func namesFromTheFileAreMadeSafe() throws {
    #expect(try read(#"{"background": 0, "a\u001b]0;x\u0007b": 1}"#).labels.map(\.name) == ["a?]0;x?b"])
  }

  @Test func regionsAreRefused() throws {
    #expect(
      try refusal(#"{"background": 0, "whole tumour": [1, 2], "core": [2]}"#).problem
        == .regions(label: "whole tumour"))
  }

  @Test func labelsWithGapsOrTwiceAreRefused() throws {
    #expect(try refusal(#"{"background": 0, "liver": 1, "spleen": 3}"#).problem == .labelGap(2))
    #expect(try refusal(#"{"background": 0, "liver": 1, "spleen": 1}"#).problem == .labelGap(1))
    #expect(try refusal(#"{"background": 0, "liver": -1}"#).field == "labels.liver")
    #expect(
      try refusal(#"{"background": 0, "liver": 1.5}"#).problem == .wrongKind(expected: "a whole number"))
  }

  @Test func aMissingOrOddBackgroundIsRefused() throws {
    #expect(try refusal(#"{"liver": 1}"#).field == "labels.background")
    #expect(try refusal(#"{"background": 1, "liver": 0}"#).field == "labels.background")
    #expect(try refusal(#"{"background": 0}"#).field == "labels")
  }

  @Test func namesThatAreEmptyOrStandTwiceAreRefused() throws {
    #expect(
      try refusal(#"{"background": 0, "": 1}"#).problem == .contradiction("gives label 1 an empty name"))
    #expect(
      try refusal(#"{"0": "background", "1": "liver", "2": "liver"}"#).problem
        == .contradiction("name 'liver' twice"))
  }

  @Test func severalChannelsAreRefused() throws {
    let channels = #""channel_names": {"0": "CT", "1": "PET"}"#
    #expect(try refusal(#"{"background": 0, "liver": 1}"#, channels).problem == .severalChannels(2))
    #expect(try refusal(#"{"background": 0, "liver": 1}"#, #""x": 1"#).field == "channel_names")
  }
}
