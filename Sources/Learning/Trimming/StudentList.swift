import Networks

/// The students of a teacher in the order in which they were learned, the teacher first.
struct StudentList {
  private(set) var points: [TrimmedPoint]
  /// The network behind each point; nil for those that were not kept.
  private(set) var students: [TrainingNetwork?]

  /// The teacher alone.
  init(_ teacher: TrainingNetwork, _ point: TrimmedPoint) {
    points = [point]
    students = [teacher]
  }

  mutating func add(_ point: TrimmedPoint, _ student: TrainingNetwork) {
    points.append(point)
    students.append(point.isKept ? student : nil)
  }
}
