import Testing

@testable import Anatomy

@Suite("Tasks")
struct OrganTaskTests {
  @Test(
    "teach as many organs as their data sets",
    arguments: [
      (OrganTask.total, 103), (.chest, 31), (.headNeck, 13), (.esophagus, 1),
    ])
  func counts(task: OrganTask, count: Int) {
    #expect(task.organs.count == count)
    #expect(Set(task.organs).count == count)
    for organ in task.organs { #expect(OrganCatalogue.organ(organ) != nil, "\(organ)") }
  }

  @Test("share exactly five labels of four organs")
  func repeats() {
    var uses: [Organ.ID: Int] = [:]
    for organ in OrganTask.allCases.flatMap(\.organs) { uses[organ, default: 0] += 1 }
    let shared = uses.filter { $0.value > 1 }
    #expect(
      shared == ["esophagus": 3, "trachea": 2, "inferior_vena_cava": 2, "pulmonary_artery": 2])
    #expect(shared.values.reduce(0) { $0 + $1 - 1 } == 5)
    #expect(uses.values.reduce(0, +) == 148)
    #expect(uses.count == 143)
  }

  @Test("are named as on disk and on the command line")
  func names() {
    #expect(OrganTask.allCases.map(\.rawValue) == ["total", "chest", "head-neck", "esophagus"])
  }

  @Test("the total task is TotalSegmentator v1 without the face")
  func totalIsVersionOneWithoutFace() {
    #expect(TotalSegmentatorClasses.v1.firstIndex(of: "face") == 92)
    #expect(Set(TotalSegmentatorClasses.v1).subtracting(OrganTask.total.organs) == ["face"])
  }
}
