import Foundation
import Testing

@testable import Anatomy

@Suite("Label tables")
struct LabelTableTests {
  /// Label names of real files; not part of the project, so absent from a clone of it alone.
  static let data = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/data").standardizedFileURL

  static func names(_ file: String) throws -> [Int: String] {
    let decoded = try JSONDecoder().decode(
      [String: String].self, from: Data(contentsOf: data.appending(path: file)))
    return Dictionary(
      uniqueKeysWithValues: decoded.compactMap { key, name in Int(key).map { ($0, name) } })
  }

  @Test("number the classes of TotalSegmentator from 1")
  func totalSegmentator() {
    #expect(LabelTable.totalSegmentatorV2.entries.map(\.id) == Array(1...117))
    #expect(LabelTable.totalSegmentatorV1.entries.map(\.id) == Array(1...104))
    #expect(LabelTable.totalSegmentatorV2[5]?.organ == "liver")
    #expect(LabelTable.totalSegmentatorV1[5]?.organ == "liver")
    #expect(LabelTable.totalSegmentatorV2[117]?.name == "costal_cartilages")
    #expect(LabelTable.totalSegmentatorV1[93]?.name == "face")
  }

  // Needs ../shared/data, real label lists that do not belong to the project.
  @Test(
    "agree with the label lists of real files",
    .enabled(if: FileManager.default.fileExists(atPath: LabelTableTests.data.path)),
    arguments: [
      ("ts_example_ct/labels_v1.json", LabelTable.totalSegmentatorV1),
      ("ts_example_ct/labels_v2.json", .totalSegmentatorV2),
      ("ts_dataset_s0327_labels_only/labels_v2.json", .totalSegmentatorV2),
    ])
  func realLists(file: String, table: LabelTable) throws {
    let names = try Self.names(file)
    #expect(names.count == table.entries.count)
    for entry in table.entries {
      #expect(names[entry.id] == entry.name)
      #expect(entry.organ == entry.name)
    }
  }

  @Test("a task numbers its organs from 1 in its own order", arguments: OrganTask.allCases)
  func tasks(task: OrganTask) {
    let table = LabelTable.task(task)
    #expect(table.entries.map(\.organ) == task.organs)
    #expect(table.entries.map(\.id) == Array(1...task.organs.count))
    #expect(table.highestID == task.organs.count)
  }

  @Test("keep a file's names and give the catalogue's organs and colours")
  func named() throws {
    let table = LabelTable.named([(7, "Left Kidney"), (3, "tumour"), (0, "background"), (-1, "liver")])
    #expect(table.entries.map(\.id) == [3, 7])
    #expect(table[7]?.name == "Left Kidney")
    #expect(table[7]?.organ == "kidney_left")
    #expect(table[7]?.color == OrganCatalogue.organ("kidney_left")?.color)
    #expect(table[3]?.name == "tumour")
    #expect(try #require(table[3]).organ == nil)
  }

  @Test("a later name of an id replaces an earlier one, before colours are given")
  func replaced() {
    let table = LabelTable.named([(1, "lesion"), (1, "spleen")])
    #expect(table.entries.map(\.organ) == ["spleen"])
  }

  @Test("unknown names get colours of their own, the same each time")
  func unknown() {
    let pairs = (1...60).map { (id: $0, name: "lesion \($0)") } + [(id: 100, name: "liver")]
    let table = LabelTable.named(pairs)
    #expect(Set(table.entries.map(\.color)).count == 61)
    #expect(table == LabelTable.named(pairs))
    #expect(table == LabelTable.named(pairs.reversed()))
    let liver = LabColor(OrganCatalogue.organ("liver")?.color ?? OrganColor(red: 0, green: 0, blue: 0))
    for entry in table.entries where entry.organ == nil {
      #expect(LabColor(entry.color).difference(from: liver) >= SpareColors.nearest)
    }
  }

  @Test("one unknown name looks the same whichever id it has")
  func byName() {
    #expect(LabelTable.named([(4, "node")])[4]?.color == LabelTable.named([(9, "node")])[9]?.color)
  }

  @Test("more unknown names than spare colours still get one each, evenly")
  func manyUnknown() {
    let table = LabelTable.named((1...720).map { (id: $0, name: "x\($0)") })
    var uses: [OrganColor: Int] = [:]
    for entry in table.entries { uses[entry.color, default: 0] += 1 }
    #expect(uses.count == SpareColors.palette.count)
    #expect(Set(uses.values) == [10])
  }

  @Test("empty names differ by id")
  func emptyNames() {
    let table = LabelTable.named([(1, ""), (2, "")])
    #expect(table[1]?.color != table[2]?.color)
    #expect(table[1]?.organ == nil)
  }
}
