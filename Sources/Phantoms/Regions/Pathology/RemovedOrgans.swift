/// The spleen was taken out; fat lies in its place.
enum Splenectomy: BodyChange {
  static func apply(to body: inout BodyDraft) { body.remove(prefix: "spleen") }
}

/// One kidney was taken out with the fat round it; its gland stays.
enum Nephrectomy: BodyChange {
  static func apply(to body: inout BodyDraft) {
    let sides = Kidneys.present(in: body)
    guard sides.count == 2 else { return }
    var random = body.plan.random("nephrectomy")
    guard let side = LesionShape.pick(sides, using: &random) else { return }
    body.remove(prefix: Kidneys.name(side))
  }
}

/// The kidneys a body has.
enum Kidneys {
  static func name(_ side: Side) -> String { "kidney_\(side.rawValue)" }

  static func present(in body: BodyDraft) -> [Side] {
    Side.allCases.filter { body[name($0)] != nil }
  }
}
