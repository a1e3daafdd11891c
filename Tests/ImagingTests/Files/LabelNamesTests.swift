import Anatomy
import Storage
import Testing

@testable import Imaging

/// One text per format, and texts that must be refused.
struct LabelNamesTests {
  static let red = OrganColor(red: 221, green: 130, blue: 101)
  static let readable: [(String, [LabelName])] = [
    (#"{"1": "spleen", "5": "liver", "0": "background"}"#, names([(1, "spleen"), (5, "liver")])),
    (#"{"spleen": 1, "liver": 5, "background": 0}"#, names([(1, "spleen"), (5, "liver")])),
    (
      #"{"channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 1}, "numTraining": 3, "file_ending": ".nii.gz"}"#,
      names([(1, "liver")])
    ),
    (
      #"{"labels": {"background": 0, "whole tumor": [1, 2, 3], "tumor core": [2, 3], "enhancing": [3]}, "regions_class_order": [1, 2, 3]}"#,
      names([(1, "whole tumor"), (2, "tumor core"), (3, "enhancing")])
    ),
    (#"{"labels": {"0": "background", "1": "left\u001b[31m"}, "numTest": 0}"#, names([(1, "left?[31m")])),
    (
      "# Color table file a.ctbl\r\n# 2 values\r\n0 Background 0 0 0 0\r\n5 kidney_right 221 130 101 255\r\n",
      names([(5, "kidney_right")], red)
    ),
    ("1 right lung 221 130 101 255", names([(1, "right lung")], red)),
    (
      """
      ################
      # ITK-SnAP Label Description File
        0     0    0    0        0  0  0    "Clear Label"
        5   221  130  101        1  1  1    "liver, left lobe"
      """, names([(5, "liver, left lobe")], red)
    ),
    (
      """
      <?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
      <CaretExtension><Date><![CDATA[x]]></Date><VolumeInformation Index="0"><LabelTable>
      <Label Key="5" Red="0.0" Green="1.0" Blue="0.0" Alpha="1"><![CDATA[liver]]></Label>
      <Label Red='0' Key='7'>a &amp; b &#x6c;&#105; &x;</Label>
      <Label Key="0">background</Label><Label Key="9"><![CDATA[]]></Label>
      </LabelTable></VolumeInformation></CaretExtension>
      """, names([(5, "liver"), (7, "a & b li &x;"), (9, "label 9")])
    ),
  ]

  static func names(_ pairs: [(Int, String)], _ color: OrganColor? = nil) -> [LabelName] {
    pairs.compactMap { LabelName(id: $0.0, name: $0.1, color: color) }
  }

  @Test(arguments: readable)
  func reads(text: String, expected: [LabelName]) throws {
    #expect(try LabelNamesReader.parse(text) == expected)
  }

  static let refused = [
    "", "liver", "{", "[1, 2]", "{}", #"{"labels": {}}"#, #"{"a": 1, "b": 1}"#, #"{"a": 70000}"#,
    #"{"a": -1}"#,
    String(repeating: "{\"a\":", count: 5000),
    "1 spleen 1 2 3 4\nnonsense", "1 spleen 300 2 3 4",
    "5 1 2 3 1 1 1 \"liver\"\n5 1 2 3 1 1 1 liver",
    "<CaretExtension></CaretExtension>",
    "<CaretExtension><LabelTable><Label Key=\"x\">a</Label></LabelTable>",
    "<CaretExtension><LabelTable><Label Key=\"1\"",
  ]

  @Test(arguments: refused)
  func refuses(text: String) {
    #expect(throws: LabelNamesProblem.self) { try LabelNamesReader.parse(text) }
  }

  @Test(arguments: readable.map(\.0))
  func everyCutIsReadOrRefused(text: String) {
    for length in 0..<text.utf8.count {
      let cut = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
      let names = (try? LabelNamesReader.parse(cut)) ?? []
      #expect(names.allSatisfy { LabelName.ids.contains($0.id) && Sanitizer.clean($0.name) == $0.name })
    }
  }

  @Test func aFileThatCannotBeUnderstoodIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("names.txt", "1 spleen 1 2 3 4\nnonsense\n")
    let error = #expect(throws: ImagingError.self) { try LabelNamesReader.read(path: path) }
    #expect(error?.field == "line 2" && error?.file == path)
  }
}
